package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageRecord;

/** Followers share what is new, and each sees every event once and in order all the same. */
class FollowTest {

    /** More than is kept for followers. */
    private static final int MANY = 40_000;

    private static final int BATCH = 1_000;

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
    void whatIsNewIsDecodedOnce() {
        long before = engine.lastDurablePosition();
        try (EventTail first = engine.follow(before);
                EventTail second = engine.follow(before);
                EventTail own = engine.tail(before)) {
            record(0, 10);
            JournalEntry entry = first.poll();
            assertNotNull(entry);
            assertSame(entry, second.poll());
            JournalEntry other = own.poll();
            assertEquals(texts(List.of(entry)), texts(List.of(assertEntry(other))));
            assertNull(first.poll());
        }
    }

    @Test
    void whoIsFarBehindReadsTheSameAlone() {
        long before = engine.lastDurablePosition();
        try (EventTail ahead = engine.follow(before);
                EventTail behind = engine.follow(before)) {
            List<JournalEntry> early = new ArrayList<>();
            for (int from = 0; from < MANY; from += BATCH) {
                record(from, BATCH);
                early.addAll(drain(ahead));
            }
            List<JournalEntry> late = drain(behind);
            assertEquals(MANY, texts(early).size());
            assertEquals(texts(early), texts(late));
            assertNotSame(early.getFirst(), late.getFirst(), "what is old is not kept");
            assertSame(early.getLast(), late.getLast());
            record(MANY, 1);
            assertSame(ahead.poll(), behind.poll());
        }
    }

    @Test
    void aFollowerMayBeginInTheMiddleOfARunThatOthersHave() {
        long before = engine.lastDurablePosition();
        try (EventTail first = engine.follow(before)) {
            record(0, 10);
            assertNotNull(first.poll());
            try (EventTail middle = engine.follow(before + 4)) {
                JournalEntry rest = assertEntry(middle.poll());
                assertEquals(before + 5, rest.firstPosition());
                assertEquals(before + 10, rest.lastPosition());
                record(10, 5);
                assertSame(first.poll(), middle.poll());
            }
        }
    }

    /**
     * Whoever begins behind, stands still or jumps ahead, each has what a reader of its own has.
     */
    @Test
    void anyOrderOfFollowersGivesEachTheWholeRest() {
        Random random = new Random(20261122);
        for (int round = 0; round < 40; round++) {
            long base = engine.lastDurablePosition();
            List<EventTail> followers = new ArrayList<>();
            List<List<String>> seen = new ArrayList<>();
            List<Long> from = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                int what = random.nextInt(10);
                if (what < 3) {
                    record(round * 100_000 + step * 100, 1 + random.nextInt(60));
                } else if (what == 3 && followers.size() < 6) {
                    long after = base + random.nextLong(engine.lastDurablePosition() - base + 1);
                    followers.add(engine.follow(after));
                    seen.add(new ArrayList<>());
                    from.add(after);
                } else if (!followers.isEmpty()) {
                    int who = random.nextInt(followers.size());
                    JournalEntry entry = followers.get(who).poll();
                    if (entry != null) {
                        seen.get(who).addAll(texts(List.of(entry)));
                    }
                }
            }
            for (int who = 0; who < followers.size(); who++) {
                seen.get(who).addAll(texts(drain(followers.get(who))));
                followers.get(who).close();
                assertEquals(
                        texts(EngineFixture.entries(engine, from.get(who))),
                        seen.get(who),
                        "round " + round + ", follower " + who);
            }
        }
    }

    @Test
    void followersOnThreadsOfTheirOwnSeeEverythingWhileItIsWritten() throws Exception {
        long before = engine.lastDurablePosition();
        List<List<String>> seen = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<String> mine = new ArrayList<>();
            seen.add(mine);
            threads.add(Thread.ofPlatform().start(() -> follow(before, mine)));
        }
        for (int from = 0; from < MANY; from += 200) {
            record(from, 200);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> expected = texts(EngineFixture.entries(engine, before));
        assertEquals(MANY, expected.size());
        for (List<String> mine : seen) {
            assertEquals(expected, mine);
        }
    }

    private void follow(long after, List<String> seen) {
        try (EventTail tail = engine.follow(after)) {
            while (seen.size() < MANY) {
                if (!tail.await(20_000)) {
                    return;
                }
                seen.addAll(texts(drain(tail)));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFollowerWakesUpForWhatComesAndNobodyBeginsBeyondTheEnd() throws InterruptedException {
        long last = engine.lastDurablePosition();
        assertThrows(IllegalArgumentException.class, () -> engine.follow(last + 1).close());
        assertThrows(IllegalArgumentException.class, () -> engine.follow(-2).close());
        try (EventTail tail = engine.follow(last)) {
            assertNull(tail.poll());
            assertFalse(tail.await(20));
            record(0, 1);
            assertTrue(tail.await(5_000));
            assertNotNull(tail.poll());
            assertNull(tail.poll());
        }
    }

    private void record(int from, int count) {
        List<UsageRecord> batch = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            batch.add(World.usage(i % World.WALLETS, "id-" + i));
        }
        EngineFixture.ask(engine, new RecordUsage(batch, false));
    }

    private static List<JournalEntry> drain(EventTail tail) {
        List<JournalEntry> entries = new ArrayList<>();
        for (JournalEntry entry = tail.poll(); entry != null; entry = tail.poll()) {
            entries.add(entry);
        }
        return entries;
    }

    /** A line an event, so that entries cut in other places compare equal. */
    private static List<String> texts(List<JournalEntry> entries) {
        List<String> texts = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Ledger ledger
                    && ledger.event() instanceof UsageRecorded run) {
                run.records().forEach(usage -> texts.add(usage.position + " " + usage.id));
            } else {
                texts.add(entry.firstPosition() + " " + entry);
            }
        }
        return texts;
    }

    private static JournalEntry assertEntry(@Nullable JournalEntry entry) {
        return assertInstanceOf(JournalEntry.Ledger.class, entry);
    }
}
