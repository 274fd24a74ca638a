package tallystick.domain.ledger;

/**
 * Which usage identities have been recorded: an open-addressing table of 128-bit keys with the
 * fingerprint and position of each. Exact; 32 bytes a slot, at most three quarters full.
 */
final class IdentityIndex {

    static final int ABSENT = -1;

    private static final int WORDS = 4;

    private long[] table = new long[WORDS * (1 << 12)];
    private int slots = 1 << 12;
    private int size;

    /**
     * Reads where a key would be, so that it is in the processor's cache when {@link #find} comes:
     * reads of several keys overlap, finds that are followed by work do not. The value means
     * nothing.
     */
    long touch(long keyLo) {
        return table[((int) keyLo & (slots - 1)) * WORDS + 3];
    }

    /** The slot of a key, {@link #ABSENT} when it was never recorded. */
    int find(long keyHi, long keyLo) {
        int mask = slots - 1;
        for (int slot = (int) keyLo & mask; ; slot = (slot + 1) & mask) {
            int at = slot * WORDS;
            if (table[at + 3] == 0) {
                return ABSENT;
            }
            if (table[at] == keyHi && table[at + 1] == keyLo) {
                return slot;
            }
        }
    }

    long fingerprint(int slot) {
        return table[slot * WORDS + 2];
    }

    long position(int slot) {
        return table[slot * WORDS + 3] - 1;
    }

    int size() {
        return size;
    }

    void put(long keyHi, long keyLo, long fingerprint, long position) {
        if (4L * (size + 1) > 3L * slots) {
            grow();
        }
        insert(keyHi, keyLo, fingerprint, position + 1);
        size++;
    }

    private void insert(long keyHi, long keyLo, long fingerprint, long positionPlusOne) {
        int mask = slots - 1;
        int slot = (int) keyLo & mask;
        while (table[slot * WORDS + 3] != 0) {
            slot = (slot + 1) & mask;
        }
        int at = slot * WORDS;
        table[at] = keyHi;
        table[at + 1] = keyLo;
        table[at + 2] = fingerprint;
        table[at + 3] = positionPlusOne;
    }

    private void grow() {
        long[] old = table;
        slots = Math.multiplyExact(slots, 2);
        table = new long[Math.multiplyExact(slots, WORDS)];
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at + 3] != 0) {
                insert(old[at], old[at + 1], old[at + 2], old[at + 3]);
            }
        }
    }

    /** Does not depend on the order of insertion. */
    void digestInto(StateDigest digest) {
        long sum = 0;
        for (int at = 0; at < table.length; at += WORDS) {
            if (table[at + 3] != 0) {
                long mixed = table[at] * 0x9E3779B97F4A7C15L + table[at + 1];
                mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L + table[at + 2];
                sum += (mixed ^ (mixed >>> 32)) * 0x94D049BB133111EBL + table[at + 3];
            }
        }
        digest.number(size).number(sum);
    }
}
