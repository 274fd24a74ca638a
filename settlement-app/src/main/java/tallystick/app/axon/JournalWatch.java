package tallystick.app.axon;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes whoever waits for the journal to grow: one thread that looks at the forced position every
 * two milliseconds, so a reader costs the ring nothing.
 */
final class JournalWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final LongSupplier lastDurablePosition;
    private final Set<Runnable> sleepers = new CopyOnWriteArraySet<>();
    private final Thread thread;
    private volatile boolean closed;

    JournalWatch(LongSupplier lastDurablePosition) {
        this.lastDurablePosition = lastDurablePosition;
        this.thread = Thread.ofPlatform().name("journal-watch").daemon().start(this::run);
    }

    /** Calls a sleeper after every growth of the journal, and once at once. */
    void add(Runnable sleeper) {
        sleepers.add(sleeper);
        sleeper.run();
    }

    void remove(Runnable sleeper) {
        sleepers.remove(sleeper);
    }

    private void run() {
        long seen = Long.MIN_VALUE;
        while (!closed) {
            long now = lastDurablePosition.getAsLong();
            if (now != seen) {
                seen = now;
                sleepers.forEach(JournalWatch::wake);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void wake(Runnable sleeper) {
        try {
            sleeper.run();
        } catch (RuntimeException fault) {
            // The sleeper looks again by itself after some seconds; the others must be woken.
            LOG.warn("a reader of the journal could not be woken", fault);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
