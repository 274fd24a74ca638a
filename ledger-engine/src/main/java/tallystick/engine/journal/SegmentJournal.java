package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Frames in plain files that were filled with zeros beforehand, written at their byte and past the
 * kernel's cache. Whole pages are written: the one that a frame begins in with what is in it
 * already, the one it ends in with the zeros that are behind it already.
 */
final class SegmentJournal extends FramedJournal {

    private static final int INITIAL_STAGED_BYTES = 512 * 1024;

    private final SegmentPreparation preparation;
    private @Nullable FileChannel channel;
    private int file;

    /** What is written next; begins with the bytes of the current page that are in the file. */
    private ByteBuffer staged = PastTheCache.buffer(INITIAL_STAGED_BYTES);

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
        stageFrom(files().file(ordinal), startOffset);
        channel = operations().open(files().file(ordinal));
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
        writePages(bytes, length);
        offset += length;
        preparation.used(offset);
        return place;
    }

    /** Fetches the part of its page that stands before an offset. */
    private void stageFrom(Path segment, long startOffset) throws IOException {
        long pageStart = PastTheCache.pageStart(startOffset);
        staged.clear().limit((int) (startOffset - pageStart));
        try (FileChannel reader = FileChannel.open(segment, StandardOpenOption.READ)) {
            while (staged.hasRemaining()) {
                if (reader.read(staged, pageStart + staged.position()) < 0) {
                    throw new IOException(segment + " is shorter than what was read of it");
                }
            }
        }
        staged.clear();
    }

    private void writePages(ByteBuffer bytes, int length) throws IOException {
        long pageStart = PastTheCache.pageStart(offset);
        int begin = (int) (offset - pageStart);
        int end = begin + length;
        int pagesEnd = (int) PastTheCache.pageEnd(end);
        reserveStaged(begin, pagesEnd);
        staged.put(begin, bytes, 0, length);
        for (int i = end; i < pagesEnd; i++) {
            staged.put(i, (byte) 0);
        }
        operations().write(current(), staged.clear().limit(pagesEnd), pageStart);
        // The last page is the next frame's first.
        int lastPage = (int) PastTheCache.pageStart(end);
        staged.clear();
        staged.put(0, staged, lastPage, end - lastPage);
    }

    private void reserveStaged(int kept, int bytes) {
        if (bytes > staged.capacity()) {
            ByteBuffer larger = PastTheCache.buffer(Math.max(bytes, 2 * staged.capacity()));
            larger.put(0, staged, 0, kept);
            staged = larger;
        }
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
