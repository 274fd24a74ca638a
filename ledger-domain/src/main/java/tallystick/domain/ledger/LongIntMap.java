package tallystick.domain.ledger;

import java.util.Arrays;

/** Open addressing from a non-negative long to a non-negative int; nothing is removed. */
final class LongIntMap {

    static final int ABSENT = -1;

    private static final long EMPTY = -1;

    private long[] keys = new long[32];
    private int[] values = new int[32];
    private int size;

    LongIntMap() {
        Arrays.fill(keys, EMPTY);
    }

    int get(long key) {
        int mask = keys.length - 1;
        for (int i = slot(key, mask); ; i = (i + 1) & mask) {
            if (keys[i] == key) {
                return values[i];
            }
            if (keys[i] == EMPTY) {
                return ABSENT;
            }
        }
    }

    void put(long key, int value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int mask = keys.length - 1;
        int i = slot(key, mask);
        while (keys[i] != EMPTY && keys[i] != key) {
            i = (i + 1) & mask;
        }
        if (keys[i] == EMPTY) {
            size++;
        }
        keys[i] = key;
        values[i] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(keys, EMPTY);
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    private static int slot(long key, int mask) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ (mixed >>> 32)) & mask;
    }

    void saveInto(StateWriter out) {
        out.number(size).longs(keys).ints(values);
    }

    void load(StateReader in) {
        size = in.count();
        keys = in.longs();
        values = in.ints();
        if (Integer.bitCount(keys.length) != 1
                || values.length != keys.length
                || 2 * (long) size > keys.length) {
            throw new StateFormatException("a table of numbers has another size");
        }
    }
}
