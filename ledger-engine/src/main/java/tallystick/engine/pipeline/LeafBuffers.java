package tallystick.engine.pipeline;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The buffers that slots encode into. A slot keeps a small one; a large one is lent for a large
 * batch and comes back when it is journaled, so that a ring full of slots stays small. Lent by the
 * deciding thread, given back by the journaling one.
 */
final class LeafBuffers {

    private static final int SMALL_BYTES = 512;
    private static final int KEPT_BYTES = 8 * 1024;
    private static final int LARGE_FROM_RECORDS = 16;
    private static final int BYTES_PER_RECORD = 192;
    private static final int LARGE_KEPT_BYTES = 2 * 1024 * 1024;
    private static final int LARGE_KEPT = 32;

    private final OneToOneConcurrentArrayQueue<ExpandableArrayBuffer> large =
            new OneToOneConcurrentArrayQueue<>(LARGE_KEPT);

    ExpandableArrayBuffer forFew(Slot slot) {
        ExpandableArrayBuffer own = slot.leaves;
        if (own == null) {
            own = new ExpandableArrayBuffer(SMALL_BYTES);
            slot.leaves = own;
        }
        return own;
    }

    ExpandableArrayBuffer forUsage(Slot slot, int records) {
        if (records < LARGE_FROM_RECORDS) {
            return forFew(slot);
        }
        ExpandableArrayBuffer lent = large.poll();
        if (lent == null) {
            lent = new ExpandableArrayBuffer(records * BYTES_PER_RECORD);
        }
        slot.leaves = lent;
        return lent;
    }

    /** The slot's leaves are copied: it keeps what is small, gives back what is useful. */
    void release(Slot slot) {
        ExpandableArrayBuffer used = slot.leaves;
        if (used != null && used.capacity() > KEPT_BYTES) {
            slot.leaves = null;
            if (used.capacity() <= LARGE_KEPT_BYTES) {
                large.offer(used);
            }
        }
        slot.dropLeaves();
    }
}
