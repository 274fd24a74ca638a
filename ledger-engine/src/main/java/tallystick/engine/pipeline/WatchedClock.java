package tallystick.engine.pipeline;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock, watched: a reading that moved more than a second otherwise than the machine's
 * steady clock did is a step. Steps change nothing, as order is by position and recorded times
 * never go back; they are counted and said, at most once a second, because somebody should look at
 * the clock. The deciding thread's alone, save the count.
 */
final class WatchedClock implements LongSupplier {

    private static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final System.Logger LOG = System.getLogger(WatchedClock.class.getName());

    private final LongSupplier epochNanos;
    private final LongSupplier steadyNanos;
    private long lastEpochNanos;
    private long lastSteadyNanos;
    private long lastSaidNanos;
    private boolean started;
    private volatile long steps;

    /**
     * @param epochNanos the clock, nanoseconds since 1970
     * @param steadyNanos what never steps, as {@link System#nanoTime}
     * @param lastRecordedEpochNanos where the journal ends: a clock that begins before it has
     *     stepped while nobody looked
     */
    WatchedClock(LongSupplier epochNanos, LongSupplier steadyNanos, long lastRecordedEpochNanos) {
        this.epochNanos = epochNanos;
        this.steadyNanos = steadyNanos;
        lastEpochNanos = lastRecordedEpochNanos;
    }

    @Override
    public long getAsLong() {
        long now = epochNanos.getAsLong();
        long steady = steadyNanos.getAsLong();
        long off = started ? now - lastEpochNanos - (steady - lastSteadyNanos) : 0;
        if (Math.abs(off) > TOLERANCE_NANOS) {
            stepped(off, steady);
        } else if (!started && now < lastEpochNanos) {
            stepped(now - lastEpochNanos, steady);
        }
        started = true;
        lastEpochNanos = now;
        lastSteadyNanos = steady;
        return now;
    }

    private void stepped(long offNanos, long steady) {
        long before = steps;
        steps = before + 1;
        if (before == 0 || steady - lastSaidNanos >= TOLERANCE_NANOS) {
            lastSaidNanos = steady;
            LOG.log(
                    Level.WARNING,
                    "the clock stepped by {0} ms; order and recorded times are not affected",
                    String.valueOf(TimeUnit.NANOSECONDS.toMillis(offNanos)));
        }
    }

    /** How often the clock stepped; from any thread. */
    long steps() {
        return steps;
    }
}
