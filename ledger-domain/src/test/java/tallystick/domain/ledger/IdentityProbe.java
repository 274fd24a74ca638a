package tallystick.domain.ledger;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What remembering many ids costs: {@code IdentityProbe [keys]}, 100,000,000 unless told. Each key
 * is looked up and put, looked ahead at in runs as the deciding thread does; then as many of them
 * are found again. Prints bytes a key and rates, and judges: the median of the last five millions
 * must have at least {@value #LEAST_PERCENT} % of the rate of the first five, put into the empty
 * index of the same process. Exit code 0 when it has, 1 when not. Wants a heap of 4 GB.
 */
final class IdentityProbe {

    private static final int RUN = 32;
    private static final int MILLION = 1_000_000;

    /** The rate with all keys in it, of that when it is empty. */
    private static final int LEAST_PERCENT = 70;

    /** So many millions at each end are compared, fewer when there are not twice as many. */
    private static final int COMPARED = 5;

    private final IdentityIndex index = new IdentityIndex();
    private final FingerprintLog fingerprints = new FingerprintLog();
    private final long[] hi = new long[RUN];
    private final long[] lo = new long[RUN];
    private long position;
    private long seen;

    private IdentityProbe() {}

    public static void main(String[] args) {
        long keys = args.length > 0 ? Long.parseLong(args[0]) : 100L * MILLION;
        if (keys < 2L * MILLION) {
            throw new IllegalArgumentException("keys must be 2000000 or more");
        }
        // Twice, so that the figures of the empty table are not those of cold code.
        new IdentityProbe().run(2L * MILLION, false);
        System.exit(new IdentityProbe().run(keys, true) ? 0 : 1);
    }

    /** Whether the last millions were as fast as they must be. */
    private boolean run(long keys, boolean prints) {
        SplittableRandom random = new SplittableRandom(1);
        double[] blocks = new double[(int) (keys / MILLION)];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = put(random);
            if (prints && (i + 1) % 10 == 0) {
                System.out.printf(
                        "%,d keys: %.1f bytes a key, %,.0f puts/s%n",
                        index.size(), (double) bytes() / index.size(), rate(blocks[i]));
            }
        }
        int compared = Math.max(1, Math.min(COMPARED, blocks.length / 2));
        double first = median(Arrays.copyOf(blocks, compared));
        double last = median(Arrays.copyOfRange(blocks, blocks.length - compared, blocks.length));
        double percent = 100 * first / last;
        double found = find(new SplittableRandom(1), blocks.length);
        if (prints) {
            System.out.printf(
                    "%,d keys in %,d bytes, %.1f a key; put %,.0f/s on average; found again"
                            + " %,.0f/s; %d%n",
                    index.size(),
                    bytes(),
                    (double) bytes() / index.size(),
                    rate(Arrays.stream(blocks).average().orElse(0)),
                    rate(found / blocks.length),
                    seen & 1);
            System.out.printf(
                    "median of the first %d millions %,.0f puts/s, of the last %d %,.0f: %.0f %%,"
                            + " %d wanted: %s%n",
                    compared,
                    rate(first),
                    compared,
                    rate(last),
                    percent,
                    LEAST_PERCENT,
                    percent >= LEAST_PERCENT ? "as promised" : "NOT AS PROMISED");
        }
        return percent >= LEAST_PERCENT;
    }

    private static double median(double[] nanos) {
        Arrays.sort(nanos);
        return (nanos[(nanos.length - 1) / 2] + nanos[nanos.length / 2]) / 2;
    }

    /** Fingerprints at hand included. */
    private long bytes() {
        return index.bytes() + Long.BYTES * Math.min(position, FingerprintLog.RECENT);
    }

    private static double rate(double nanosOfAMillion) {
        return MILLION * 1e9 / nanosOfAMillion;
    }

    private double put(SplittableRandom random) {
        long begin = System.nanoTime();
        for (int i = 0; i < MILLION; i += RUN) {
            lookAhead(random);
            for (int j = 0; j < RUN; j++) {
                if (index.find(hi[j], lo[j]) != IdentityIndex.ABSENT) {
                    throw new IllegalStateException("found what was never put");
                }
                index.put(hi[j], lo[j], position);
                fingerprints.put(position, hi[j]);
                position++;
            }
        }
        return System.nanoTime() - begin;
    }

    private void lookAhead(SplittableRandom random) {
        for (int j = 0; j < RUN; j++) {
            hi[j] = random.nextLong();
            lo[j] = random.nextLong();
            seen += index.touch(lo[j]);
        }
    }

    private double find(SplittableRandom random, long millions) {
        long begin = System.nanoTime();
        long expected = 0;
        for (long i = 0; i < millions * MILLION; i += RUN) {
            lookAhead(random);
            for (int j = 0; j < RUN; j++) {
                if (index.position(index.find(hi[j], lo[j])) != expected++) {
                    throw new IllegalStateException("another position than was put");
                }
            }
        }
        return System.nanoTime() - begin;
    }
}
