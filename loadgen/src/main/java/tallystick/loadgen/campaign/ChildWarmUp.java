package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tallystick.engine.journal.JournalKind;

/**
 * A child that ends by itself: leaves the archive of classes that makes the later ones start
 * faster, and shows that the engine works here without any fault.
 */
final class ChildWarmUp {

    /** When the usage of this run's campaigns ended: late usage would not be rated. */
    static final long ENDED_EPOCH_NANOS =
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - 60_000);

    private static final int REQUESTS = 40;
    private static final int SECONDS = 120;

    private ChildWarmUp() {}

    /** Classes as the children load them; the JVM itself throws it away when they have changed. */
    static Path archive() {
        return Path.of(System.getProperty("java.io.tmpdir"), "tallystick-campaign.jsa");
    }

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
