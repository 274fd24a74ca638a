package tallystick.app.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures that cost something to get: asked for by whoever reads them, and then kept for a while,
 * so that one scrape asks once. What could not be had is kept too, as nothing. Any thread.
 */
final class Sampled<T> {

    private final Supplier<@Nullable T> source;
    private final long keptNanos;

    /** Guarded by this, as what follows. */
    private @Nullable T newest;

    private long takenNanos;
    private boolean taken;

    /**
     * @param keptMillis how old a sample may be, 1 or more
     * @param source asks; null when there is no answer
     */
    Sampled(long keptMillis, Supplier<@Nullable T> source) {
        this.source = source;
        keptNanos = TimeUnit.MILLISECONDS.toNanos(keptMillis);
    }

    /** The newest sample, null when it could not be had. */
    synchronized @Nullable T get() {
        if (!taken || System.nanoTime() - takenNanos >= keptNanos) {
            newest = source.get();
            takenNanos = System.nanoTime();
            taken = true;
        }
        return newest;
    }

    /** A figure of the newest sample, NaN when that could not be had. */
    double figure(ToDoubleFunction<T> figure) {
        T sample = get();
        return sample == null ? Double.NaN : figure.applyAsDouble(sample);
    }
}
