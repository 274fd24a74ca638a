package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tallystick.engine.journal.JournalKind;

/**
 * R13: something throws in a stage, or in what a stage calls: an exception or an error, at a random
 * moment under load. The engine stops, everybody who waits is told, whoever comes later too,
 * nothing is written afterwards, and what was acknowledged is there when it is started again.
 */
final class ThrowCampaign implements Campaign {

    private static final int LIVES_PER_DIRECTORY = 4;
    private static final int SENDERS = 6;
    private static final int REQUESTS = 60;
    private static final long SECONDS = 60;

    @Override
    public String name() {
        return "throw";
    }

    @Override
    public String promise() {
        return "R13: whatever throws in any stage: no silent skip, no wedged producer";
    }

    @Override
    public int usualRounds() {
        return 120;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        ChildWarmUp.run(run.options().directory());
        int rounds = run.options().rounds();
        for (int first = 0; first < rounds; first += LIVES_PER_DIRECTORY) {
            Path work = run.freshDirectory("throw");
            JournalKind kind =
                    first / LIVES_PER_DIRECTORY % 2 == 0
                            ? JournalKind.SEGMENT
                            : JournalKind.CHRONICLE;
            Promises promises = new Promises();
            for (int i = first; i < Math.min(rounds, first + LIVES_PER_DIRECTORY); i++) {
                life(run, i, kind, work, promises);
            }
            FileTree.delete(work);
        }
        wedgeControl(run);
        skipControl(run);
        return run.result(this);
    }

    private static void life(
            CampaignRun run, int round, JournalKind kind, Path work, Promises promises)
            throws IOException, InterruptedException {
        SplittableRandom random = run.random(round);
        ThrowPlace[] places = ThrowPlace.values();
        ThrowPlace place = places[round % places.length];
        boolean isError = round / places.length % 2 == 1;
        String what =
                "round %d (%s, %s, %s)"
                        .formatted(round, place, isError ? "error" : "exception", kind);
        Path data = work.resolve("data");
        // A mapped file is not written through the seam: it is failed at its force.
        ThrowPlace seam =
                place == ThrowPlace.WRITE && kind == JournalKind.CHRONICLE
                        ? ThrowPlace.FORCE
                        : place;
        ChildOptions options =
                options(data, kind, promises, seam.fault(isError, random.nextInt(5, 60)));
        try (ChildProcess child =
                new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), work)) {
            int exit = child.awaitExit(SECONDS);
            judge(run, what, child, exit, place.goesOn(isError));
        }
        run.count("thrown: " + place, 1);
        run.round(what, DiskErrorCampaign.restarted(data, kind, promises));
    }

    private static ChildOptions options(
            Path data, JournalKind kind, Promises promises, String fault) {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            starts.add(promises.next("s" + i));
        }
        return ChildOptions.traffic(data, kind, starts, ChildWarmUp.ENDED_EPOCH_NANOS)
                .withWork(ChildOptions.Work.THROWS, REQUESTS)
                .withFault(fault);
    }

    private static void judge(
            CampaignRun run, String what, ChildProcess child, int exit, boolean goesOn)
            throws IOException {
        child.odd().forEach(odd -> run.fail(what + ": " + odd));
        run.require(child.figure("E") != null, what + ": nothing was thrown");
        run.require("0".equals(child.figure("wedged")), what + ": a producer is left waiting");
        long answered = figure(child, "answered") + figure(child, "failed");
        run.require(
                figure(child, "taken") == answered,
                what + ": of " + figure(child, "taken") + " taken " + answered + " were answered");
        if (goesOn) {
            run.require(exit == 0 && !child.failed(), what + ": the engine did not go on");
            run.count("wentOn", 1);
            return;
        }
        run.require(
                exit == ChildMain.STOPPED && child.failed(),
                what + ": exit code " + exit + " " + child.lastErrors());
        run.require(
                "told".equals(child.figure("lateComer")),
                what + ": who came later was " + child.figure("lateComer"));
        run.require(
                "0".equals(child.figure("O")),
                what + ": " + child.figure("O") + " calls of the journal after the fault");
        run.count("toldOfTheStop", Math.max(0, figure(child, "failed")));
    }

    private static long figure(ChildProcess child, String name) {
        String value = child.figure(name);
        return value == null ? -1 : Long.parseLong(value);
    }

    /** A callback that never returns: from outside that is a ring in which nobody is told. */
    private static void wedgeControl(CampaignRun run) throws IOException, InterruptedException {
        Path work = run.freshDirectory("throw-wedge");
        Promises promises = new Promises();
        ChildOptions options =
                options(work.resolve("data"), JournalKind.SEGMENT, promises, "hang-answer:20");
        try (ChildProcess child =
                new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), work)) {
            int exit = child.awaitExit(SECONDS);
            run.control(
                    "a stage that hangs leaves producers waiting",
                    exit == Throwing.WEDGED && figure(child, "wedged") > 0);
        }
        FileTree.delete(work);
    }

    /** A write that is left out without a word, and acknowledged. */
    private static void skipControl(CampaignRun run) throws IOException, InterruptedException {
        Path work = run.freshDirectory("throw-skip");
        Path data = work.resolve("data");
        Promises promises = new Promises();
        ChildOptions options = options(data, JournalKind.SEGMENT, promises, "skip-write:15");
        try (ChildProcess child =
                new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), work)) {
            child.awaitExit(SECONDS);
        }
        run.control(
                "a frame that is skipped silently is missed",
                !promises.check(ChildOptions.journal(data, JournalKind.SEGMENT)).isGood());
        FileTree.delete(work);
    }
}
