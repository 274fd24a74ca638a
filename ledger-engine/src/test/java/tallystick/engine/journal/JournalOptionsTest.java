package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JournalOptionsTest {

    private static final int KIB = 1024;

    private final JournalOptions options =
            JournalOptions.of(Path.of("/data/journal"), JournalKind.SEGMENT);

    @Test
    void theRecordLiesBesideTheJournalUnlessSaidOtherwise() {
        assertEquals(Path.of("/data/journal.size"), options.recordedSizeFile());
        JournalOptions elsewhere = options.withRecordedSizeFile(Path.of("/other/size"));
        assertEquals(Path.of("/other/size"), elsewhere.recordedSizeFile());
    }

    @Test
    void aRecordInsideTheJournalIsRefused() {
        Path inside = Path.of("/data/x/../journal/size");
        assertThrows(IllegalArgumentException.class, () -> options.withRecordedSizeFile(inside));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        refused(0, 128 * KIB, 128 * KIB, 0);
        refused(65 * KIB * KIB, 128 * KIB, 128 * KIB, 0);
        refused(KIB, 60 * KIB, 128 * KIB, 0);
        refused(KIB, 128 * KIB + 1, 128 * KIB, 0);
        refused(KIB, 128 * KIB, 63 * KIB, 0);
        refused(KIB, 128 * KIB, 128 * KIB, -1);
        refused(KIB, 128 * KIB, 128 * KIB, 124 * KIB);
        options.withSizes(KIB, 128 * KIB, 128 * KIB, 123 * KIB);
    }

    private void refused(int payload, long segment, long ahead, long reserve) {
        assertThrows(
                IllegalArgumentException.class,
                () -> options.withSizes(payload, segment, ahead, reserve));
    }
}
