package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damage to acknowledged frames is found, named, and never served. */
class DamageTest {

    @TempDir(factory = MemoryDirectory.class)
    Path temp;

    private Path journal() {
        return temp.resolve("journal");
    }

    /** A cleanly closed journal of small frames. */
    private List<Sample.Place> closed(JournalKind kind) throws Exception {
        try (Journal journal = Journals.open(Sample.options(journal(), kind))) {
            for (int i = 0; i < 40; i++) {
                Sample.append(journal, 3, Sample.payload(i, 3, 60));
                journal.force();
            }
        }
        return Sample.places(journal(), kind);
    }

    private void assertRefused(JournalKind kind, Sample.Place damaged) {
        JournalException refusal =
                assertThrows(
                        JournalException.class,
                        () -> Journals.open(Sample.options(journal(), kind)).close());
        if (refusal instanceof JournalCorruptException corrupt) {
            assertEquals(damaged.firstPosition(), corrupt.position());
            assertEquals(damaged.file().toString(), corrupt.file());
        } else {
            assertEquals(
                    damaged.firstPosition() - 1,
                    ((JournalTruncatedException) refusal).lastPosition());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitOfAFrameIsRefusedAtStart(JournalKind kind) throws Exception {
        List<Sample.Place> places = closed(kind);
        int prefix = kind == JournalKind.SEGMENT ? 0 : FileLayout.DOCUMENT_HEADER_BYTES;
        for (Sample.Place place : List.of(places.getFirst(), places.get(20), places.getLast())) {
            for (int at = -prefix; at < place.bytes(); at++) {
                for (int bit = 0; bit < 8; bit++) {
                    Sample.flipBit(place.file(), place.offset() + at, bit);
                    assertRefused(kind, place);
                    Sample.flipBit(place.file(), place.offset() + at, bit);
                }
            }
        }
        Journals.open(Sample.options(journal(), kind)).close();
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitOfAFrameIsSeenByAReader(JournalKind kind) throws Exception {
        int prefix = kind == JournalKind.SEGMENT ? 0 : FileLayout.DOCUMENT_HEADER_BYTES;
        try (Journal journal = Journals.open(Sample.options(journal(), kind))) {
            Sample.fill(journal, 20);
            List<Sample.Place> places = Sample.places(journal(), kind);
            for (Sample.Place place : List.of(places.get(10), places.getLast())) {
                for (int at = -prefix; at < place.bytes(); at += at < 40 ? 1 : 101) {
                    Sample.flipBit(place.file(), place.offset() + at, at & 7);
                    assertSeen(journal, place);
                    Sample.flipBit(place.file(), place.offset() + at, at & 7);
                }
            }
            Sample.verify(journal, 0);
        }
    }

    private static void assertSeen(Journal journal, Sample.Place damaged) {
        try (FrameReader reader = journal.reader(0)) {
            JournalCorruptException seen =
                    assertThrows(
                            JournalCorruptException.class,
                            () -> {
                                while (reader.next()) {
                                    assertTrue(reader.firstPosition() < damaged.firstPosition());
                                }
                            });
            assertEquals(damaged.firstPosition(), seen.position());
            // It does not go away by asking again.
            assertThrows(JournalCorruptException.class, reader::next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileMissingInTheMiddleIsRefused(JournalKind kind) throws Exception {
        long[] now = {1_000_000_000_000L};
        JournalOptions options = Sample.options(journal(), kind).withClock(() -> now[0]);
        try (Journal journal = Journals.open(options)) {
            for (int i = 0; i < 5; i++) {
                Sample.fill(journal, 100);
                now[0] += 60_000;
            }
        }
        List<Sample.Place> places = Sample.places(journal(), kind);
        List<Path> files = Sample.frameFiles(journal(), kind);
        Path missing = files.get(1);
        long first =
                places.stream()
                        .filter(place -> place.file().equals(missing))
                        .findFirst()
                        .orElseThrow()
                        .firstPosition();
        Files.delete(missing);
        JournalCorruptException refusal =
                assertThrows(
                        JournalCorruptException.class,
                        () -> Journals.open(Sample.options(journal(), kind)));
        assertEquals(first, refusal.position());
    }

    @ParameterizedTest
    @EnumSource
    void aFrameOfAnotherVersionIsRefusedAndNotCut(JournalKind kind) throws Exception {
        List<Sample.Place> places = closed(kind);
        Files.delete(temp.resolve("journal.size"));
        Sample.overwrite(places.getLast().file(), places.getLast().offset() + 4, new byte[] {2});
        assertRefused(kind, places.getLast());
        assertRefused(kind, places.getLast());
    }

    @ParameterizedTest
    @EnumSource
    void anOldCopyIsRefused(JournalKind kind) throws Exception {
        Path backup = temp.resolve("backup");
        try (Journal journal = Journals.open(Sample.options(journal(), kind))) {
            Sample.fill(journal, 20);
        }
        Sample.copy(journal(), backup);
        long old;
        try (Journal journal = Journals.open(Sample.options(journal(), kind))) {
            old = journal.lastForcedPosition();
            Sample.fill(journal, 20);
        }
        JournalOptions restored =
                Sample.options(backup, kind).withRecordedSizeFile(temp.resolve("journal.size"));
        JournalTruncatedException refusal =
                assertThrows(JournalTruncatedException.class, () -> Journals.open(restored));
        assertEquals(old, refusal.lastPosition());
    }

    @ParameterizedTest
    @EnumSource
    void aLostJournalIsRefused(JournalKind kind) throws Exception {
        closed(kind);
        JournalOptions elsewhere =
                Sample.options(temp.resolve("empty"), kind)
                        .withRecordedSizeFile(temp.resolve("journal.size"));
        assertThrows(JournalTruncatedException.class, () -> Journals.open(elsewhere));
    }

    @Test
    void aDamagedRecordIsRefused() throws Exception {
        closed(JournalKind.SEGMENT);
        Path record = temp.resolve("journal.size");
        String good = Files.readString(record);
        for (String bad : List.of("", "\n", good.strip(), good.replace("119", "118"), "x" + good)) {
            Files.writeString(record, bad);
            assertThrows(
                    JournalCorruptException.class,
                    () -> Journals.open(Sample.options(journal(), JournalKind.SEGMENT)));
        }
        Files.writeString(record, good);
        Journals.open(Sample.options(journal(), JournalKind.SEGMENT)).close();
    }

    @ParameterizedTest
    @EnumSource
    void aJournalOfTheOtherKindIsRefused(JournalKind kind) throws Exception {
        closed(kind);
        JournalKind other =
                kind == JournalKind.SEGMENT ? JournalKind.CHRONICLE : JournalKind.SEGMENT;
        assertThrows(IOException.class, () -> Journals.open(Sample.options(journal(), other)));
    }
}
