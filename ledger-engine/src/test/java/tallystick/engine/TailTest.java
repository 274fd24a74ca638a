package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;

/** A reader sees every event once, in order, and can begin anywhere. */
class TailTest {

    @TempDir Path directory;
    private LedgerEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = EngineFixture.withWorld(directory);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aBatchIsOneEntryAndGivesBackEveryFactAndOutcome() {
        long before = engine.lastDurablePosition();
        UsageRecord home = World.usage(0, "a");
        UsageRecord roaming = World.roaming(1, "b");
        UsageRecord unknown = World.unsealed(2, "c");
        unknown.wallet = "nobody";
        unknown.hold = "hld-1";
        unknown.attributes = "{\"k\":1}";
        EngineFixture.record(engine, home, roaming, World.sealed(unknown));

        List<JournalEntry> entries = EngineFixture.entries(engine, before);

        assertEquals(1, entries.size());
        JournalEntry entry = entries.getFirst();
        assertEquals(before + 1, entry.firstPosition());
        assertEquals(before + 3, entry.lastPosition());
        assertEquals(World.NOW, entry.recordedEpochNanos());
        List<UsageRecord> run = run(entry);
        assertEquals(World.describe(home), World.describe(run.get(0)));
        assertEquals(World.describe(roaming), World.describe(run.get(1)));
        assertEquals(World.describe(unknown), World.describe(run.get(2)));
    }

    @Test
    void aTailMayBeginInTheMiddleOfARun() {
        long before = engine.lastDurablePosition();
        UsageRecord[] batch = new UsageRecord[10];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = World.usage(i % World.WALLETS, "id-" + i);
        }
        EngineFixture.record(engine, batch);
        for (int skipped = 0; skipped <= batch.length; skipped++) {
            List<JournalEntry> entries = EngineFixture.entries(engine, before + skipped);
            if (skipped == batch.length) {
                assertTrue(entries.isEmpty());
            } else {
                List<UsageRecord> run = run(entries.getFirst());
                assertEquals(batch.length - skipped, run.size());
                assertEquals("id-" + skipped, run.getFirst().id);
                assertEquals(before + skipped + 1, entries.getFirst().firstPosition());
            }
        }
    }

    @Test
    void aBatchLongerThanAFrameIsCutBetweenRecords() {
        long before = engine.lastDurablePosition();
        List<UsageRecord> batch = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            batch.add(World.usage(i % World.WALLETS, "id-" + i));
        }
        Answer answer = EngineFixture.ask(engine, new RecordUsage(batch, false));
        assertEquals(before + 20_000, answer.position());

        List<JournalEntry> entries = EngineFixture.entries(engine, before);

        assertTrue(entries.size() > 1, "frames of at most 1 MiB");
        int read = 0;
        for (JournalEntry entry : entries) {
            assertEquals(before + 1 + read, entry.firstPosition());
            for (UsageRecord usage : run(entry)) {
                assertEquals("id-" + read++, usage.id);
            }
        }
        assertEquals(20_000, read);
    }

    @Test
    void everyStartGivesTheSameRestOfTheJournal() {
        EngineFixture.record(engine, World.usage(0, "a"), World.usage(1, "b"));
        List<JournalEntry> all = EngineFixture.entries(engine, -1);
        assertEquals(0, all.getFirst().firstPosition());
        for (long after = -1; after < engine.lastDurablePosition(); after++) {
            long expected = after + 1;
            for (JournalEntry entry : EngineFixture.entries(engine, after)) {
                assertEquals(expected, entry.firstPosition());
                expected = entry.lastPosition() + 1;
            }
            assertEquals(engine.lastDurablePosition() + 1, expected);
        }
    }

    @Test
    void nobodyReadsBeyondTheEnd() {
        long last = engine.lastDurablePosition();
        assertThrows(IllegalArgumentException.class, () -> engine.tail(last + 1).close());
        assertThrows(IllegalArgumentException.class, () -> engine.tail(-2).close());
    }

    @Test
    void aTailWakesUpForWhatComes() throws InterruptedException {
        try (EventTail tail = engine.tail(engine.lastDurablePosition())) {
            assertNull(tail.poll());
            assertFalse(tail.await(20));
            EngineFixture.record(engine, World.usage(0, "a"));
            assertTrue(tail.await(5_000));
            assertInstanceOf(JournalEntry.Ledger.class, tail.poll());
            assertNull(tail.poll());
        }
    }

    @Test
    void aFoldOfTheTailIsTheLedgerWhileProducersWrite() throws Exception {
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            String prefix = "p" + p + "-";
            producers.add(Thread.ofPlatform().start(() -> produce(prefix)));
        }
        LedgerState fold = new LedgerState();
        try (EventTail tail = engine.tail(-1)) {
            while (producers.stream().anyMatch(Thread::isAlive)
                    || fold.lastPosition() < engine.lastDurablePosition()) {
                tail.await(5);
                for (JournalEntry entry = tail.poll(); entry != null; entry = tail.poll()) {
                    apply(entry, fold);
                }
            }
        }
        assertEquals(EngineFixture.digest(engine), fold.digest());
        assertEquals(World.setUp().size() + 4L * 50 * 40 - 1, engine.lastDurablePosition());
    }

    private void produce(String prefix) {
        for (int i = 0; i < 50; i++) {
            List<UsageRecord> batch = new ArrayList<>();
            for (int j = 0; j < 40; j++) {
                int wallet = (i + j) % World.WALLETS;
                String id = prefix + i + "-" + j;
                batch.add(j % 3 == 0 ? World.roaming(wallet, id) : World.usage(wallet, id));
            }
            Answer answer = EngineFixture.ask(engine, new RecordUsage(batch, false));
            assertEquals(batch.getLast().position, answer.position());
        }
    }

    private static void apply(JournalEntry entry, LedgerState fold) {
        if (entry instanceof JournalEntry.Ledger ledger) {
            if (ledger.event() instanceof UsageRecorded usage) {
                usage.records().forEach(new UsageIdentity()::identify);
            }
            fold.evolve(ledger.event(), ledger.firstPosition(), ledger.recordedEpochNanos());
        } else {
            fold.skip(entry.firstPosition(), entry.recordedEpochNanos());
        }
    }

    private static List<UsageRecord> run(JournalEntry entry) {
        LedgerEvent event = assertInstanceOf(JournalEntry.Ledger.class, entry).event();
        return assertInstanceOf(UsageRecorded.class, event).records();
    }
}
