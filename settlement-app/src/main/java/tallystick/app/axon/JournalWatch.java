package tallystick.app.axon;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes whoever waits for the journal to grow: one thread that looks at the forced position every
 * two milliseconds, so a reader costs the ring nothing. While the journal grows all the time, it
 * wakes once in a pause: a processor that commits twenty rows at a time spends its time, and the
 * database's, on transactions. A few growths after a quiet time wake at once, and so does every
 * growth while somebody waits for what was written.
 */
final class JournalWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So many wakings are saved up in a quiet time. */
    static final int SAVED_UP = 50;

    private final LongSupplier lastDurablePosition;
    private final long pauseNanos;
    private final BooleanSupplier urgent;
    private final Set<Runnable> sleepers = new CopyOnWriteArraySet<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param pause time between two wakings once those saved up are spent, unless somebody waits;
     *     zero for none
     * @param urgent whether somebody waits for a reader of the journal
     */
    JournalWatch(LongSupplier lastDurablePosition, Duration pause, BooleanSupplier urgent) {
        this.lastDurablePosition = lastDurablePosition;
        this.pauseNanos = pause.toNanos();
        this.urgent = urgent;
        this.thread = Thread.ofPlatform().name("journal-watch").daemon().start(this::run);
    }

    /** Calls a sleeper when the journal has grown, and once at once. */
    void add(Runnable sleeper) {
        sleepers.add(sleeper);
        sleeper.run();
    }

    void remove(Runnable sleeper) {
        sleepers.remove(sleeper);
    }

    private void run() {
        long seen = Long.MIN_VALUE;
        long saved = SAVED_UP * pauseNanos;
        // Nobody is woken before; how far it lies back is what is saved up.
        long dueNanos = System.nanoTime() - saved;
        while (!closed) {
            long position = lastDurablePosition.getAsLong();
            long now = System.nanoTime();
            if (position != seen && (now - dueNanos >= 0 || urgent.getAsBoolean())) {
                seen = position;
                dueNanos = Math.max(dueNanos, now - saved) + pauseNanos;
                dueNanos = Math.min(dueNanos, now + pauseNanos);
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
