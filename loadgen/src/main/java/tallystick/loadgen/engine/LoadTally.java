package tallystick.loadgen.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one producer was told. The acknowledging thread alone counts answers; who reads the figures
 * while a run lasts sees them a little late.
 */
final class LoadTally {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Histogram latencyNanos = new Histogram(1_000, LONGEST_NANOS, 3);
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong acknowledgedNumbers = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure;

    LoadTally(AtomicReference<@Nullable Throwable> failure) {
        this.failure = failure;
    }

    void answered(long nanos, int records, long numbers) {
        latencyNanos.recordValueWithCount(Math.min(nanos, LONGEST_NANOS), records);
        acknowledgedNumbers.setRelease(numbers);
        answered.setRelease(answered.getPlain() + records);
    }

    void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    /** Records answered, duplicates included. */
    long answered() {
        return answered.getAcquire();
    }

    /** Every record of this producer with a smaller number is acknowledged. */
    long acknowledgedNumbers() {
        return acknowledgedNumbers.getAcquire();
    }

    /** From the intended time of sending to the answer; read it when the run is over. */
    Histogram latencyNanos() {
        return latencyNanos;
    }
}
