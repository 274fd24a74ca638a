package tallystick.engine.replay;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.FrameReader;
import tallystick.engine.journal.JournalView;

/**
 * Walks the leaves of forced frames and asserts that their positions have no gap. One thread at a
 * time; what it shows is valid until it moves.
 */
public final class LeafCursor implements AutoCloseable {

    private final FrameReader frames;
    private int leavesLeft;
    private int nextAt;
    private int end;
    private long nextPosition;
    private int offset;
    private int length;

    /**
     * @param position of the first leaf shown; 0 … last forced position + 1
     */
    public LeafCursor(JournalView journal, long position) {
        this(journal.reader(position));
        if (position <= journal.lastForcedPosition()) {
            while (nextOfAnyFrame()) {
                if (nextPosition == position) {
                    return;
                }
                nextInFrame();
            }
            throw new LeafDamagedException("no leaf has position " + position);
        }
        nextPosition = position;
    }

    /**
     * Shows every leaf of a reader that has not moved yet, from its first frame on.
     *
     * @param frames closed with this cursor
     */
    public LeafCursor(FrameReader frames) {
        this.frames = frames;
    }

    /** Moves to the next leaf; false when no further one is forced yet. */
    public boolean next() {
        if (!nextOfAnyFrame()) {
            return false;
        }
        nextInFrame();
        return true;
    }

    /** Whether the frame at hand has another leaf: {@link #next} then moves to it. */
    public boolean hasNextInFrame() {
        return leavesLeft > 0;
    }

    /** Whether the next leaf of the frame at hand is a usage record. */
    public boolean isNextUsage() {
        return EventDecoder.isUsage(buffer(), nextAt + Integer.BYTES);
    }

    /** Waits until {@link #next} would move: true, or false after the timeout. */
    public boolean await(long timeoutMillis) throws InterruptedException {
        return leavesLeft > 0 || frames.await(timeoutMillis);
    }

    public DirectBuffer buffer() {
        return frames.buffer();
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Bytes on disk of the frame whose leaves are shown, header and checksum included. */
    public int frameBytes() {
        return frames.frameBytes();
    }

    /** Bytes of that frame's leaves, each with the four that say its length. */
    public int payloadBytes() {
        return frames.length();
    }

    /** Whether the leaf shown is the first of its frame. */
    public boolean isFirstInFrame() {
        return position() == frames.firstPosition();
    }

    /** Position of the leaf shown. */
    public long position() {
        return nextPosition - 1;
    }

    private boolean nextOfAnyFrame() {
        if (leavesLeft > 0) {
            return true;
        }
        if (!frames.next()) {
            return false;
        }
        leavesLeft = frames.count();
        nextAt = frames.offset();
        end = frames.offset() + frames.length();
        nextPosition = frames.firstPosition();
        return true;
    }

    private void nextInFrame() {
        if (end - nextAt < Integer.BYTES) {
            throw new LeafDamagedException("no leaf left for position " + nextPosition);
        }
        length = buffer().getInt(nextAt, ByteOrder.LITTLE_ENDIAN);
        offset = nextAt + Integer.BYTES;
        if (length < LeafHeader.MIN_LENGTH || length > end - offset) {
            throw new LeafDamagedException("leaf of " + length + " bytes at " + nextPosition);
        }
        LeafHeader.check(buffer(), offset, length);
        if (LeafHeader.position(buffer(), offset) != nextPosition) {
            throw new LeafDamagedException(
                    "leaf says %d where position %d is"
                            .formatted(LeafHeader.position(buffer(), offset), nextPosition));
        }
        nextAt = offset + length;
        nextPosition++;
        if (--leavesLeft == 0 && nextAt != end) {
            throw new LeafDamagedException("bytes left over after position " + (nextPosition - 1));
        }
    }

    @Override
    public void close() {
        frames.close();
    }
}
