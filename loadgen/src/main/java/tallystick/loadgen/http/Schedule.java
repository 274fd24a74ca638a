package tallystick.loadgen.http;

import java.util.concurrent.locks.LockSupport;

/** When the requests of a connection are due. */
final class Schedule {

    private final long endNanos;
    private final long intervalNanos;
    private long due;

    /**
     * @param firstNanos when the first is due, by {@link System#nanoTime}
     * @param intervalNanos until the next; 0: when the one before is answered
     */
    Schedule(long firstNanos, long endNanos, long intervalNanos) {
        this.due = firstNanos;
        this.endNanos = endNanos;
        this.intervalNanos = intervalNanos;
    }

    /** Whether another one is due before the end. */
    boolean hasNext() {
        return due - endNanos < 0;
    }

    /** Waits until the next one is due and says when that was meant to be. */
    long next() {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return intervalNanos == 0 ? System.nanoTime() : due;
    }

    /** The one before is answered. */
    void answered() {
        due = intervalNanos == 0 ? System.nanoTime() : due + intervalNanos;
    }
}
