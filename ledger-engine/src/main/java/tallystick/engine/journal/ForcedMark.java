package tallystick.engine.journal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How far the journal is durable. The writer touches a monitor only while somebody waits. */
final class ForcedMark {

    private final AtomicInteger waiting = new AtomicInteger();
    private final Object monitor = new Object();
    private volatile long place;
    private volatile long position;

    ForcedMark(long position, long place) {
        this.place = place;
        this.position = position;
    }

    /** The place goes first: who sees the position finds the place at least as far. */
    void publish(long newPosition, long newPlace) {
        place = newPlace;
        position = newPosition;
        if (waiting.get() > 0) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }

    long position() {
        return position;
    }

    /** End of the last forced frame, as a {@link PositionIndex#place}. */
    long place() {
        return place;
    }

    /** Waits until {@code wanted} is forced. */
    boolean await(long wanted, long timeoutMillis) throws InterruptedException {
        if (position >= wanted || timeoutMillis <= 0) {
            return position >= wanted;
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        // Counted before the look at the position, as the writer looks here after moving it.
        waiting.incrementAndGet();
        try {
            synchronized (monitor) {
                while (position < wanted) {
                    long leftNanos = deadlineNanos - System.nanoTime();
                    if (leftNanos <= 0) {
                        return false;
                    }
                    TimeUnit.NANOSECONDS.timedWait(monitor, leftNanos);
                }
                return true;
            }
        } finally {
            waiting.decrementAndGet();
        }
    }
}
