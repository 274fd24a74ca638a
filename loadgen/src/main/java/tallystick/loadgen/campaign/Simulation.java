package tallystick.loadgen.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerRequest;
import tallystick.engine.Completion;
import tallystick.engine.EngineOptions;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.Engines;
import tallystick.engine.SteppedEngine;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalFullException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.pipeline.SteppedPipeline;

/**
 * One seed: several lives of an engine on a simulated disk, with a clock that jumps, senders that
 * send again, stages that run in an order that chance chooses, and a crash at the end of each life.
 * The same seed does the same.
 */
final class Simulation {

    /** 2026-01-15T12:00Z. */
    private static final long ENDED_EPOCH_NANOS = 1_768_478_400_000_000_000L;

    private static final int KIB = 1024;
    private static final int SENDERS = 3;
    private static final int RING_SLOTS = 16;
    private static final int IN_FLIGHT_RECORDS = 120;

    private final JournalOptions journal;
    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private final Promises promises = new Promises();
    private final CRC32C trace = new CRC32C();
    private final boolean[] waiting = new boolean[SENDERS];
    private long clockEpochNanos = ENDED_EPOCH_NANOS + 1_000_000_000L;

    private Simulation(Path directory, long seed, boolean liesAboutForce) {
        journal =
                JournalOptions.of(directory.resolve("journal"), JournalKind.SEGMENT)
                        .withSizes(32 * KIB, 128 * KIB, 128 * KIB, 8 * KIB);
        random = new SplittableRandom(seed);
        disk = new SimulatedDisk(liesAboutForce);
    }

    /**
     * What a seed came to.
     *
     * @param broken what was not as it must be, null when all was
     * @param trace of every step and answer: the same for the same seed
     * @param crashes how many lives ended by one
     */
    record Outcome(
            @Nullable String broken, long trace, long acknowledged, long crashes, Verdict last) {}

    /** Lives through a seed in an empty directory. */
    static Outcome run(Path directory, long seed, boolean liesAboutForce) throws IOException {
        return new Simulation(directory, seed, liesAboutForce).run();
    }

    private Outcome run() throws IOException {
        int lives = random.nextInt(2, 5);
        long crashes = 0;
        Verdict left = null;
        String broken = null;
        for (int life = 0; life < lives && broken == null; life++) {
            try {
                broken = live(life, left);
            } catch (JournalException refused) {
                broken = "refused at start: " + refused.getMessage();
            }
            crashes += disk.isOff() ? 1 : 0;
            disk.cut(random);
            if (broken == null) {
                left = promises.check(journal);
                broken = left.isGood() ? null : left.inWords();
                note(left.stateDigest());
            }
        }
        Verdict last = left == null ? Verdict.unreadable(promises.size(), "nothing") : left;
        return new Outcome(broken, trace.getValue(), promises.size(), crashes, last);
    }

    /** From a start to a crash; answers what is not as it must be. */
    private @Nullable String live(int life, @Nullable Verdict left) throws IOException {
        boolean crashes = random.nextInt(8) > 0;
        boolean byError = random.nextInt(4) == 0;
        // The first life sets up, and recovery itself may be cut off.
        long calls = random.nextInt(life == 0 ? 10 : 3, life == 0 ? 160 : 90);
        disk.powerOn(crashes ? calls : Long.MAX_VALUE, byError);
        EngineOptions options =
                EngineOptions.of(journal)
                        .withRing(RING_SLOTS, IN_FLIGHT_RECORDS, 0)
                        .withClock(() -> clockEpochNanos);
        SteppedEngine engine;
        try {
            engine = Engines.stepped(options, disk);
        } catch (IOException | UncheckedIOException cutOff) {
            if (disk.isOff()) {
                return null;
            }
            throw cutOff;
        }
        try {
            if (left != null && !engine.state().digest().equals(left.stateDigest())) {
                return "recovered, the state is not that of a replay from zero";
            }
            Arrays.fill(waiting, false);
            setUp(engine);
            int steps = random.nextInt(50, 400);
            for (int i = 0; i < steps && engine.failure() == null; i++) {
                step(engine);
            }
            if (engine.failure() != null && !disk.isOff()) {
                return "the engine stopped without a fault: " + engine.failure();
            }
            return null;
        } finally {
            boolean wasOff = disk.isOff();
            // A crash comes between two calls; what a clean end would write is not written.
            close(engine, wasOff);
        }
    }

