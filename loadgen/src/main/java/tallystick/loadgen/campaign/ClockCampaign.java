package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/**
 * R9: the clock goes back a day, on three days, and back again, under the engine and between two of
 * its lives. Order is by position, recorded times never go back, nobody waits, and every step is
 * counted.
 */
final class ClockCampaign implements Campaign {

    private static final List<Long> STEPS_HOURS = List.of(-24L, 72L, 0L);
    private static final int REQUESTS = 40;
    private static final long LONGEST_ANSWER_MILLIS = 5_000;
    private static final String FAKE_TIME = "faketime/libfaketimeMT.so.1";

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String promise() {
        return "R9: a clock that steps changes no order, stops nothing, and is noticed";
    }

    @Override
    public int usualRounds() {
        return 40;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        for (int round = 0; round < run.options().rounds(); round++) {
            JournalKind kind = round % 2 == 0 ? JournalKind.SEGMENT : JournalKind.CHRONICLE;
            inside(run, round, kind);
        }
        Path library = Shell.library(FAKE_TIME);
        if (library == null) {
            run.skip(
                    "the clock of the C library",
                    "libfaketime is missing (Debian package faketime)");
        } else {
            ChildWarmUp.run(run.options().directory());
            for (JournalKind kind : JournalKind.values()) {
                outside(run, library, kind);
            }
        }
        return run.result(this);
    }

    /** Through the engine's own clock, and the one that Chronicle's files are named after. */
    private static void inside(CampaignRun run, int round, JournalKind kind) throws IOException {
        SplittableRandom random = run.random(round);
        String what = "round %d (%s)".formatted(round, kind);
        Path data = run.freshMemory("clock");
        AtomicLong offHours = new AtomicLong();
        Promises promises = new Promises();
        EngineOptions options =
                EngineOptions.of(
                                SmallJournal.options(data, kind)
                                        .withClock(() -> now(offHours) / 1_000_000))
                        .withClock(() -> now(offHours));
        long number = 0;
        long backwards = 0;
        for (int life = 0; life < 3; life++) {
            try (LedgerEngine engine = Engines.open(options)) {
                for (LedgerRequest request : CampaignWorld.setUp()) {
                    SmallJournal.ask(engine, request);
                }
                for (long hours : STEPS_HOURS) {
                    long before = now(offHours);
                    offHours.set(hours * (random.nextBoolean() ? 1 : -1));
                    backwards += now(offHours) < before ? 1 : 0;
                    number = send(run, what, engine, promises, number);
                }
                run.require(
                        engine.metrics().clockSteps() >= STEPS_HOURS.size() - 1,
                        what + ": %d steps counted".formatted(engine.metrics().clockSteps()));
                run.count("stepsCounted", engine.metrics().clockSteps());
            }
        }
        run.count("stepsBack", backwards);
        Verdict verdict = promises.check(options.journal());
        run.round(what, verdict);
        if (round == 0) {
            run.control("the clock did step: times as it told them would go back", backwards > 0);
            calm(run, data.resolveSibling("calm"));
        }
        FileTree.delete(data);
    }

    private static long now(AtomicLong offHours) {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
                + TimeUnit.HOURS.toNanos(offHours.get());
    }

    private static long send(
            CampaignRun run, String what, LedgerEngine engine, Promises promises, long first)
            throws IOException {
        Traffic traffic = new Traffic("s0", ChildWarmUp.ENDED_EPOCH_NANOS);
        for (long number = first; number < first + REQUESTS; number++) {
            promises.sent("s0", number);
            LedgerRequest request = traffic.request(number);
            long begin = System.nanoTime();
            String positions = Positions.of(request, SmallJournal.ask(engine, request));
            long millis = (System.nanoTime() - begin) / 1_000_000;
            run.most("longestAnswerMillis", millis);
            run.require(
                    millis < LONGEST_ANSWER_MILLIS, what + ": an answer took " + millis + " ms");
            promises.acknowledged("s0", number, Positions.parse(positions));
        }
        return first + REQUESTS;
    }

    /** Without a step none is counted: the counter can say no. */
    private static void calm(CampaignRun run, Path data) throws IOException {
        EngineOptions options = EngineOptions.of(SmallJournal.options(data, JournalKind.SEGMENT));
        try (LedgerEngine engine = Engines.open(options)) {
            SmallJournal.write(engine, new Promises(), REQUESTS);
            run.control("no step, none counted", engine.metrics().clockSteps() == 0);
        }
        FileTree.delete(data);
    }

    /** Through the C library, in a child whose clock is a file. */
    private static void outside(CampaignRun run, Path library, JournalKind kind)
            throws IOException, InterruptedException {
        Path work = run.freshDirectory("faketime");
        Path clock = work.resolve("clock");
        Files.writeString(clock, "+0d");
        Promises promises = new Promises();
        ChildOptions options =
                ChildOptions.traffic(
                        work.resolve("data"), kind, List.of(0L, 0L), ChildWarmUp.ENDED_EPOCH_NANOS);
        Map<String, String> environment =
                Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                        "FAKETIME_NO_CACHE", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "DONT_FAKE_MONOTONIC", "1");
        List<String> odd = new ArrayList<>();
        try (ChildProcess child =
                new ChildProcess(options, promises, environment, List.of("-Xmx256m"), work)) {
            child.awaitReady();
            for (String step : List.of("-1d", "+3d", "+0d")) {
                Files.writeString(clock, step);
                long stepped = System.nanoTime();
                Thread.sleep(300);
                run.require(
                        DiskFullCampaign.await(
                                5, () -> child.lastAnswerNanos() > stepped + 100_000_000),
                        kind + ": no answer within 5 s after the clock stepped " + step);
            }
            child.kill();
            odd.addAll(child.odd());
        }
        // Three days on, holds have expired, and a day back, usage has not ended yet: as it should.
        odd.removeIf(line -> line.contains("HOLD_CLOSED") || line.startsWith("suspended"));
        odd.forEach(line -> run.fail(kind + ", faketime: " + line));
        run.round(
                kind + ", faketime",
                promises.check(ChildOptions.journal(work.resolve("data"), kind)));
        restarted(run, work.resolve("data"), kind);
        FileTree.delete(work);
    }

    /** Back in the present: it starts, though the journal is three days ahead. */
    private static void restarted(CampaignRun run, Path data, JournalKind kind) throws IOException {
        try (LedgerEngine engine =
                Engines.open(EngineOptions.of(ChildOptions.journal(data, kind)))) {
            SmallJournal.ask(engine, CampaignWorld.setUp().getFirst());
            long ahead =
                    engine.query(LedgerState::lastRecordedEpochNanos).join()
                            - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            run.most("journalAheadOfClockHoursMax", TimeUnit.NANOSECONDS.toHours(ahead));
            run.require(
                    TimeUnit.NANOSECONDS.toHours(ahead) >= 71,
                    kind + ": the clock of the C library did not step: " + ahead);
            run.require(
                    engine.metrics().clockSteps() == 1,
                    kind + ": a clock behind the journal at the start is not counted");
        }
    }
}
