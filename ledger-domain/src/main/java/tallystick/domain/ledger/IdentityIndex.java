package tallystick.domain.ledger;

import java.util.Arrays;

/**
 * Which usage identities have been recorded, and where. Exact: all 128 bits of a key are compared.
 *
 * <p>4,096 tables, one per value of twelve key bits, which are therefore not stored; in each the
 * keys stand in order of thirty-two further bits, near the place that those say (linear probing
 * with order kept). So a new key is known to be new after a few slots even in a table that is nine
 * tenths full, and growing is one copy from front to back. Each table grows by itself, so no pause
 * is longer than copying one of them. A slot takes 20 bytes. Up to about fifteen million keys the
 * tables are kept loose and a key takes 28 to 45 bytes, which is faster; from then on it takes 22
 * to 25, less than 24 on average.
 *
 * <p>Keys are halves of SHA-256: whoever could choose their leading bits at will could make the
 * index slow, at the price of a search over 2^44 hashes for a thousand keys of one place.
 */
final class IdentityIndex {

    static final int ABSENT = -1;

    /** Highest position it can hold: 2^44 − 2. */
    static final long MAX_POSITION = (1L << 44) - 2;

    private static final int TABLE_BITS = 12;
    private static final int TABLES = 1 << TABLE_BITS;

    /** Ints of a slot: order, rest of key and upper position, lower position, upper key twice. */
    private static final int WORDS = 5;

    private static final int ORDER_SHIFT = 20;
    private static final int REST_MASK = (1 << ORDER_SHIFT) - 1;
    private static final int UPPER_POSITION_BITS = 12;
    private static final int UPPER_POSITION_MASK = (1 << UPPER_POSITION_BITS) - 1;

    /** Slots behind the last place, for keys that were pushed off it; more when they are needed. */
    private static final int SPARE = 8;

    private static final int RESERVED_SPARE = 64;

    private static final int FIRST_PLACES = 8;

    /** Below so many places a table is kept loose, which is faster. */
    private static final int LOOSE_PLACES = 4_096;

    /** Bits of a slot within its table, in the handle that {@link #find} answers. */
    private static final int SLOT_BITS = 31 - TABLE_BITS;

    private final int[][] tables = new int[TABLES][];

    /** Per table, how many slots keys are put into by their order. */
    private final int[] places = new int[TABLES];

    private final int[] sizes = new int[TABLES];
    private long size;
    private long ints;

    IdentityIndex() {
        Arrays.fill(tables, new int[WORDS]);
    }

    /**
     * Reads where a key would be, so that it is in the processor's cache when {@link #find} comes:
     * reads of several keys overlap, finds that are followed by work do not. The value means
     * nothing.
     */
    long touch(long keyLo) {
        int tableIndex = tableOf(keyLo);
        return tables[tableIndex][WORDS * place(orderOf(keyLo), places[tableIndex])];
    }

    /**
     * Makes room for so many keys in all, so that putting them allocates nothing.
     *
     * @param keys 0 … 4,096 × 2^19 / 2
     */
    void reserve(long keys) {
        double each = (double) keys / TABLES;
        // Random keys spread evenly but for a few standard deviations.
        int most = (int) (each + 6 * Math.sqrt(each)) + 1;
        int wanted = 10 * (most + 1) / (most < LOOSE_PLACES / 2 ? 7 : 9) + 1;
        for (int tableIndex = 0; tableIndex < TABLES; tableIndex++) {
            if (places[tableIndex] < wanted) {
                growTo(tableIndex, wanted, RESERVED_SPARE);
            }
        }
    }

    /** A handle of the key's slot, {@link #ABSENT} when it was never recorded. */
    int find(long keyHi, long keyLo) {
        int tableIndex = tableOf(keyLo);
        int[] table = tables[tableIndex];
        int order = orderOf(keyLo);
        int slot = place(order, places[tableIndex]);
        for (int at = WORDS * slot; at < table.length && isUsed(table, at); at += WORDS) {
            int found = table[at];
            if (found == order && isKey(table, at, keyHi, keyLo)) {
                return tableIndex << SLOT_BITS | slot;
            }
            if (Integer.compareUnsigned(found, order) > 0) {
                return ABSENT;
            }
            slot++;
        }
        return ABSENT;
    }

