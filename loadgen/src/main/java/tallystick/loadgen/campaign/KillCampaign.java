package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/** R1: the process is killed with −9 under load, and started again on what it left. */
final class KillCampaign implements Campaign {

    private static final int KILLS_PER_DIRECTORY = 10;
    private static final int SENDERS = 6;
    private static final int LONGEST_MILLIS = 500;

    /** One of so many is killed before it is ready: while it recovers. */
    private static final int EARLY = 8;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String promise() {
        return "R1: kill -9 under load loses, repeats and reorders nothing acknowledged";
    }

    @Override
    public int usualRounds() {
        return 200;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        Path work = run.options().directory();
        ChildWarmUp.run(work);
        int rounds = run.options().rounds();
        for (int first = 0; first < rounds; first += KILLS_PER_DIRECTORY) {
            Path data = run.freshDirectory("kill");
            JournalKind kind =
                    first / KILLS_PER_DIRECTORY % 2 == 0
                            ? JournalKind.SEGMENT
                            : JournalKind.CHRONICLE;
            Promises promises = new Promises();
            Verdict last = null;
            for (int i = first; i < Math.min(rounds, first + KILLS_PER_DIRECTORY); i++) {
                last = kill(run, i, data, kind, promises, last);
            }
            restartHere(run, data, kind, promises);
            if (first == 0) {
                control(run, data, kind, promises);
            }
            FileTree.delete(data);
        }
        return run.result(this);
    }

    private static Verdict kill(
            CampaignRun run,
            int round,
            Path data,
            JournalKind kind,
            Promises promises,
            @org.jspecify.annotations.Nullable Verdict before)
            throws IOException, InterruptedException {
        SplittableRandom random = run.random(round);
        String what = "kill %d (%s)".formatted(round, kind);
        ChildOptions options =
                ChildOptions.traffic(data, kind, starts(promises), ChildWarmUp.ENDED_EPOCH_NANOS);
        long begin = System.nanoTime();
        try (ChildProcess child =
                new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), data)) {
            boolean early = before != null && random.nextInt(EARLY) == 0;
            if (early) {
                Thread.sleep(random.nextInt(LONGEST_MILLIS));
            } else {
                child.awaitReady();
                run.most("readyMillisMax", (System.nanoTime() - begin) / 1_000_000);
                Thread.sleep(random.nextInt(1, LONGEST_MILLIS));
            }
            child.kill();
            run.count("killedBeforeReady", child.isReady() ? 0 : 1);
            if (before != null && child.isReady()) {
                run.require(
                        child.readyDigest().equals(before.stateDigest())
                                && child.readyPosition() == before.lastPosition(),
                        what + ": the restarted engine has another state than a replay from zero");
                run.count("digestsCompared", 1);
            }
            child.odd().forEach(odd -> run.fail(what + ": " + odd));
        }
        Verdict verdict = promises.check(ChildOptions.journal(data, kind));
        run.round(what, verdict);
        run.count("unacknowledgedButThere", verdict.unacknowledged());
        return verdict;
    }

    private static List<Long> starts(Promises promises) {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            starts.add(promises.next("s" + i));
        }
        return starts;
    }

    /** The last one starts in this JVM: its state has to be that of a replay from zero. */
    private static void restartHere(CampaignRun run, Path data, JournalKind kind, Promises promises)
            throws IOException {
        Verdict left = promises.check(ChildOptions.journal(data, kind));
        EngineOptions options = EngineOptions.of(ChildOptions.journal(data, kind));
        try (LedgerEngine engine = Engines.open(options)) {
            run.require(
                    engine.query(LedgerState::digest).join().equals(left.stateDigest()),
                    data.getFileName() + ": restarted, the state is another one");
        }
        Verdict after = promises.check(ChildOptions.journal(data, kind));
        run.require(
                after.isGood() && after.lastPosition() == left.lastPosition(),
                data.getFileName() + ": after a restart " + after.inWords());
    }

    /** Lies that the same look at the same journal must see. */
    private static void control(CampaignRun run, Path data, JournalKind kind, Promises promises)
            throws IOException {
        promises.claim("never-sent", 7);
        run.control(
                "an id that was never sent is claimed to be acknowledged",
                promises.check(ChildOptions.journal(data, kind)).lost() == 1);
        promises.forget("never-sent");
        Map.Entry<String, Long> any = promises.any();
        promises.claim(any.getKey(), any.getValue() + 1);
        run.control(
                "an id is claimed to stand at another position",
                promises.check(ChildOptions.journal(data, kind)).moved() == 1);
        promises.claim(any.getKey(), any.getValue());
    }
}
