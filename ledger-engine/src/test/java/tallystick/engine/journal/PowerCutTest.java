package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The image of a file system, copied while the journal on it is in use, holds what has reached the
 * device and nothing of what is in the page cache.
 */
class PowerCutTest {

    private static final int DISK_MIB = 24;
    private static final int CUTS = 4;

    @TempDir Path temp;
    private final FaultyFiles files = new FaultyFiles();
    private long nowMillis = 1_000_000_000_000L;

    @BeforeEach
    void rootOnly() {
        SmallDisk.assumeRoot();
        files.deviceCache = true;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasForcedSurvives(JournalKind kind) throws Exception {
        long[] forced = cut(kind);
        for (int i = 0; i < CUTS; i++) {
            assertTrue(survived(kind, i) >= forced[i], "cut " + i);
        }
    }

    /** The control: the same test loses events when forces are left out. */
    @ParameterizedTest
    @EnumSource
    void withoutForcesItIsLost(JournalKind kind) throws Exception {
        files.lieAboutForce = true;
        long[] forced = cut(kind);
        boolean lost = false;
        for (int i = 0; i < CUTS; i++) {
            lost |= survived(kind, i) < forced[i];
        }
        assertTrue(lost);
    }

    private JournalOptions options(Path disk, JournalKind kind) {
        return Sample.options(disk.resolve("journal"), kind)
                .withRecordedSizeFile(temp.resolve("size"))
                .withClock(() -> nowMillis);
    }

    /** Copies the disk at several moments; answers what was forced at each. */
    private long[] cut(JournalKind kind) throws Exception {
        long[] forced = new long[CUTS];
        Path image = temp.resolve("image");
        SmallDisk.format(image, DISK_MIB);
        try (SmallDisk disk = SmallDisk.ofImage(image, temp.resolve("disk"));
                Journal journal = Journals.open(options(disk.path(), kind), files)) {
            for (int i = 0; i < CUTS; i++) {
                Sample.fill(journal, 101);
                appendAcrossFiles(journal);
                journal.force();
                forced[i] = journal.lastForcedPosition();
                for (int more = 0; more < i; more++) {
                    Sample.append(journal, Sample.countAt(journal.lastAppendedPosition() + 1));
                }
                Files.copy(image, temp.resolve("image-" + i));
            }
        }
        Files.delete(temp.resolve("size"));
        return forced;
    }

    /** One force has to do for frames in several files. */
    private void appendAcrossFiles(Journal journal) throws Exception {
        for (int frame = 0; frame < 300; frame++) {
            Sample.append(journal, Sample.countAt(journal.lastAppendedPosition() + 1));
            nowMillis += 500;
        }
    }

    /** Starts on a copy and reads all of it; answers the last position there. */
    private long survived(JournalKind kind, int number) throws Exception {
        Path image = temp.resolve("image-" + number);
        try (SmallDisk disk = SmallDisk.ofImage(image, temp.resolve("disk-" + number));
                Journal journal = Journals.open(options(disk.path(), kind))) {
            Sample.verify(journal, 0);
            return journal.lastForcedPosition();
        } catch (JournalCorruptException unordered) {
            // Without forces the device may have later frames and not the earlier ones.
            return unordered.position() - 1;
        } finally {
            Files.deleteIfExists(temp.resolve("size"));
        }
    }
}
