package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After one failure nothing is written, nothing is retried, and nothing unforced is shown. */
class PoisonTest {

    @TempDir Path temp;
    private final FaultyFiles files = new FaultyFiles();

    private Journal open(JournalKind kind) throws IOException {
        return Journals.open(Sample.options(temp.resolve("journal"), kind), files);
    }

    @ParameterizedTest
    @EnumSource
    void aFailedForceIsNeverRetried(JournalKind kind) throws Exception {
        long forced;
        try (Journal journal = open(kind)) {
            Sample.fill(journal, 20);
            forced = journal.lastForcedPosition();
            Sample.append(journal, Sample.countAt(forced + 1));
            files.failForce = true;
            IOException cause = assertThrows(IOException.class, journal::force);
            files.failForce = false;
            int forces = files.forces.get();
            JournalFailedException failed =
                    assertThrows(JournalFailedException.class, journal::force);
            assertSame(cause, failed.getCause());
            assertThrows(JournalFailedException.class, () -> Sample.append(journal, 1));
            assertEquals(forces, files.forces.get());
            assertEquals(forced, journal.lastForcedPosition());
            assertEquals(forced + 1, Sample.verify(journal, 0));
        }
        try (Journal journal = open(kind)) {
            // The frame may have survived in the page cache; then it was written anew.
            Sample.verify(journal, 0);
            Sample.fill(journal, 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedReservationPoisons(JournalKind kind) throws Exception {
        if (kind == JournalKind.SEGMENT) {
            // There it happens in the background, to a file that holds nothing: a refusal.
            return;
        }
        try (Journal journal = open(kind)) {
            Sample.fill(journal, 20);
            files.failReserve = true;
            assertThrows(IOException.class, () -> Sample.fill(journal, 1_000));
            files.failReserve = false;
            assertThrows(JournalFailedException.class, () -> Sample.append(journal, 1));
            assertThrows(JournalFailedException.class, journal::force);
            Sample.verify(journal, 0);
        }
    }

    @Test
    void aHalfWrittenFrameIsCutAtTheNextStart() throws Exception {
        long forced;
        try (Journal journal = open(JournalKind.SEGMENT)) {
            Sample.fill(journal, 20);
            forced = journal.lastForcedPosition();
            files.failWrite = true;
            byte[] payload = Sample.payload(1, 1, 1_000);
            assertThrows(IOException.class, () -> Sample.append(journal, 1, payload));
            files.failWrite = false;
            assertThrows(JournalFailedException.class, () -> Sample.append(journal, 1, payload));
            assertThrows(JournalFailedException.class, journal::force);
            assertEquals(forced, journal.lastAppendedPosition());
        }
        try (Journal journal = open(JournalKind.SEGMENT)) {
            assertEquals(forced, journal.lastForcedPosition());
            Sample.fill(journal, 20);
            Sample.verify(journal, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJournalThatCannotForceItsTailDoesNotOpen(JournalKind kind) throws Exception {
        Path copy = temp.resolve("copy");
        try (Journal journal = open(kind)) {
            Sample.fill(journal, 20);
            Sample.copy(temp.resolve("journal"), copy);
        }
        files.failForce = true;
        JournalOptions options = Sample.options(copy, kind);
        assertThrows(IOException.class, () -> Journals.open(options, files));
        files.failForce = false;
        // What no later frame vouches for is written anew, so this fails as well.
        files.failWrite = true;
        assertThrows(IOException.class, () -> Journals.open(options, files));
        files.failWrite = false;
        // The refusals left no lock behind.
        try (Journal journal = Journals.open(options, files)) {
            Sample.verify(journal, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskDoesNotPoison(JournalKind kind) throws Exception {
        try (Journal journal = open(kind)) {
            Sample.fill(journal, 20);
            files.full = true;
            assertThrows(JournalFullException.class, () -> Sample.fill(journal, 1_000));
            long appended = journal.lastAppendedPosition();
            assertFalse(journal.lastForcedPosition() < appended);
            Sample.verify(journal, 0);
            files.full = false;
            DiskFullTest.fillWithinSeconds(journal, 5);
            Sample.fill(journal, 500);
            Sample.verify(journal, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJournalBegunOnAFullDiskStartsWhenThereIsSpace(JournalKind kind) throws Exception {
        files.full = true;
        JournalOptions options =
                Sample.options(temp.resolve("journal"), kind)
                        .withSizes(32 * Sample.KIB, 16L << 20, 16L << 20, 16L * Sample.KIB);
        try (Journal journal = Journals.open(options, files)) {
            assertThrows(JournalFullException.class, () -> Sample.fill(journal, 1));
            assertThrows(JournalFullException.class, () -> Sample.fill(journal, 1));
            files.full = false;
            DiskFullTest.fillWithinSeconds(journal, 5);
            Sample.fill(journal, 10);
            Sample.verify(journal, 0);
        }
    }
}
