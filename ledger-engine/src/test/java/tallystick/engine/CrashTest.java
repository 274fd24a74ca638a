package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.AssertionFailedError;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** A crash at any moment loses nothing that was acknowledged, and nothing is there twice. */
class CrashTest {

    private static final int SEEDS = 25;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void aCopyTakenWhileRunningHasEverythingAcknowledgedBefore(JournalKind kind) throws Exception {
        Path live = directory.resolve("live");
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        try (LedgerEngine engine = Engines.open(EngineFixture.options(live, kind))) {
            EngineFixture.setUp(engine);
            Thread producer = Thread.ofPlatform().start(() -> produce(engine, acknowledged));
            for (int round = 0; round < 5; round++) {
                Thread.sleep(40);
                Map<String, Long> promised = new HashMap<>(acknowledged);
                Path copy = directory.resolve("copy-" + round);
                copy(live, copy);
                assertHolds(promised, EngineFixture.options(copy, kind));
            }
            producer.interrupt();
            producer.join();
        }
        assertFalse(acknowledged.isEmpty());
        assertHolds(acknowledged, EngineFixture.options(live, kind));
    }

    @Test
    void negativeControlAPromiseThatWasNotKeptIsNoticed() throws IOException {
        EngineFixture.withWorld(directory).close();
        EngineOptions options = EngineFixture.options(directory, JournalKind.SEGMENT);
        assertHolds(Map.of(), options);
        assertThrows(
                AssertionFailedError.class, () -> assertHolds(Map.of("never sent", 7L), options));
    }

    /**
     * The journal breaks somewhere, in an append or a force; then the same again on what is left.
     */
    @Test
    void afterFaultsAtRandomPlacesTheAcknowledgedIsThereOnce() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EngineOptions options =
                    EngineFixture.options(directory.resolve("seed-" + seed), JournalKind.SEGMENT);
            Map<String, Long> acknowledged = new ConcurrentHashMap<>();
            for (int life = 0; life < 3; life++) {
                live(options, random, life, acknowledged);
            }
            assertHolds(acknowledged, options);
        }
    }

    private static void live(
            EngineOptions options,
            SplittableRandom random,
            int life,
            Map<String, Long> acknowledged)
            throws IOException, InterruptedException {
        StagedJournal journal = new StagedJournal(Journals.open(options.journal()));
        try (LedgerEngine engine = Engines.open(options, journal)) {
            if (life == 0) {
                EngineFixture.setUp(engine);
            }
            int fatal = random.nextInt(1, 12);
            int[] steps = new int[1];
            StagedJournal.Step fault =
                    () -> {
                        if (++steps[0] >= fatal) {
                            throw new IOException("crash");
                        }
                    };
            journal.beforeAppend(random.nextBoolean() ? fault : null);
            journal.beforeForce(fault);
            List<Thread> producers = new ArrayList<>();
            for (int p = 0; p < 3; p++) {
                long seed = random.nextLong();
                producers.add(
                        Thread.ofPlatform().start(() -> retryForEver(engine, seed, acknowledged)));
            }
            for (Thread producer : producers) {
                producer.join();
            }
            assertFalse(engine.isReady());
        }
    }

    /** Sends the same few ids again and again, as a gateway does that never got its answer. */
    private static void retryForEver(
            LedgerEngine engine, long seed, Map<String, Long> acknowledged) {
        SplittableRandom random = new SplittableRandom(seed);
        try {
            while (true) {
                List<UsageRecord> batch = new ArrayList<>();
                for (int i = random.nextInt(1, 5); i > 0; i--) {
                    int number = random.nextInt(500);
                    batch.add(World.usage(number % World.WALLETS, "id-" + number));
                }
                TestCompletion completion = new TestCompletion();
                engine.submit(World.request(new RecordUsage(batch, false)), completion);
                completion.answer();
                for (UsageRecord usage : batch) {
                    Long before = acknowledged.putIfAbsent(usage.id, usage.position);
                    assertTrue(before == null || before == usage.position, usage.id);
                }
            }
        } catch (EngineBusyException | IllegalStateException | EngineStoppedException stopped) {
            assertFalse(engine.isReady(), stopped::toString);
        }
    }

    private static void produce(LedgerEngine engine, Map<String, Long> acknowledged) {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            UsageRecord[] batch = new UsageRecord[20];
            for (int j = 0; j < batch.length; j++) {
                batch[j] = World.usage(j % World.WALLETS, i + "-" + j);
            }
            try {
                Answer answer = EngineFixture.record(engine, batch);
                assertEquals(batch[19].position, answer.position());
            } catch (IllegalStateException | EngineStoppedException stopped) {
                return;
            }
            for (UsageRecord usage : batch) {
                acknowledged.put(usage.id, usage.position);
            }
        }
    }

    /** The size first: the journal may be ahead of its recorded size, never behind. */
    private static void copy(Path live, Path copy) throws IOException {
        Files.createDirectories(copy);
        Path size = live.resolve("journal.size");
        if (Files.exists(size)) {
            Files.copy(size, copy.resolve("journal.size"));
        }
        try (Stream<Path> files = Files.walk(live.resolve("journal"))) {
            for (Path file : files.sorted().toList()) {
                try {
                    Files.copy(file, copy.resolve(live.relativize(file)));
                } catch (NoSuchFileException vanished) {
                    // A segment being prepared is renamed when ready; before, it holds no event.
                    assertTrue(file.toString().endsWith(".draft"), file::toString);
                }
            }
        }
    }

    private static void assertHolds(Map<String, Long> promised, EngineOptions options)
            throws IOException {
        try (LedgerEngine engine = Engines.open(options)) {
            Map<String, Long> found = new HashMap<>();
            LedgerState fold = new LedgerState();
            for (JournalEntry entry : EngineFixture.entries(engine, -1)) {
                JournalEntry.Ledger ledger = (JournalEntry.Ledger) entry;
                if (ledger.event() instanceof UsageRecorded run) {
                    for (UsageRecord usage : run.records()) {
                        new UsageIdentity().identify(usage);
                        assertEquals(null, found.put(usage.id, usage.position), "twice");
                    }
                }
                fold.evolve(ledger.event(), ledger.firstPosition(), ledger.recordedEpochNanos());
            }
            promised.forEach((id, position) -> assertEquals(position, found.get(id), id));
            assertEquals(fold.digest(), EngineFixture.digest(engine));
            assertTrue(fold.isBalanced());
        }
    }
}
