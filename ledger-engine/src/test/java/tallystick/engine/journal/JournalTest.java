package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {

    @TempDir(factory = MemoryDirectory.class)
    Path temp;

    private JournalOptions options(JournalKind kind) {
        return Sample.options(temp.resolve("journal"), kind);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyJournalHasNoPosition(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind));
                FrameReader reader = journal.reader(0)) {
            assertEquals(Journal.NO_POSITION, journal.lastAppendedPosition());
            assertEquals(Journal.NO_POSITION, journal.lastForcedPosition());
            assertFalse(reader.next());
            assertFalse(reader.await(0));
            journal.force();
            assertEquals(Journal.NO_POSITION, journal.lastForcedPosition());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsForcedIsReadBackAcrossManyFiles(JournalKind kind) throws Exception {
        long[] now = {1_000_000_000_000L};
        try (Journal journal = Journals.open(options(kind).withClock(() -> now[0]))) {
            for (int i = 0; i < 20; i++) {
                Sample.fill(journal, 50);
                now[0] += 25_000;
            }
            assertEquals(journal.lastAppendedPosition(), journal.lastForcedPosition());
            Sample.verify(journal, 0);
            assertTrue(Sample.frameFiles(temp.resolve("journal"), kind).size() > 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void framesOfEverySizeAreReadBack(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind))) {
            for (int size = 0; size < 300; size++) {
                Sample.append(journal, 1, Sample.payload(size, 1, size));
            }
            Sample.append(journal, 1, Sample.payload(300, 1, 32 * Sample.KIB));
            journal.force();
            try (FrameReader reader = journal.reader(0)) {
                for (int size = 0; size < 300; size++) {
                    assertTrue(reader.next());
                    Sample.assertPayload(reader, Sample.payload(size, 1, size));
                }
                assertTrue(reader.next());
                Sample.assertPayload(reader, Sample.payload(300, 1, 32 * Sample.KIB));
                assertFalse(reader.next());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderStartsAtTheFrameThatContainsThePosition(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind))) {
            Sample.fill(journal, 200);
            long last = journal.lastForcedPosition();
            for (long position = 0; position <= last; position++) {
                try (FrameReader reader = journal.reader(position)) {
                    assertTrue(reader.await(0));
                    assertTrue(reader.next());
                    assertTrue(reader.firstPosition() <= position);
                    assertTrue(position < reader.firstPosition() + reader.count());
                    byte[] expected = Sample.payload(reader.firstPosition(), reader.count());
                    Sample.assertPayload(reader, expected);
                }
            }
            try (FrameReader reader = journal.reader(last + 1)) {
                assertFalse(reader.next());
                Sample.fill(journal, 1);
                assertTrue(reader.next());
                assertEquals(last + 1, reader.firstPosition());
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> journal.reader(journal.lastForcedPosition() + 2));
            assertThrows(IllegalArgumentException.class, () -> journal.reader(-1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJournalGoesOnWhereItWasClosed(JournalKind kind) throws Exception {
        long last = Journal.NO_POSITION;
        for (int round = 0; round < 8; round++) {
            try (Journal journal = Journals.open(options(kind))) {
                assertEquals(last, journal.lastForcedPosition());
                assertEquals(last, journal.lastAppendedPosition());
                Sample.fill(journal, 100);
                Sample.verify(journal, 0);
                last = journal.lastForcedPosition();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void disorderAndWrongSizesAreRefusedAndHarmless(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind))) {
            UnsafeBuffer payload = new UnsafeBuffer(new byte[64 * Sample.KIB]);
            Class<IllegalArgumentException> refused = IllegalArgumentException.class;
            assertThrows(refused, () -> journal.append(1, 1, payload, 0, 8));
            assertThrows(refused, () -> journal.append(0, 0, payload, 0, 8));
            assertThrows(refused, () -> journal.append(0, 1, payload, 0, -1));
            assertThrows(refused, () -> journal.append(0, 1, payload, 0, 32 * Sample.KIB + 1));
            Sample.fill(journal, 10);
            assertThrows(refused, () -> journal.append(0, 1, payload, 0, 8));
            Sample.fill(journal, 10);
            Sample.verify(journal, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedJournalTakesNothing(JournalKind kind) throws Exception {
        Journal journal = Journals.open(options(kind));
        Sample.fill(journal, 3);
        journal.close();
        journal.close();
        assertThrows(IllegalStateException.class, () -> Sample.append(journal, 1));
        assertThrows(IllegalStateException.class, journal::force);
    }

    @ParameterizedTest
    @EnumSource
    void openerWriterAndCloserMayBeDifferentThreads(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind))) {
            try (ExecutorService one = Executors.newSingleThreadExecutor();
                    ExecutorService other = Executors.newSingleThreadExecutor()) {
                for (int i = 0; i < 6; i++) {
                    ExecutorService writer = i % 2 == 0 ? one : other;
                    writer.submit(
                                    () -> {
                                        Sample.fill(journal, 100);
                                        return true;
                                    })
                            .get();
                }
            }
            Sample.verify(journal, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJournalCanBeReadWithoutOpeningItForWriting(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(options(kind))) {
            Sample.fill(journal, 100);
            // Beside a writer, and without touching its lock.
            try (FrameReader reader = Journals.readOnly(options(kind), 0)) {
                long position = 0;
                while (reader.next()) {
                    assertEquals(position, reader.firstPosition());
                    position += reader.count();
                }
                assertEquals(journal.lastForcedPosition() + 1, position);
            }
        }
    }
}
