package tallystick.loadgen.trace;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trace of an hour whose lengths and arrivals are like the published conversation trace:
 * lengths by {@link TokenDistribution}, arrivals by a rate that wanders from minute to minute with
 * bursts of seconds on top. Rows come in order of arrival and in constant memory.
 */
public final class TraceGenerator implements TraceCursor {

    /** How long every generated trace lasts. */
    public static final int SECONDS = 3600;

    /** 2026-01-01T00:00:00Z: an arbitrary hour; whoever replays a trace shifts it. */
    static final long START_EPOCH_NANOS = 1_767_225_600L * 1_000_000_000L;

    /** What the format can say: ten millionths of a second. */
    private static final long TICK_NANOS = 100;

    private static final long TICKS_PER_SECOND = 10_000_000;

    /** So that a second has millions of places, not thousands. */
    private static final long FINENESS = 1024;

    private final SplittableRandom random;
    private final long rows;
    private final long[] cumulative = new long[SECONDS + 1];
    private long made;

    /** Share of the hour's arrivals still to come, 1 at the start: a time, no amount. */
    private double ahead = 1;

    private int second;

    /**
     * Starts at the first row.
     *
     * @param seed the same seed and count make the same rows on every machine
     * @param rows how many to make, 0 or more
     */
    public TraceGenerator(long seed, long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("rows must be 0 or more");
        }
        this.random = new SplittableRandom(seed);
        this.rows = rows;
        layOutTheHour();
    }

    @Override
    public @Nullable TraceRow next() {
        if (made == rows) {
            return null;
        }
        long arrived = arrival();
        made++;
        return new TraceRow(
                arrived,
                TokenDistribution.CONTEXT.draw(random),
                TokenDistribution.GENERATED.draw(random));
    }

    /** The weight of each second: a wandering minute times a burst that few seconds have. */
    private void layOutTheHour() {
        long minute = 300;
        for (int i = 0; i < SECONDS; i++) {
            if (i % 60 == 0) {
                minute = Math.clamp(minute + random.nextLong(-60, 61), 180, 500);
            }
            long burst =
                    random.nextInt(20) == 0 ? 20 + random.nextLong(40) : 8 + random.nextLong(5);
            cumulative[i + 1] = cumulative[i] + minute * burst * FINENESS;
        }
    }

    /**
     * The next of {@code rows} arrivals in order, each independent of the others: the least of the
     * n places left in an interval is at 1 − V<sup>1/n</sup> of it.
     */
    private long arrival() {
        long left = rows - made;
        ahead *= StrictMath.pow(1 - random.nextDouble(), 1.0 / left);
        long place = (long) ((1 - ahead) * cumulative[SECONDS]);
        while (second < SECONDS - 1 && place >= cumulative[second + 1]) {
            second++;
        }
        long weight = cumulative[second + 1] - cumulative[second];
        long within = Math.clamp(place - cumulative[second], 0, weight - 1);
        long ticks = second * TICKS_PER_SECOND + within * TICKS_PER_SECOND / weight;
        return START_EPOCH_NANOS + ticks * TICK_NANOS;
    }
}
