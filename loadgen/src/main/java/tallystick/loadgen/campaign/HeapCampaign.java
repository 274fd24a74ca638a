package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tallystick.engine.journal.JournalKind;

/**
 * R12: with 256 MiB of heap, a disk that takes a second for a force, senders that wait for nobody
 * and a reader that never reads. Requests are refused as busy, the heap stays bounded, and when the
 * disk is well again everything flows by itself.
 */
final class HeapCampaign implements Campaign {

    private static final int HEAP_MIB = 256;
    private static final int SENDERS = 8;
    private static final long LEAST_FORCE_MILLIS = 1_000;
    private static final long FORCES = 120;
    private static final long GRACE_SECONDS = 120;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String promise() {
        return "R12: a slow disk and a stuck reader in 256 MiB: refusals, no OutOfMemoryError";
    }

    @Override
    public int usualRounds() {
        return 1;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        for (int round = 0; round < run.options().rounds(); round++) {
            Path work = run.freshDirectory("heap");
            Path data = work.resolve("data");
            ChildOptions options =
                    ChildOptions.traffic(
                                    data,
                                    JournalKind.SEGMENT,
                                    Collections.nCopies(SENDERS, 0L),
                                    ChildWarmUp.ENDED_EPOCH_NANOS)
                            .withWork(ChildOptions.Work.PRESSURE, run.options().seconds())
                            .withFault("slow:" + forceMillis(run.options().seconds()));
            Promises promises = new Promises();
            try (ChildProcess child =
                    new ChildProcess(
                            options,
                            promises,
                            Map.of(),
                            List.of("-Xmx" + HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError"),
                            work)) {
                child.awaitReady();
                int exit = awaitExit(run, child);
                run.require(exit == 0, "exit code " + exit + ": " + child.lastErrors());
                child.odd().forEach(run::fail);
                judge(run, child);
            }
            // What was acknowledged is not listed here, only counted: everybody sends all in order.
            for (int i = 0; i < SENDERS; i++) {
                promises.sent("s" + i, Long.MAX_VALUE - 1);
            }
            run.round("after it", promises.check(ChildOptions.journal(data, JournalKind.SEGMENT)));
            FileTree.delete(work);
        }
        return run.result(this);
    }

    /**
     * However long it takes, about as many forces: what the ledger itself has to remember, keys and
     * the holds of a day, is not what is tried here.
     */
    private static long forceMillis(long seconds) {
        return Math.max(LEAST_FORCE_MILLIS, TimeUnit.SECONDS.toMillis(seconds) / FORCES);
    }

    private static int awaitExit(CampaignRun run, ChildProcess child) throws InterruptedException {
        for (long waited = 0; waited < run.options().seconds() + GRACE_SECONDS; waited += 2) {
            int exit = child.awaitExit(2);
            if (exit >= 0) {
                return exit;
            }
            run.say("under pressure for %d s".formatted(waited));
        }
        return -1;
    }

    private static void judge(CampaignRun run, ChildProcess child) {
        long answered = figure(run, child, "answered");
        run.acknowledged(answered);
        run.require(
                answered == figure(run, child, "taken"), "some of what was taken was not answered");
        run.require(figure(run, child, "failed") == 0, "some of what was taken failed");
        long heap = Math.max(figure(run, child, "liveHeapMax"), figure(run, child, "liveHeapEnd"));
        run.require(heap < (long) HEAP_MIB << 20, "more heap than there is was reachable: " + heap);
        run.require(
                figure(run, child, "answeredAfterRelease") > 0, "nothing flowed after the release");
        run.require(
                "true".equals(child.figure("stuckReaderReads")),
                "the reader that was stuck does not read");
        run.figure("answeredAfterRelease", figure(run, child, "answeredAfterRelease"));
        run.figure("liveHeapMiBMax", heap >> 20);
        run.figure("refused", figure(run, child, "busyUnderPressure"));
        run.figure("slotsInUseMax", figure(run, child, "slotsInUseMax"));
        run.control(
                "the ring really was full: requests were refused",
                figure(run, child, "busyUnderPressure") > 0);
    }

    private static long figure(CampaignRun run, ChildProcess child, String name) {
        @Nullable String value = child.figure(name);
        if (value == null) {
            run.fail("the child did not say " + name);
            return -1;
        }
        return Long.parseLong(value);
    }
}
