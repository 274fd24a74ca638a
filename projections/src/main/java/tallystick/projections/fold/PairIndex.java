package tallystick.projections.fold;

import java.util.Arrays;

/**
 * Numbers pairs of longs 0 upwards in order of first mention: an open-addressing table that
 * allocates only when it grows. One thread.
 */
public final class PairIndex {

    private static final int EMPTY = -1;

    private long[] firsts = new long[64];
    private long[] seconds = new long[64];
    private int[] slots = new int[64];
    private int size;

    public PairIndex() {
        Arrays.fill(slots, EMPTY);
    }

    /** How many pairs there are. */
    public int size() {
        return size;
    }

    /** The pair's number; a new pair gets the {@link #size} before the call. */
    public int slotOf(long first, long second) {
        int mask = slots.length - 1;
        int at = hash(first, second) & mask;
        while (slots[at] != EMPTY) {
            if (firsts[at] == first && seconds[at] == second) {
                return slots[at];
            }
            at = (at + 1) & mask;
        }
        return add(at, first, second);
    }

    private int add(int at, long first, long second) {
        firsts[at] = first;
        seconds[at] = second;
        slots[at] = size;
        if (2 * ++size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        long[] oldFirsts = firsts;
        long[] oldSeconds = seconds;
        int[] oldSlots = slots;
        int capacity = oldSlots.length * 2;
        firsts = new long[capacity];
        seconds = new long[capacity];
        slots = new int[capacity];
        Arrays.fill(slots, EMPTY);
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != EMPTY) {
                place(oldFirsts[i], oldSeconds[i], oldSlots[i]);
            }
        }
    }

    private void place(long first, long second, int slot) {
        int mask = slots.length - 1;
        int at = hash(first, second) & mask;
        while (slots[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        firsts[at] = first;
        seconds[at] = second;
        slots[at] = slot;
    }

    /** The finaliser of MurmurHash3: dense numbers spread over all bits. */
    private static int hash(long first, long second) {
        long mixed = first * 0x9E3779B97F4A7C15L + second;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (int) (mixed ^ (mixed >>> 33));
    }
}
