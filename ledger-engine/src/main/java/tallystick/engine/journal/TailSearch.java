package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteOrder;

/** Looks behind the last good frame of a file for whatever is not zero, and for frames. */
final class TailSearch {

    private static final int CHUNK_BYTES = 128 * 1024;

    private final FrameCursor cursor;
    private final int stepBytes;
    private final long missingPosition;
    private long usedFrom;
    private boolean used;
    private boolean acknowledgedFrameSeen;

    /**
     * @param missingPosition the first event that was not found
     */
    TailSearch(FrameCursor cursor, FileLayout layout, long missingPosition) {
        this.cursor = cursor;
        this.stepBytes = layout.alignmentBytes();
        this.missingPosition = missingPosition;
    }

    /**
     * Looks for frames from one byte on, and for anything but zeros from a later one on: between
     * them are documents that were stepped over, and no frame may hide in those.
     *
     * @return whether anything but zeros was found
     */
    boolean run(long fromOffset, long emptyFromOffset) throws IOException {
        long limit = cursor.fileBytes();
        usedFrom = emptyFromOffset;
        long at = fromOffset;
        while (at < limit && !acknowledgedFrameSeen) {
            at = searchChunk(at, (int) Math.min(CHUNK_BYTES, limit - at), limit);
        }
        return used;
    }

    /** A frame is there that no interrupted write explains. */
    boolean acknowledgedFrameSeen() {
        return acknowledgedFrameSeen;
    }

    /** Goes through a chunk up to the first frame; answers where to go on. */
    private long searchChunk(long offset, int length, long limit) throws IOException {
        FileWindow window = cursor.window();
        int start = window.load(offset, length, limit);
        if (start == FileWindow.ABSENT) {
            throw new IOException("the file became shorter while it was read");
        }
        int whole = length - length % stepBytes;
        for (int i = 0; i < whole; i += stepBytes) {
            int word = window.view().getInt(start + i, ByteOrder.LITTLE_ENDIAN);
            if (offset + i >= usedFrom) {
                used |= word != 0;
                used |= stepBytes == Long.BYTES && window.view().getInt(start + i + 4) != 0;
            }
            if (word == Frame.MAGIC) {
                long end = frameEnd(offset + i, limit);
                if (end > 0) {
                    return end;
                }
                // The check may have moved the window.
                start = window.load(offset, length, limit);
            }
        }
        for (int i = whole; i < length; i++) {
            used |= window.view().getByte(start + i) != 0;
        }
        return offset + length;
    }

    /** End of a good frame at that byte, or 0. */
    private long frameEnd(long offset, long limit) throws IOException {
        if (!cursor.isFrame(offset, limit)) {
            return 0;
        }
        boolean later = cursor.firstPosition() >= missingPosition;
        boolean hidden = offset < usedFrom;
        acknowledgedFrameSeen |= later && (hidden || cursor.forcedPosition() >= missingPosition);
        return offset + cursor.frameBytes();
    }
}