    long position(int handle) {
        return positionAt(tables[handle >>> SLOT_BITS], WORDS * (handle & (1 << SLOT_BITS) - 1));
    }

    /** How many keys there are. */
    long size() {
        return size;
    }

    /** Bytes of the tables. */
    long bytes() {
        return ints * Integer.BYTES;
    }

    /**
     * Remembers a key that was not found.
     *
     * @param position 0 … {@link #MAX_POSITION}
     */
    void put(long keyHi, long keyLo, long position) {
        if (position < 0 || position > MAX_POSITION) {
            throw new IllegalArgumentException("position " + position);
        }
        int tableIndex = tableOf(keyLo);
        if (isDue(sizes[tableIndex], places[tableIndex])) {
            grow(tableIndex);
        }
        while (!insert(tableIndex, keyHi, keyLo, position + 1)) {
            lengthen(tableIndex);
        }
        sizes[tableIndex]++;
        size++;
    }

    /** False when the slots from the key's place to the table's end are all used. */
    private boolean insert(int tableIndex, long keyHi, long keyLo, long positionPlusOne) {
        int[] table = tables[tableIndex];
        int order = orderOf(keyLo);
        int at = WORDS * place(order, places[tableIndex]);
        while (at < table.length
                && isUsed(table, at)
                && Integer.compareUnsigned(table[at], order) <= 0) {
            at += WORDS;
        }
        int free = at;
        while (free < table.length && isUsed(table, free)) {
            free += WORDS;
        }
        if (free >= table.length) {
            return false;
        }
        System.arraycopy(table, at, table, at + WORDS, free - at);
        table[at] = order;
        table[at + 1] =
                (int) keyLo << UPPER_POSITION_BITS | (int) (positionPlusOne >>> Integer.SIZE);
        table[at + 2] = (int) positionPlusOne;
        table[at + 3] = (int) (keyHi >>> Integer.SIZE);
        table[at + 4] = (int) keyHi;
        return true;
    }

    /** Seven tenths full while memory is no matter, nine tenths from then on. */
    private static boolean isDue(int size, int places) {
        return 10L * (size + 1) > (places < LOOSE_PLACES ? 7L : 9L) * places;
    }

    /** By half while memory is no matter, by a tenth from then on. */
    private static int grown(int places) {
        return Math.max(FIRST_PLACES, places + places / (places < LOOSE_PLACES ? 2 : 10) + 1);
    }

    private void grow(int tableIndex) {
        growTo(tableIndex, grown(places[tableIndex]), SPARE);
    }

    private void growTo(int tableIndex, int more, int leastSpare) {
        int[] old = tables[tableIndex];
        // Behind the last place there is room for at least as many as stand there now.
        int spare = Math.max(leastSpare, old.length / WORDS - places[tableIndex]);
        int[] grown = allocate(more + spare);
        int next = 0;
        for (int at = 0; at < old.length; at += WORDS) {
            if (isUsed(old, at)) {
                next = Math.max(next, WORDS * place(old[at], more));
                if (next == grown.length) {
                    grown = Arrays.copyOf(grown, grown.length + WORDS * SPARE);
                }
                copySlot(old, at, grown, next);
                next += WORDS;
            }
        }
        ints += grown.length - (places[tableIndex] == 0 ? 0 : old.length);
        tables[tableIndex] = grown;
        places[tableIndex] = more;
    }

    private static void copySlot(int[] from, int at, int[] to, int toAt) {
        to[toAt] = from[at];
        to[toAt + 1] = from[at + 1];
        to[toAt + 2] = from[at + 2];
        to[toAt + 3] = from[at + 3];
        to[toAt + 4] = from[at + 4];
    }

