package tallystick.engine.index;

import java.io.IOException;

/**
 * What a run file is found by.
 *
 * @param ordinal its number, from 0
 * @param lists bytes of the wallets' lists
 */
record RunMeta(
        int ordinal,
        long firstPosition,
        long lastPosition,
        long firstRecorded,
        long lastRecorded,
        int times,
        int keys,
        int wallets,
        int lists) {

    static final int ENTRY_BYTES = Long.BYTES;

    private static final long MAGIC = 0x5453_5249_4458_0001L;
    private static final int HEADER_BYTES = 10 * Long.BYTES;

    void write(PageWriter pages) throws IOException {
        for (long number : numbers()) {
            pages.u64(number);
        }
    }

    private long[] numbers() {
        return new long[] {
            MAGIC,
            ordinal,
            firstPosition,
            lastPosition,
            firstRecorded,
            lastRecorded,
            times,
            keys,
            wallets,
            lists
        };
    }

    /** Whether the file begins as this one must and is as long. */
    boolean isIn(PageReader pages) {
        long[] expected = numbers();
        if (pages.dataBytes() < listsAt() + lists) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (pages.u64((long) i * Long.BYTES) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    long timesAt() {
        return HEADER_BYTES;
    }

    long keysAt() {
        return timesAt() + (long) times * ENTRY_BYTES;
    }

    long directoryAt() {
        return keysAt() + (long) keys * ENTRY_BYTES;
    }

    long listsAt() {
        return directoryAt() + (long) wallets * ENTRY_BYTES;
    }
}
