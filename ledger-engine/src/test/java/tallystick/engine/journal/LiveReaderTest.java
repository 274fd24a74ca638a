package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers that follow while it is written. */
@Timeout(120)
class LiveReaderTest {

    @TempDir(factory = MemoryDirectory.class)
    Path temp;

    @ParameterizedTest
    @EnumSource
    void aReaderNeverPassesTheForcedPosition(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(Sample.options(temp.resolve("journal"), kind));
                FrameReader reader = journal.reader(0)) {
            Sample.append(journal, 1);
            assertFalse(reader.next());
            assertFalse(reader.await(20));
            journal.force();
            assertTrue(reader.await(0));
            assertTrue(reader.next());
            assertFalse(reader.next());
            Sample.append(journal, 1);
            Sample.append(journal, 1);
            assertFalse(reader.next());
            journal.force();
            assertTrue(reader.next());
            assertTrue(reader.next());
            assertEquals(2, reader.firstPosition());
            assertFalse(reader.next());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readersFollowThroughEveryFile(JournalKind kind) throws Exception {
        AtomicLong now = new AtomicLong(1_000_000_000_000L);
        JournalOptions options = Sample.options(temp.resolve("journal"), kind).withClock(now::get);
        try (Journal journal = Journals.open(options);
                ExecutorService pool = Executors.newFixedThreadPool(3)) {
            long frames = 3_000;
            List<Future<Long>> followers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                followers.add(pool.submit(() -> follow(journal, frames)));
            }
            SplittableRandom random = new SplittableRandom(42);
            for (int i = 0; i < frames; i++) {
                Sample.append(journal, Sample.countAt(journal.lastAppendedPosition() + 1));
                if (random.nextInt(3) == 0) {
                    journal.force();
                }
                now.addAndGet(500);
            }
            journal.force();
            for (Future<Long> follower : followers) {
                assertEquals(journal.lastForcedPosition(), follower.get(60, TimeUnit.SECONDS));
            }
        }
    }

    /** Reads that many frames and checks each; answers the last position. */
    private static long follow(Journal journal, long frames) throws Exception {
        try (FrameReader reader = journal.reader(0)) {
            long expected = 0;
            for (long i = 0; i < frames; i++) {
                while (!reader.next()) {
                    reader.await(1_000);
                }
                assertTrue(
                        reader.firstPosition() + reader.count() - 1
                                <= journal.lastForcedPosition());
                assertEquals(expected, reader.firstPosition());
                Sample.assertPayload(reader, Sample.payload(expected, reader.count()));
                expected += reader.count();
            }
            assertFalse(reader.next());
            return expected - 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void awaitingEndsWithTheForceAndNotBefore(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(Sample.options(temp.resolve("journal"), kind));
                ExecutorService pool = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 50; i++) {
                long position = i;
                Future<Boolean> waiting =
                        pool.submit(
                                () -> {
                                    try (FrameReader reader = journal.reader(position)) {
                                        return reader.await(30_000) && reader.next();
                                    }
                                });
                Sample.append(journal, 1);
                if (i % 10 == 0) {
                    Thread.sleep(20);
                    assertFalse(waiting.isDone());
                }
                journal.force();
                assertTrue(waiting.get(30, TimeUnit.SECONDS));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderOutlivesItsJournal(JournalKind kind) throws Exception {
        Journal journal = Journals.open(Sample.options(temp.resolve("journal"), kind));
        Sample.fill(journal, 300);
        try (FrameReader reader = journal.reader(0)) {
            assertTrue(reader.next());
            journal.close();
            int frames = 1;
            while (reader.next()) {
                frames++;
            }
            assertEquals(300, frames);
            assertFalse(reader.await(1));
        }
    }
}
