package tallystick.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.DirectBuffer;

/** Reads through its own file handle and buffer; shares nothing with the writer but volatiles. */
final class JournalReader implements FrameReader {

    private final JournalFiles files;
    private final FrameCursor cursor;
    private int file;
    private boolean open;
    private boolean pending;
    private long offset;
    private long expectedPosition;
    private long firstPosition;
    private int count;
    private int length;

    JournalReader(JournalFiles files, long position) {
        this.files = files;
        this.cursor = new FrameCursor(files.layout());
        seek(position);
    }

    @Override
    public void seek(long position) {
        long forced = files.forced().position();
        if (position < 0 || position > forced + 1) {
            throw new IllegalArgumentException(
                    "position " + position + " is not within 0 and " + (forced + 1));
        }
        PositionIndex.Entry entry = files.index().floor(position);
        pending = false;
        open = false;
        file = PositionIndex.fileOf(entry.place());
        offset = PositionIndex.offsetOf(entry.place());
        expectedPosition = entry.firstPosition();
        while (expectedPosition <= Math.min(position, forced)) {
            next();
            // The frame that contains the position is shown by the first next().
            pending = expectedPosition > position;
        }
    }

    /** The frame at hand, to be known again. */
    JournalMap.Anchor anchor() {
        JournalMap.Place place = new JournalMap.Place(firstPosition, file, cursor.startOffset());
        return new JournalMap.Anchor(place, cursor.storedChecksum());
    }

    @Override
    public boolean next() {
        if (pending) {
            pending = false;
            return true;
        }
        if (files.forced().position() < expectedPosition) {
            return false;
        }
        try {
            find();
        } catch (IOException e) {
            // An interrupt, for one, closes the file: the next call opens it again.
            open = false;
            throw new UncheckedIOException("cannot read the journal", e);
        }
        firstPosition = cursor.firstPosition();
        count = cursor.count();
        length = cursor.payloadLength();
        offset = cursor.offset();
        expectedPosition = firstPosition + count;
        return true;
    }

    private void find() throws IOException {
        // Read after the forced position, so it is at least as far.
        long end = files.forced().place();
        int endFile = PositionIndex.fileOf(end);
        while (true) {
            if (!open) {
                cursor.open(files.file(file), offset);
                open = true;
            }
            boolean last = file == endFile;
            long limit = last ? PositionIndex.offsetOf(end) : cursor.fileBytes();
            switch (cursor.step(limit, expectedPosition)) {
                case FRAME -> {
                    return;
                }
                case DAMAGE -> throw corrupt(cursor.damage());
                case END -> {
                    if (last) {
                        throw corrupt("nothing is there");
                    }
                    file++;
                    offset = 0;
                    open = false;
                }
            }
        }
    }

    private JournalCorruptException corrupt(String reason) {
        JournalCorruptException damage =
                new JournalCorruptException(
                        files.file(file), cursor.offset(), expectedPosition, reason);
        open = false;
        return damage;
    }

    @Override
    public boolean await(long timeoutMillis) throws InterruptedException {
        return pending || files.forced().await(expectedPosition, timeoutMillis);
    }

    @Override
    public long firstPosition() {
        return firstPosition;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public DirectBuffer buffer() {
        return cursor.view();
    }

    @Override
    public int offset() {
        return cursor.payloadAt();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int frameBytes() {
        return Frame.bytesFor(length);
    }

    @Override
    public void close() {
        try {
            cursor.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal's file", e);
        }
    }
}
