package tallystick.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks every stage, not only the first. Disruptor's blocking strategy lets a later stage spin
 * while the stage before it works: on two cores the acknowledging thread would burn the core that
 * producers need, for as long as a force takes. Here a stage that comes to wait first wakes those
 * who follow it, because it has just handed something over.
 */
final class HandOverWaitStrategy implements WaitStrategy {

    private static final int SPINS_FOR_A_CLAIMED_SLOT = 200;
    private static final long PARK_NANOS = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final AtomicBoolean someoneWaits = new AtomicBoolean();

    /** First stage only: how often it came back for the same slot. */
    private long lastWanted = -1;

    private int returns;

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, InterruptedException {
        signalAllWhenBlocking();
        long available = dependent.get();
        if (available < sequence) {
            available = block(sequence, dependent, barrier);
        } else if (dependent.equals(cursor)) {
            easeOffWhenClaimedOnly(sequence);
        }
        return available;
    }

    private long block(long sequence, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, InterruptedException {
        lock.lock();
        try {
            while (true) {
                someoneWaits.set(true);
                long available = dependent.get();
                if (available >= sequence) {
                    return available;
                }
                barrier.checkAlert();
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A producer has claimed the slot but not filled it: it may have lost its core to us. */
    private void easeOffWhenClaimedOnly(long sequence) {
        if (sequence != lastWanted) {
            lastWanted = sequence;
            returns = 0;
        } else if (++returns > SPINS_FOR_A_CLAIMED_SLOT) {
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    @Override
    public void signalAllWhenBlocking() {
        // What was published must be visible before the flag is read, or the wake-up is lost.
        VarHandle.fullFence();
        if (someoneWaits.get() && someoneWaits.getAndSet(false)) {
            lock.lock();
            try {
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
