package tallystick.domain.ledger;

import java.util.Arrays;

/**
 * Which numbers a source's records have and where they stand, roughly: stretches of the journal
 * with the lowest and highest number in each. A stretch is at most {@link #MOST_RECORDS} records of
 * the source and {@link #MOST_POSITIONS} positions long, and takes 32 bytes.
 */
final class NumberedSource {

    static final int MOST_RECORDS = 1_024;
    static final int MOST_POSITIONS = 16_384;

    private static final int WORDS = 4;
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int LOWEST = 2;
    private static final int HIGHEST = 3;

    /** Number of the source among the ledger's texts. */
    final int ref;

    private long[] stretches = new long[WORDS];
    private int count;
    private int recordsOfLast;

    /** Whether the stretches are in order of their numbers and none overlaps another. */
    private boolean ordered = true;

    /** Highest number of a stretch with something older than what is known by identity; or −1. */
    private long watermark = -1;

    NumberedSource(int ref) {
        this.ref = ref;
    }

    /** Takes in a record; positions rise, numbers need not. */
    void add(long sequence, long position) {
        int last = WORDS * (count - 1);
        if (count == 0
                || recordsOfLast == MOST_RECORDS
                || position - stretches[last + FIRST] >= MOST_POSITIONS) {
            begin(sequence, position);
            return;
        }
        ordered &= count == 1 || sequence > stretches[last - WORDS + HIGHEST];
        stretches[last + LAST] = position;
        stretches[last + LOWEST] = Math.min(stretches[last + LOWEST], sequence);
        stretches[last + HIGHEST] = Math.max(stretches[last + HIGHEST], sequence);
        recordsOfLast++;
    }

    private void begin(long sequence, long position) {
        int at = WORDS * count;
        ordered &= count == 0 || sequence > stretches[at - WORDS + HIGHEST];
        if (at == stretches.length) {
            stretches = Arrays.copyOf(stretches, 2 * at);
        }
        stretches[at + FIRST] = position;
        stretches[at + LAST] = position;
        stretches[at + LOWEST] = sequence;
        stretches[at + HIGHEST] = sequence;
        count++;
        recordsOfLast = 1;
    }

    /** From here on what stands at or before a position is known by its number alone. */
    void pass(long position) {
        for (int at = 0; at < WORDS * count && stretches[at + FIRST] <= position; at += WORDS) {
            watermark = Math.max(watermark, stretches[at + HIGHEST]);
        }
    }

    /** No record with a higher number stands at or before the position last passed. */
    long watermark() {
        return watermark;
    }

    /** The first stretch from one on that may have a number, −1 when none has. */
    int next(int from, long sequence) {
        for (int i = ordered ? Math.max(from, candidate(sequence)) : from; i < count; i++) {
            int at = WORDS * i;
            if (stretches[at + LOWEST] <= sequence && sequence <= stretches[at + HIGHEST]) {
                return i;
            }
            if (ordered) {
                return -1;
            }
        }
        return -1;
    }

    /** The first stretch whose highest number is not below, of stretches in order. */
    private int candidate(long sequence) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretches[WORDS * middle + HIGHEST] < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long firstPosition(int stretch) {
        return stretches[WORDS * stretch + FIRST];
    }

    long lastPosition(int stretch) {
        return stretches[WORDS * stretch + LAST];
    }

    long bytes() {
        return (long) Long.BYTES * stretches.length;
    }

    void digestInto(StateDigest digest) {
        digest.number(ref).number(count).number(watermark);
        for (int i = 0; i < WORDS * count; i++) {
            digest.number(stretches[i]);
        }
    }

    void saveInto(StateWriter out) {
        out.number(ref).number(count).number(recordsOfLast).flag(ordered);
        out.number(watermark).longs(stretches);
    }

    static NumberedSource read(StateReader in) {
        NumberedSource source = new NumberedSource(in.ref());
        source.count = in.count();
        source.recordsOfLast = in.count();
        source.ordered = in.flag();
        source.watermark = in.number();
        source.stretches = in.longs();
        if (source.stretches.length < Math.max(1L, source.count) * WORDS) {
            throw new StateFormatException("the numbers of a source are cut short");
        }
        return source;
    }
}
