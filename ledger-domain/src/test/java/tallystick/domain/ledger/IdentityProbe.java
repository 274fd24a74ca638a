package tallystick.domain.ledger;

import java.util.SplittableRandom;

/**
 * What remembering many ids costs: {@code IdentityProbe [keys]}, 100,000,000 unless told. Each key
 * is looked up and put, looked ahead at in runs as the deciding thread does; then as many of them
 * are found again. Prints bytes a key and rates, those of the run against those of the first
 * million. Wants a heap of 4 GB.
 */
final class IdentityProbe {

    private static final int RUN = 32;
    private static final int MILLION = 1_000_000;

    private final IdentityIndex index = new IdentityIndex();
    private final FingerprintLog fingerprints = new FingerprintLog();
    private final long[] hi = new long[RUN];
    private final long[] lo = new long[RUN];
    private long position;
    private long seen;

    private IdentityProbe() {}

    public static void main(String[] args) {
        long keys = args.length > 0 ? Long.parseLong(args[0]) : 100L * MILLION;
        // Twice, so that the figures of the empty table are not those of cold code.
        new IdentityProbe().run(2L * MILLION, false);
        new IdentityProbe().run(keys, true);
    }

    private void run(long keys, boolean prints) {
        SplittableRandom random = new SplittableRandom(1);
        double first = 0;
        double nanos = 0;
        long highest = 0;
        for (long done = 0; done < keys; done += MILLION) {
            double block = put(random);
            first = done == 0 ? block : first;
            nanos += block;
            highest = Math.max(highest, (long) (100.0 * bytes() / index.size()));
            if (prints && (done + MILLION) % (10L * MILLION) == 0) {
                System.out.printf(
                        "%,d keys: %.1f bytes a key, %,.0f puts/s%n",
                        index.size(), (double) bytes() / index.size(), rate(block));
            }
        }
        double millions = keys / (double) MILLION;
        double found = find(new SplittableRandom(1), keys / MILLION);
        if (prints) {
            System.out.printf(
                    "%,d keys in %,d bytes, %.1f a key; put %,.0f/s on average, %.0f %% of the"
                            + " first million's %,.0f/s; found again %,.0f/s; %d%n",
                    index.size(),
                    bytes(),
                    (double) bytes() / index.size(),
                    rate(nanos / millions),
                    100 * first / (nanos / millions),
                    rate(first),
                    rate(found / millions),
                    seen & 1);
        }
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
