package tallystick.loadgen.engine;

import java.nio.charset.StandardCharsets;

/**
 * Ids that look random and can be read: 128 bits in hex, the first half the scrambled number of the
 * record, the second a check of the first. So which records are in a journal can be told without
 * keeping a list of what was sent.
 */
final class RecordId {

    /** The id was not made here from this seed. */
    static final long FOREIGN = -1;

    private static final int LENGTH = 32;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;
    private static final long FIRST_INVERSE = 0x96DE1B173F119089L;
    private static final long SECOND_INVERSE = 0x319642B2D24D8EC3L;
    private static final long CHECK = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final byte[] text = new byte[LENGTH];

    /** One instance per thread. */
    RecordId(long seed) {
        this.seed = seed;
    }

    /** The id of record {@code number}, 0 or more. */
    String of(long number) {
        long high = scramble(number ^ seed);
        write(high, 0);
        write(check(high), LENGTH / 2);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The number of an id, {@link #FOREIGN} when it is none of this seed. */
    long numberOf(String id) {
        if (id.length() != LENGTH) {
            return FOREIGN;
        }
        try {
            long high = Long.parseUnsignedLong(id, 0, LENGTH / 2, 16);
            long low = Long.parseUnsignedLong(id, LENGTH / 2, LENGTH, 16);
            long number = unscramble(high) ^ seed;
            return low == check(high) && number >= 0 ? number : FOREIGN;
        } catch (NumberFormatException notHex) {
            return FOREIGN;
        }
    }

    private void write(long value, int at) {
        for (int i = 0; i < Long.BYTES * 2; i++) {
            text[at + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 0xF];
        }
    }

    private long check(long high) {
        return scramble((high + CHECK) ^ Long.rotateLeft(seed, 32));
    }

    /** One to one over all 64-bit numbers (SplitMix64's finisher). */
    static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * FIRST;
        mixed = (mixed ^ (mixed >>> 27)) * SECOND;
        return mixed ^ (mixed >>> 31);
    }

    static long unscramble(long value) {
        long mixed = (value ^ (value >>> 31) ^ (value >>> 62)) * SECOND_INVERSE;
        mixed = (mixed ^ (mixed >>> 27) ^ (mixed >>> 54)) * FIRST_INVERSE;
        return mixed ^ (mixed >>> 30) ^ (mixed >>> 60);
    }
}