    private void close(SteppedEngine engine, boolean wasOff) throws IOException {
        if (wasOff) {
            disk.cut(random);
        }
        try {
            engine.close();
        } catch (UncheckedIOException powerIsOff) {
            if (!disk.isOff()) {
                throw powerIsOff;
            }
        }
    }

    private void setUp(SteppedEngine engine) {
        for (LedgerRequest request : CampaignWorld.setUp()) {
            SteppedPipeline pipeline = engine.pipeline();
            if (engine.failure() != null || !pipeline.offer(request, unheard())) {
                return;
            }
            pipeline.decide(pipeline.undecided());
            pipeline.journal(pipeline.unjournaled());
            pipeline.acknowledge(pipeline.unanswered());
        }
    }

    private void step(SteppedEngine engine) {
        SteppedPipeline pipeline = engine.pipeline();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> send(pipeline);
            case 5, 6 -> {
                if (pipeline.undecided() > 0) {
                    pipeline.decide(random.nextInt(1, pipeline.undecided() + 1));
                }
            }
            case 7, 8 -> {
                if (pipeline.unjournaled() > 0) {
                    pipeline.journal(random.nextInt(1, pipeline.unjournaled() + 1));
                }
            }
            case 9 -> {
                if (pipeline.unanswered() > 0) {
                    pipeline.acknowledge(random.nextInt(1, pipeline.unanswered() + 1));
                }
            }
            case 10 -> clockEpochNanos += jump();
            default -> recordSize(engine);
        }
    }

    /** Mostly on; sometimes back by up to a day, or on by up to three. */
    private long jump() {
        return switch (random.nextInt(20)) {
            case 0 -> -random.nextLong(TimeUnit.DAYS.toNanos(1));
            case 1 -> random.nextLong(TimeUnit.DAYS.toNanos(3));
            default -> random.nextLong(TimeUnit.MILLISECONDS.toNanos(50));
        };
    }

    private void recordSize(SteppedEngine engine) {
        try {
            engine.journal().recordSize();
        } catch (IOException | JournalFullException notNow) {
            note("size not recorded");
        }
    }

    /** A sender's next request; now and then one that was answered long ago. */
    private void send(SteppedPipeline pipeline) {
        int index = random.nextInt(SENDERS);
        String sender = "s" + index;
        long next = promises.next(sender);
        boolean again = next > 0 && random.nextInt(4) == 0;
        if (!again && waiting[index]) {
            return;
        }
        long number = again ? random.nextLong(next) : next;
        LedgerRequest request = new Traffic(sender, ENDED_EPOCH_NANOS).request(number);
        if (!again) {
            promises.sent(sender, number);
        }
        try {
            if (pipeline.offer(request, answer(sender, number, request, again)) && !again) {
                waiting[index] = true;
            }
        } catch (EngineStoppedException stopped) {
            note("stopped");
        }
    }

    private Completion answer(String sender, long number, LedgerRequest request, boolean again) {
        return new Completion() {
            @Override
            public void answered(Answer answer) {
                if (answer.refusal() != null) {
                    // A hold of a life that was cut off may have expired under a jumping clock.
                    note("refused " + answer.refusal().code());
                }
                String positions = Positions.of(request, answer);
                note(sender + number + positions);
                if (again) {
                    promises.repeated(sender, number, Positions.parse(positions));
                } else {
                    waiting[Integer.parseInt(sender.substring(1))] = false;
                    promises.acknowledged(sender, number, Positions.parse(positions));
                }
            }

            @Override
            public void failed(Throwable cause) {
                note("failed");
            }
        };
    }

    /** The answers of the set-up are not looked at: it was answered the same in an earlier life. */
    private Completion unheard() {
        return new Completion() {
            @Override
            public void answered(Answer answer) {
                note("set up " + answer.position());
            }

            @Override
            public void failed(Throwable cause) {
                note("failed");
            }
        };
    }

    private void note(String what) {
        trace.update(what.getBytes(StandardCharsets.UTF_8));
    }
}
