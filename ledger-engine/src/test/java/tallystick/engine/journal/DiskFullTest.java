package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that really is full: refusals with a type, reads go on, and it resumes by itself. */
class DiskFullTest {

    private static final int DISK_MIB = 12;

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource({"SEGMENT,tmpfs", "SEGMENT,ext4", "CHRONICLE,tmpfs", "CHRONICLE,ext4"})
    void aFullDiskRefusesAndResumes(JournalKind kind, String fileSystem) throws Exception {
        SmallDisk.assumeRoot();
        try (SmallDisk disk = mount(fileSystem)) {
            JournalOptions options =
                    Sample.options(disk.path().resolve("journal"), kind)
                            .withRecordedSizeFile(temp.resolve("size"));
            refuseAndResume(options, disk.path().resolve("ballast"));
        }
    }

    private static void refuseAndResume(JournalOptions options, Path ballast) throws Exception {
        Files.write(ballast, new byte[4 << 20]);
        long last;
        try (Journal journal = Journals.open(options)) {
            for (int round = 0; round < 3; round++) {
                fillTheDisk(journal);
                assertReserveIsThere(journal);
                Sample.verify(journal, 0);
                if (round == 0) {
                    Files.delete(ballast);
                    fillWithinSeconds(journal, 5);
                }
            }
            last = journal.lastForcedPosition();
        }
        try (Journal journal = Journals.open(options)) {
            assertEquals(last, journal.lastForcedPosition());
            Sample.verify(journal, 0);
        }
    }

    /** Appends until refused; what was appended before must force. */
    private static void fillTheDisk(Journal journal) throws Exception {
        JournalFullException refusal =
                assertThrows(
                        JournalFullException.class,
                        () -> {
                            while (true) {
                                long next = journal.lastAppendedPosition() + 1;
                                Sample.append(journal, Sample.countAt(next));
                                if (next % 64 == 0) {
                                    journal.force();
                                }
                            }
                        });
        assertTrue(String.valueOf(refusal.getMessage()).contains("no space"), refusal::toString);
        journal.force();
        assertEquals(journal.lastAppendedPosition(), journal.lastForcedPosition());
    }

    private static void assertReserveIsThere(Journal journal) throws Exception {
        long position = journal.lastAppendedPosition() + 1;
        int count = Sample.countAt(position);
        byte[] payload = Sample.payload(position, count);
        journal.appendControl(position, count, new UnsafeBuffer(payload), 0, payload.length);
        journal.force();
        assertThrows(JournalFullException.class, () -> Sample.fill(journal, 100));
    }

    /** Tries as a caller that was refused would, until it is accepted. */
    static void fillWithinSeconds(Journal journal, int seconds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                Sample.fill(journal, 1);
                return;
            } catch (JournalFullException full) {
                assertTrue(System.nanoTime() < deadline, "no resumption");
                Thread.sleep(20);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SEGMENT,tmpfs", "SEGMENT,ext4", "CHRONICLE,tmpfs", "CHRONICLE,ext4"})
    void aJournalOpensAndIsReadOnAFullDisk(JournalKind kind, String fileSystem) throws Exception {
        SmallDisk.assumeRoot();
        try (SmallDisk disk = mount(fileSystem)) {
            JournalOptions options =
                    Sample.options(disk.path().resolve("journal"), kind)
                            .withRecordedSizeFile(temp.resolve("size"));
            try (Journal journal = Journals.open(options)) {
                Sample.fill(journal, 50);
            }
            Path ballast = disk.path().resolve("ballast");
            fillWithBallast(ballast);
            try (Journal journal = Journals.open(options)) {
                Sample.verify(journal, 0);
                fillTheDisk(journal);
                Sample.verify(journal, 0);
                Files.delete(ballast);
                fillWithinSeconds(journal, 5);
                Sample.verify(journal, 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SEGMENT,tmpfs", "SEGMENT,ext4", "CHRONICLE,tmpfs", "CHRONICLE,ext4"})
    void theRecordedSizeStaysAsItIsOnAFullDisk(JournalKind kind, String fileSystem)
            throws Exception {
        SmallDisk.assumeRoot();
        try (SmallDisk disk = mount(fileSystem)) {
            Path size = disk.path().resolve("size");
            JournalOptions options =
                    Sample.options(disk.path().resolve("journal"), kind).withRecordedSizeFile(size);
            Path ballast = disk.path().resolve("ballast");
            try (Journal journal = Journals.open(options)) {
                Sample.fill(journal, 50);
                journal.recordSize();
                byte[] recorded = Files.readAllBytes(size);
                Sample.fill(journal, 1);
                fillWithBallast(ballast);
                assertThrows(JournalFullException.class, journal::recordSize);
                assertArrayEquals(recorded, Files.readAllBytes(size));
                Files.delete(ballast);
                journal.recordSize();
                assertFalse(Arrays.equals(recorded, Files.readAllBytes(size)));
                Sample.fill(journal, 1);
                fillWithBallast(ballast);
            }
            Files.delete(ballast);
            try (Journal journal = Journals.open(options)) {
                Sample.verify(journal, 0);
            }
        }
    }

    /** To the last byte. */
    private static void fillWithBallast(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int length = 4096; length > 0; length /= 2) {
                writeUntilFull(out, length);
            }
        }
    }

    private static void writeUntilFull(OutputStream out, int length) {
        IOException full =
                assertThrows(
                        IOException.class,
                        () -> {
                            while (true) {
                                out.write(new byte[length]);
                            }
                        });
        assertTrue(String.valueOf(full.getMessage()).contains("No space"), full::toString);
    }

    private SmallDisk mount(String fileSystem) throws Exception {
        Path point = temp.resolve("disk");
        if (fileSystem.equals("tmpfs")) {
            return SmallDisk.inMemory(point, DISK_MIB);
        }
        SmallDisk.format(temp.resolve("image"), DISK_MIB);
        return SmallDisk.ofImage(temp.resolve("image"), point);
    }
}
