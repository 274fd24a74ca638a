package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tallystick.engine.journal.JournalKind;

/**
 * A child that ends by itself: leaves the archive of classes that makes the later ones start
 * faster, and shows that the engine works here without any fault.
 */
final class ChildWarmUp {

    /** 2026-01-15T12:00Z: when the usage of every campaign ended. */
    static final long ENDED_EPOCH_NANOS = 1_768_478_400_000_000_000L;

    private static final int REQUESTS = 40;
    private static final int SECONDS = 120;

    private ChildWarmUp() {}

    static void run(Path work) throws IOException, InterruptedException {
        Path data = work.resolve("warm-up");
        FileTree.delete(data);
        Files.createDirectories(data);
        ChildOptions options =
                ChildOptions.traffic(data, JournalKind.SEGMENT, List.of(0L, 0L), ENDED_EPOCH_NANOS)
                        .withWork(ChildOptions.Work.TRAFFIC, REQUESTS);
        Promises promises = new Promises();
        try (ChildProcess child =
                new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), data)) {
            int exit = child.awaitExit(SECONDS);
            Verdict verdict = promises.check(ChildOptions.journal(data, JournalKind.SEGMENT));
            if (exit != 0 || !child.odd().isEmpty() || !verdict.isGood() || promises.size() == 0) {
                throw new IOException(
                        "without any fault the engine does not work here: exit code %d, %s, %s, %s"
                                .formatted(
                                        exit, child.odd(), verdict.inWords(), child.lastErrors()));
            }
        }
        FileTree.delete(data);
    }
}
