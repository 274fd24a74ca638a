package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Frames in plain files that were filled with zeros beforehand, written at their byte. */
final class SegmentJournal extends FramedJournal {

    private final SegmentPreparation preparation;
    private @Nullable FileChannel channel;
    private int file;
    private long offset;
    private long capacityBytes;

    private SegmentJournal(OpenedDirectory opened, int nextNumber) {
        super(opened);
        preparation =
                new SegmentPreparation(
                        options().directory(), options().segmentBytes(), nextNumber, operations());
    }

    static SegmentJournal open(OpenedDirectory opened) throws IOException {
        JournalFiles files = opened.files();
        int last = files.fileCount() - 1;
        int nextNumber = last < 0 ? 1 : SegmentNames.numberOf(files.file(last)) + 1;
        Files.deleteIfExists(opened.options().directory().resolve(SegmentNames.DRAFT));
        SegmentJournal journal = new SegmentJournal(opened, nextNumber);
        if (last >= 0) {
            journal.use(last, PositionIndex.offsetOf(files.forced().place()));
        }
        journal.preparation.start();
        if (last < 0) {
            // So that the first append does not wait; a full disk is told by that append.
            journal.preparation.awaitFirst();
        }
        return journal;
    }

    private void use(int ordinal, long startOffset) throws IOException {
        channel = FileChannel.open(files().file(ordinal), StandardOpenOption.WRITE);
        file = ordinal;
        offset = startOffset;
        capacityBytes = channel.size();
        preparation.used(offset);
    }

    @Override
    long write(ByteBuffer bytes, boolean control) throws IOException, JournalFullException {
        int length = bytes.remaining();
        long left = capacityBytes - offset - length;
        if (left < 0) {
            roll(preparation.take());
        } else if (!control && left < options().reserveBytes()) {
            // The rest of this file is the reserve, until another file is there to be it.
            preparation.requireReady();
        }
        long place = PositionIndex.place(file, offset);
        operations().write(current(), bytes, offset);
        offset += length;
        preparation.used(offset);
        return place;
    }

    private void roll(Path next) throws IOException {
        if (channel != null) {
            // Frames of the old file that are not forced yet are covered by the next force.
            operations().force(channel);
            channel.close();
        }
        use(files().add(next), 0);
    }

    @Override
    void forceCurrent() throws IOException {
        operations().force(current());
    }

    private FileChannel current() throws IOException {
        if (channel == null) {
            throw new IOException("no segment is open");
        }
        return channel;
    }

    @Override
    void closeFiles() throws IOException {
        preparation.close();
        if (channel != null) {
            channel.close();
        }
    }
}
