package tallystick.engine.pipeline;

import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.FrameReader;
import tallystick.engine.journal.JournalView;

/**
 * Fingerprints of old records, read from the journal a frame at a time, each frame checked against
 * its checksum. Those of the frames read last are kept: what is sent again long after comes in
 * runs, as it was sent first. One thread.
 */
final class OldFingerprints implements AutoCloseable {

    /** Most fingerprints kept, save that one frame always is: 2^20, in 8 MiB. */
    static final int MOST_KEPT = 1 << 20;

    private final JournalView journal;
    private final TreeMap<Long, long[]> frames = new TreeMap<>();
    private final Deque<Long> oldestFirst = new ArrayDeque<>();
    private int kept;
    private @Nullable FrameReader reader;
    private long reads;

    OldFingerprints(JournalView journal) {
        this.journal = journal;
    }

    /**
     * The fingerprint of the usage record at a forced position.
     *
     * @throws RuntimeException the journal is damaged there or cannot be read
     */
    long at(long position) {
        var known = frames.floorEntry(position);
        if (known != null && position < known.getKey() + known.getValue().length) {
            return known.getValue()[(int) (position - known.getKey())];
        }
        FrameReader frame = frameOf(position);
        long[] fingerprints = fingerprints(frame);
        keep(frame.firstPosition(), fingerprints);
        return fingerprints[(int) (position - frame.firstPosition())];
    }

    /** How many frames were read. */
    long reads() {
        return reads;
    }

    private FrameReader frameOf(long position) {
        reads++;
        FrameReader frame = reader;
        if (frame == null) {
            frame = journal.reader(position);
            reader = frame;
        } else {
            frame.seek(position);
        }
        if (!frame.next()) {
            throw new IllegalStateException("position " + position + " is not forced");
        }
        return frame;
    }

    private static long[] fingerprints(FrameReader frame) {
        long[] fingerprints = new long[frame.count()];
        DirectBuffer buffer = frame.buffer();
        int at = frame.offset();
        int end = at + frame.length();
        for (int i = 0; i < fingerprints.length; i++) {
            int length = end - at < Integer.BYTES ? 0 : buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            int leaf = at + Integer.BYTES;
            if (length < LeafHeader.MIN_LENGTH
                    || length > end - leaf
                    || LeafHeader.position(buffer, leaf) != frame.firstPosition() + i) {
                throw new LeafDamagedException(
                        "no leaf for position " + (frame.firstPosition() + i));
            }
            if (EventDecoder.isUsage(buffer, leaf)) {
                fingerprints[i] = LeafHeader.fingerprint(buffer, leaf);
            }
            at = leaf + length;
        }
        return fingerprints;
    }

    private void keep(long firstPosition, long[] fingerprints) {
        while (!oldestFirst.isEmpty() && kept + fingerprints.length > MOST_KEPT) {
            long[] gone = frames.remove(oldestFirst.removeFirst());
            kept -= gone == null ? 0 : gone.length;
        }
        frames.put(firstPosition, fingerprints);
        oldestFirst.add(firstPosition);
        kept += fingerprints.length;
    }

    @Override
    public void close() {
        FrameReader open = reader;
        if (open != null) {
            open.close();
        }
    }
}
