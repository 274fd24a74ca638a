package tallystick.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is on the ring, counted in records: bounds the memory that requests on the way hold,
 * however large they are. Many threads enter, one leaves.
 */
final class InFlight {

    private final AtomicLong entered = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final long most;

    InFlight(long most) {
        this.most = most;
    }

    /** Enters unless the ring holds its fill already; one request may overshoot it. */
    boolean tryEnter(int weight) {
        long before = entered.get();
        while (before - left.get() < most) {
            if (entered.compareAndSet(before, before + weight)) {
                return true;
            }
            before = entered.get();
        }
        return false;
    }

    /** Takes back an entry that came to nothing. */
    void withdraw(int weight) {
        entered.addAndGet(-weight);
    }

    /** Acknowledging thread only. */
    void leave(int weight) {
        left.lazySet(left.get() + weight);
    }

    /** How much is on the ring now. */
    long count() {
        return entered.get() - left.get();
    }

    boolean isEmpty() {
        return entered.get() == left.get();
    }
}
