package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/**
 * R10: one id, sent by a hundred threads as often as there are rounds each, while the node is
 * killed and started again. One event, one answer to all; another body under that id is a conflict.
 */
final class DuplicatesCampaign implements Campaign {

    private static final int THREADS = 100;
    private static final int KILLS = 3;
    private static final long LONGEST_SECONDS = 1_800;

    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public String promise() {
        return "R10: one id is one event and one answer, however often and from whom it comes";
    }

    /** Sends of each thread. */
    @Override
    public int usualRounds() {
        return 10_000;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        Path work = run.freshDirectory("duplicates");
        Path data = work.resolve("data");
        JournalKind kind = JournalKind.SEGMENT;
        Promises promises = new Promises();
        promises.sent("s0", 5);
        Map<String, Long> answers = new TreeMap<>();
        SplittableRandom random = run.random(0);
        long sends = run.options().rounds();
        long part = Math.max(1, sends / (KILLS + 1));
        for (int life = 0; life <= KILLS; life++) {
            // The last one sends to the end; the others are killed somewhere on the way.
            long first = life * part;
            ChildOptions options =
                    ChildOptions.traffic(
                                    data,
                                    kind,
                                    Collections.nCopies(THREADS, first),
                                    ChildWarmUp.ENDED_EPOCH_NANOS)
                            .withWork(ChildOptions.Work.DUPLICATES, sends);
            try (ChildProcess child =
                    new ChildProcess(options, promises, Map.of(), List.of("-Xmx512m"), work)) {
                child.awaitReady();
                if (life < KILLS) {
                    Thread.sleep(random.nextInt(100, 1_500));
                    child.kill();
                } else {
                    int exit = awaitExit(run, child);
                    run.require(exit == 0, "exit code " + exit + ": " + child.lastErrors());
                }
                for (String odd : child.odd()) {
                    run.fail("life " + life + ": " + odd);
                }
                child.counts()
                        .forEach(
                                (name, count) -> {
                                    if (name.startsWith("D ")) {
                                        answers.merge(name.substring(2), count, Long::sum);
                                    }
                                });
            }
        }
        judge(run, answers, promises, data, kind);
        control(run, data, kind);
        FileTree.delete(work);
        return run.result(this);
    }

    private static int awaitExit(CampaignRun run, ChildProcess child) throws InterruptedException {
        for (long waited = 0; waited < LONGEST_SECONDS; waited += 2) {
            int exit = child.awaitExit(2);
            if (exit >= 0) {
                return exit;
            }
            run.say("%,d answers so far".formatted(total(child.counts())));
        }
        return -1;
    }

    private static long total(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("D "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void judge(
            CampaignRun run,
            Map<String, Long> answers,
            Promises promises,
            Path data,
            JournalKind kind)
            throws IOException {
        List<String> same = new ArrayList<>();
        List<String> other = new ArrayList<>();
        long positionOfSame = -1;
        for (Map.Entry<String, Long> answer : answers.entrySet()) {
            (answer.getKey().startsWith("same") ? same : other).add(answer.getKey());
            String[] words = answer.getKey().split(" ", -1);
            if (words[0].equals("same")) {
                positionOfSame = Long.parseLong(words[2]);
            }
        }
        answers.forEach((answer, count) -> run.figure("answers: " + answer, count));
        run.require(
                same.size() == 1 && same.getFirst().startsWith("same STANDS"),
                "not one answer: " + same);
        run.require(
                other.size() == 1 && other.getFirst().equals("other CONFLICT " + positionOfSame),
                "not one conflict with it: " + other);
        promises.claim(DuplicateSenders.ID, positionOfSame);
        run.round("all sends", promises.check(ChildOptions.journal(data, kind)));
        run.acknowledged(answers.values().stream().mapToLong(Long::longValue).sum() - 1);
    }

    /** Two ids are two events: the comparison can tell them apart. */
    private static void control(CampaignRun run, Path data, JournalKind kind) throws IOException {
        Traffic traffic = new Traffic("s0", ChildWarmUp.ENDED_EPOCH_NANOS);
        try (LedgerEngine engine =
                Engines.open(EngineOptions.of(ChildOptions.journal(data, kind)))) {
            long before = engine.lastDurablePosition();
            UsageRecord one = traffic.usage("s0-6-0", 0);
            UsageRecord two = traffic.usage("s0-6-1", 0);
            SmallJournal.ask(
                    engine,
                    new LedgerRequest(
                            new RecordUsage(List.of(one, two), false), CampaignWorld.ACTOR, null));
            run.control(
                    "two ids are two events",
                    engine.lastDurablePosition() == before + 2 && one.position != two.position);
        }
    }
}
