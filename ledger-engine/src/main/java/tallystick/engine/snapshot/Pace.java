package tallystick.engine.snapshot;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How hard background work may work: between short stretches it rests, and may be called off. */
final class Pace {

    private static final long STRETCH_NANOS = 5_000_000;

    private final int rests;
    private final BooleanSupplier calledOff;
    private long begun = System.nanoTime();

    /**
     * @param rests how long it rests for what it worked: 3 means a quarter of a processor
     * @param calledOff whether the work is not wanted any more
     */
    Pace(int rests, BooleanSupplier calledOff) {
        this.rests = rests;
        this.calledOff = calledOff;
    }

    /** As fast as it goes. */
    static Pace full() {
        return new Pace(0, () -> false);
    }

    /**
     * To be called often.
     *
     * @throws CancellationException the work is not wanted any more
     */
    void rest() {
        if (calledOff.getAsBoolean()) {
            throw new CancellationException();
        }
        long worked = System.nanoTime() - begun;
        if (worked >= STRETCH_NANOS) {
            long until = System.nanoTime() + rests * worked;
            long left = rests * worked;
            while (left > 0 && !calledOff.getAsBoolean()) {
                LockSupport.parkNanos(left);
                left = until - System.nanoTime();
            }
            begun = System.nanoTime();
        }
    }
}
