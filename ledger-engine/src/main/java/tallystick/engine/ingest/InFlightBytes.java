package tallystick.engine.ingest;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many payload bytes of all connections are read and not yet answered: bounds memory, however
 * many connections there are. First come, first served.
 */
final class InFlightBytes {

    /** Small frames cost more than their bytes. */
    private static final int LEAST = 1024;

    private final Semaphore room;

    InFlightBytes(int most) {
        room = new Semaphore(most, true);
    }

    /** Waits for room; false when there was none in time. */
    boolean tryEnter(int bytes, long timeoutMillis) throws InterruptedException {
        return room.tryAcquire(Math.max(LEAST, bytes), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    void leave(int bytes) {
        room.release(Math.max(LEAST, bytes));
    }

    /** Bytes that could enter now. */
    int free() {
        return room.availablePermits();
    }
}
