package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an interrupted write leaves is cut; what was acknowledged is not. */
class TornTailTest {

    private static final int LAST_PAYLOAD_BYTES = 45;

    @TempDir(factory = MemoryDirectory.class)
    Path temp;

    /** A crashed journal whose last frame holds one event, forced but not on record. */
    private Path crashed(JournalKind kind) throws Exception {
        Path copy = temp.resolve("crashed");
        try (Journal journal = Journals.open(Sample.options(temp.resolve("journal"), kind))) {
            Sample.fill(journal, 30);
            Sample.append(journal, 1, Sample.payload(7, 1, LAST_PAYLOAD_BYTES));
            journal.force();
            Sample.copy(temp.resolve("journal"), copy);
        }
        return copy;
    }

    private Path fresh(Path crashed, int number) throws IOException {
        return Sample.copy(crashed, temp.resolve("case-" + number));
    }

    @ParameterizedTest
    @EnumSource
    void aTailCutAtEveryByteIsRemoved(JournalKind kind) throws Exception {
        Path crashed = crashed(kind);
        Sample.Place last = Sample.places(crashed, kind).getLast();
        int prefix = prefixBytes(kind);
        for (int kept = 0; kept < prefix + last.bytes(); kept++) {
            Path directory = fresh(crashed, kept);
            Path file = directory.resolve(crashed.relativize(last.file()));
            Sample.truncate(file, last.offset() - prefix + kept);
            assertGoesOn(directory, kind, last.firstPosition() - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTailZeroedFromEveryByteIsRemoved(JournalKind kind) throws Exception {
        Path crashed = crashed(kind);
        Sample.Place last = Sample.places(crashed, kind).getLast();
        int prefix = prefixBytes(kind);
        int total = prefix + last.bytes();
        byte[] original = new byte[total];
        System.arraycopy(
                Files.readAllBytes(last.file()), (int) last.offset() - prefix, original, 0, total);
        for (int kept = 0; kept < total; kept++) {
            if (isZero(original, kept)) {
                continue;
            }
            Path directory = fresh(crashed, kept);
            Path file = directory.resolve(crashed.relativize(last.file()));
            Sample.overwrite(file, last.offset() - prefix + kept, new byte[total - kept]);
            assertGoesOn(directory, kind, last.firstPosition() - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTailWhoseBeginningNeverArrivedIsRemoved(JournalKind kind) throws Exception {
        Path crashed = crashed(kind);
        Sample.Place last = Sample.places(crashed, kind).getLast();
        for (int missing = 1; missing < last.bytes(); missing += 3) {
            Path directory = fresh(crashed, missing);
            Path file = directory.resolve(crashed.relativize(last.file()));
            Sample.overwrite(file, last.offset(), new byte[missing]);
            assertGoesOn(directory, kind, last.firstPosition() - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTailOnRecordIsNeverCut(JournalKind kind) throws Exception {
        Path crashed = crashed(kind);
        Sample.Place last = Sample.places(crashed, kind).getLast();
        int prefix = prefixBytes(kind);
        for (int kept = 0; kept < prefix + last.bytes(); kept++) {
            Path directory = fresh(crashed, kept);
            new RecordedSize(temp.resolve("case-" + kept + ".size"), new LinuxFiles())
                    .write(last.firstPosition());
            Path file = directory.resolve(crashed.relativize(last.file()));
            Sample.truncate(file, last.offset() - prefix + kept);
            JournalException refusal =
                    assertThrows(
                            JournalException.class,
                            () -> Journals.open(Sample.options(directory, kind)));
            assertNames(refusal, last.firstPosition());
        }
    }

    @ParameterizedTest
    @EnumSource
    void framesOfOneForceMayArriveInAnyOrder(JournalKind kind) throws Exception {
        Path copy = temp.resolve("copy");
        long forced;
        try (Journal journal = Journals.open(Sample.options(temp.resolve("journal"), kind))) {
            Sample.fill(journal, 10);
            forced = journal.lastForcedPosition();
            for (int i = 0; i < 4; i++) {
                Sample.append(journal, 1, Sample.payload(i, 1, 500));
            }
            Sample.copy(temp.resolve("journal"), copy);
        }
        List<Sample.Place> places = Sample.places(copy, kind);
        Sample.Place second = places.get(places.size() - 3);
        Sample.overwrite(second.file(), second.offset() + 100, new byte[200]);
        // The first of the four is whole and stays; the third and fourth go with the second.
        assertGoesOn(copy, kind, forced + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aHoleBeforeALaterForceIsRefused(JournalKind kind) throws Exception {
        Path crashed = crashed(kind);
        List<Sample.Place> places = Sample.places(crashed, kind);
        Sample.Place lastButOne = places.get(places.size() - 2);
        Sample.overwrite(
                lastButOne.file(), lastButOne.offset() + 4, new byte[lastButOne.bytes() - 4]);
        JournalCorruptException refusal =
                assertThrows(
                        JournalCorruptException.class,
                        () -> Journals.open(Sample.options(crashed, kind)));
        assertEquals(lastButOne.firstPosition(), refusal.position());
        assertEquals(lastButOne.file().toString(), refusal.file());
    }

    private static void assertNames(JournalException refusal, long position) {
        if (refusal instanceof JournalCorruptException corrupt) {
            assertEquals(position, corrupt.position());
        } else {
            assertEquals(position, ((JournalTruncatedException) refusal).recordedPosition());
        }
    }

    /** Opens, looks at the last position, writes more, and does it all once again. */
    private static void assertGoesOn(Path directory, JournalKind kind, long lastPosition)
            throws Exception {
        long last = lastPosition;
        // The second opening finds what the first one made of it.
        for (int round = 0; round < 2; round++) {
            try (Journal journal = Journals.open(Sample.options(directory, kind))) {
                assertEquals(last, journal.lastForcedPosition());
                Sample.fill(journal, 2);
                last = journal.lastForcedPosition();
                try (FrameReader reader = journal.reader(0)) {
                    long position = 0;
                    while (reader.next()) {
                        assertEquals(position, reader.firstPosition());
                        position += reader.count();
                    }
                    assertEquals(last + 1, position);
                }
            }
        }
    }

    private static int prefixBytes(JournalKind kind) {
        return kind == JournalKind.SEGMENT ? 0 : FileLayout.DOCUMENT_HEADER_BYTES;
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
