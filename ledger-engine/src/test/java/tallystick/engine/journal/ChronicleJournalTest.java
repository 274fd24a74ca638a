package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only Chronicle has: cycles that follow a clock, and tools of its own. */
class ChronicleJournalTest {

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;

    @TempDir(factory = MemoryDirectory.class)
    Path temp;

    private long nowMillis = 1_000_000_000_000L;

    private JournalOptions options() {
        return Sample.options(temp.resolve("journal"), JournalKind.CHRONICLE)
                .withClock(() -> nowMillis);
    }

    private int files() throws Exception {
        return Sample.frameFiles(temp.resolve("journal"), JournalKind.CHRONICLE).size();
    }

    @Test
    void aNewCycleIsANewFile() throws Exception {
        try (Journal journal = Journals.open(options())) {
            for (int cycle = 1; cycle <= 10; cycle++) {
                Sample.fill(journal, 20);
                assertEquals(cycle, files());
                nowMillis += MINUTE_MILLIS;
            }
            Sample.verify(journal, 0);
        }
        try (Journal journal = Journals.open(options())) {
            Sample.verify(journal, 0);
        }
    }

    @Test
    void aClockThatJumpsChangesFilesButNeverTheOrder() throws Exception {
        long[] jumps = {
            -DAY_MILLIS, 3 * DAY_MILLIS, -3 * DAY_MILLIS, MINUTE_MILLIS, -365 * DAY_MILLIS
        };
        for (int run = 0; run < 3; run++) {
            try (Journal journal = Journals.open(options())) {
                Sample.verify(journal, 0);
                for (long jump : jumps) {
                    Sample.fill(journal, 20);
                    nowMillis += jump;
                    Sample.fill(journal, 20);
                }
                Sample.verify(journal, 0);
            }
            // The next process finds itself a year before the files of the last one.
        }
    }

    @Test
    void aClockBehindStaysInTheNewestFile() throws Exception {
        try (Journal journal = Journals.open(options())) {
            Sample.fill(journal, 5);
            nowMillis += 3 * DAY_MILLIS;
            Sample.fill(journal, 5);
            assertEquals(2, files());
            nowMillis -= 3 * DAY_MILLIS;
            for (int i = 0; i < 10; i++) {
                Sample.fill(journal, 5);
                nowMillis += MINUTE_MILLIS;
            }
            assertEquals(2, files());
        }
    }

    @Test
    void withoutSpaceForANewFileItStaysInTheOldOne() throws Exception {
        FaultyFiles disk = new FaultyFiles();
        try (Journal journal = Journals.open(options(), disk)) {
            Sample.fill(journal, 5);
            disk.full = true;
            nowMillis += MINUTE_MILLIS;
            Sample.fill(journal, 5);
            assertEquals(1, files());
            disk.full = false;
            Sample.fill(journal, 5);
            assertEquals(2, files());
            Sample.verify(journal, 0);
        }
    }

    @Test
    void chroniclesOwnTailerReadsTheFrames() throws Exception {
        long last;
        try (Journal journal = Journals.open(options())) {
            for (int cycle = 0; cycle < 3; cycle++) {
                Sample.fill(journal, 300);
                nowMillis += MINUTE_MILLIS;
            }
            last = journal.lastForcedPosition();
        }
        Path queueDirectory = QueueNames.queues(temp.resolve("journal")).getFirst();
        long position = 0;
        try (ChronicleQueue queue =
                        SingleChronicleQueueBuilder.binary(queueDirectory)
                                .rollCycle(LegacyRollCycles.MINUTELY)
                                .readOnly(true)
                                .build();
                ExcerptTailer tailer = queue.createTailer()) {
            while (position <= last) {
                try (DocumentContext document = tailer.readingDocument()) {
                    assertTrue(document.isPresent(), "position " + position);
                    position = checkedEnd(document, position);
                }
            }
            try (DocumentContext document = tailer.readingDocument()) {
                assertFalse(document.isPresent());
            }
        }
    }

    private static long checkedEnd(DocumentContext document, long position) {
        var wire = document.wire();
        assertTrue(wire != null);
        byte[] frame = wire.bytes().toByteArray();
        int count = Sample.countAt(position);
        byte[] payload = Sample.payload(position, count);
        assertEquals(Frame.bytesFor(payload.length), frame.length);
        for (int i = 0; i < payload.length; i++) {
            assertEquals(payload[i], frame[Frame.HEADER_BYTES + i]);
        }
        return position + count;
    }

    @Test
    void whatWasReservedAndNotUsedIsGivenBack() throws Exception {
        Path directory = temp.resolve("journal");
        try (Journal journal =
                Journals.open(options().withSizes(32 * 1024, 128 * 1024, 32 << 20, 0))) {
            Sample.fill(journal, 10);
            nowMillis += MINUTE_MILLIS;
            Sample.fill(journal, 10);
        }
        List<Path> files = Sample.frameFiles(directory, JournalKind.CHRONICLE);
        assertEquals(2, files.size());
        for (Path file : files) {
            assertTrue(Files.size(file) < 1 << 20, () -> file + " is too long");
        }
    }
}