    /** Makes room behind the last place. */
    private void lengthen(int tableIndex) {
        int[] old = tables[tableIndex];
        int[] longer = allocate(old.length / WORDS + SPARE);
        System.arraycopy(old, 0, longer, 0, old.length);
        ints += longer.length - old.length;
        tables[tableIndex] = longer;
    }

    private static int[] allocate(int slots) {
        if (slots > 1 << SLOT_BITS) {
            throw new IllegalStateException("more identities than the index can hold");
        }
        return new int[WORDS * slots];
    }

    private static int tableOf(long keyLo) {
        return (int) (keyLo >>> (Long.SIZE - TABLE_BITS));
    }

    private static int orderOf(long keyLo) {
        return (int) (keyLo >>> ORDER_SHIFT);
    }

    /** The slot a key is put into when it is free: in the order of {@code order}. */
    private static int place(int order, int places) {
        return (int) ((Integer.toUnsignedLong(order) * places) >>> Integer.SIZE);
    }

    private static boolean isUsed(int[] table, int at) {
        return (table[at + 2] | (table[at + 1] & UPPER_POSITION_MASK)) != 0;
    }

    private static boolean isKey(int[] table, int at, long keyHi, long keyLo) {
        return table[at + 4] == (int) keyHi
                && table[at + 3] == (int) (keyHi >>> Integer.SIZE)
                && table[at + 1] >>> UPPER_POSITION_BITS == (int) (keyLo & REST_MASK);
    }

    private static long positionAt(int[] table, int at) {
        long upper = table[at + 1] & UPPER_POSITION_MASK;
        return (upper << Integer.SIZE | Integer.toUnsignedLong(table[at + 2])) - 1;
    }

    /** Does not depend on the order of insertion. */
    void digestInto(StateDigest digest) {
        long sum = 0;
        for (int tableIndex = 0; tableIndex < TABLES; tableIndex++) {
            int[] table = tables[tableIndex];
            for (int at = 0; at < table.length; at += WORDS) {
                if (isUsed(table, at)) {
                    sum += mixed(table, at, (long) tableIndex << (Long.SIZE - TABLE_BITS));
                }
            }
        }
        digest.number(size).number(sum);
    }

    private static long mixed(int[] table, int at, long upperBits) {
        long keyHi = (long) table[at + 3] << Integer.SIZE | Integer.toUnsignedLong(table[at + 4]);
        long keyLo =
                upperBits
                        | Integer.toUnsignedLong(table[at]) << ORDER_SHIFT
                        | table[at + 1] >>> UPPER_POSITION_BITS;
        long position = positionAt(table, at);
        long mixed = keyHi * 0x9E3779B97F4A7C15L + keyLo;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L + position;
        return (mixed ^ (mixed >>> 32)) * 0x94D049BB133111EBL + position + 1;
    }

    /** The tables as they stand, so that nothing has to be put again. */
    void saveInto(StateWriter out) {
        out.section("identities").number(size).ints(places).ints(sizes);
        for (int[] table : tables) {
            out.ints(table);
        }
    }

    void load(StateReader in) {
        in.section("identities");
        size = in.number();
        readTableInts(in, places);
        readTableInts(in, sizes);
        ints = 0;
        for (int i = 0; i < TABLES; i++) {
            int[] table = in.ints();
            boolean isEmpty = places[i] == 0;
            if (table.length % WORDS != 0 || table.length < WORDS * Math.max(1, places[i])) {
                throw new StateFormatException("a table of identities is cut short");
            }
            tables[i] = isEmpty ? tables[i] : table;
            ints += isEmpty ? 0 : table.length;
        }
    }

    private static void readTableInts(StateReader in, int[] into) {
        int[] read = in.ints();
        if (read.length != TABLES) {
            throw new StateFormatException(read.length + " tables of identities");
        }
        System.arraycopy(read, 0, into, 0, TABLES);
    }
}
