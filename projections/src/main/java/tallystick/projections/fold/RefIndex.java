package tallystick.projections.fold;

import java.util.Arrays;

/**
 * Slots for dense numbers (of wallets, grants), 0 upwards in order of first mention, each with the
 * last position that touched it. One thread.
 */
public final class RefIndex {

    private final PairIndex index = new PairIndex();
    private int[] refs = new int[64];
    private long[] touched = new long[64];

    /**
     * The number's slot; a new number gets the {@link #size} before the call.
     *
     * @throws IllegalArgumentException for a number below 0: a name without number
     */
    public int slotOf(int ref) {
        if (ref < 0) {
            throw new IllegalArgumentException("usage was accepted for a name without number");
        }
        int slot = index.slotOf(ref, 0);
        if (slot == refs.length) {
            refs = Arrays.copyOf(refs, slot * 2);
            touched = Arrays.copyOf(touched, slot * 2);
        }
        refs[slot] = ref;
        return slot;
    }

    /** How many numbers there are. */
    public int size() {
        return index.size();
    }

    /** Notes that the event at a position touched the slot; positions only grow. */
    public void touch(int slot, long position) {
        touched[slot] = position;
    }

    public int ref(int slot) {
        return refs[slot];
    }

    /** Last position that touched the slot. */
    public long touched(int slot) {
        return touched[slot];
    }

    /** The slots in order of their numbers. */
    public int[] order() {
        long[] keys = new long[size()];
        for (int slot = 0; slot < keys.length; slot++) {
            keys[slot] = (long) refs[slot] << 32 | slot;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
