package tallystick.engine.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is sent or to be sent and not answered: callers put in, one thread sends, another
 * answers. A batch is in exactly one of: open (being gathered), waiting, under way.
 */
final class PendingBatches {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomOrEnd = lock.newCondition();
    private final Condition workOrEnd = lock.newCondition();

    private final int most;
    private final Deque<PendingBatch> waiting = new ArrayDeque<>();
    private final Map<Long, PendingBatch> underWay = new LinkedHashMap<>();
    private @Nullable PendingBatch open;
    private @Nullable RuntimeException ended;
    private boolean broken;
    private boolean isTerminated;
    private int reserved;
    private long numbers;

    /**
     * @param most batches at a time, 1 or more
     */
    PendingBatches(int most) {
        this.most = most;
    }

    /** Work on the batches that nobody else does at the same time. */
    interface Step<T> {
        T run(PendingBatches batches) throws InterruptedException, IngestWindowFullException;
    }

    /** Runs a caller's step under the lock. */
    <T> T locked(Step<T> step) throws InterruptedException, IngestWindowFullException {
        lock.lockInterruptibly();
        try {
            return step.run(this);
        } finally {
            lock.unlock();
        }
    }

    // ---- callers, under the lock
    // -----------------------------------------------------------------

    PendingBatch create(int flags) {
        return new PendingBatch(numbers++, flags, System.nanoTime());
    }

    @Nullable PendingBatch open() {
        return open;
    }

    void setOpen(@Nullable PendingBatch batch) {
        open = batch;
        workOrEnd.signal();
    }

    /** The open batch takes no more: it is sent as it is. */
    void closeOpen() {
        if (open != null) {
            add(open);
            open = null;
        }
    }

    private void add(PendingBatch batch) {
        waiting.addLast(batch);
        workOrEnd.signal();
    }

    /** A place is kept for a batch that is being encoded; {@link #addReserved} or give it back. */
    PendingBatch reserve(int flags) {
        reserved++;
        return create(flags);
    }

    void giveBackReserved() {
        lock.lock();
        try {
            reserved--;
            roomOrEnd.signal();
            workOrEnd.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds the batch a place was reserved for. */
    void addReserved(PendingBatch batch) {
        lock.lock();
        try {
            reserved--;
            if (isTerminated && ended != null) {
                throw ended;
            }
            add(batch);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until another batch may come.
     *
     * @throws IngestWindowFullException when that took too long
     */
    void awaitRoom(long timeoutMillis) throws InterruptedException, IngestWindowFullException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        requireGoingOn();
        while (waiting.size() + underWay.size() + reserved >= most) {
            if (left <= 0) {
                throw new IngestWindowFullException(
                        most
                                + " batches are unanswered, and none was answered in "
                                + timeoutMillis
                                + " ms");
            }
            left = roomOrEnd.awaitNanos(left);
            requireGoingOn();
        }
    }

    private void requireGoingOn() {
        if (ended != null) {
            throw ended;
        }
    }

    // ---- the sending thread
    // ----------------------------------------------------------------------

    /** Waits until there is something to send or it is over; false when it is over. */
    boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isEmpty() && ended == null) {
                workOrEnd.await();
            }
            return !isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty() && open == null && reserved == 0;
    }

    /** Before a connection is used. */
    void connected() {
        lock.lock();
        try {
            broken = false;
        } finally {
            lock.unlock();
        }
    }

    /** The reader met the end of the connection. */
    void disconnected() {
        lock.lock();
        try {
            broken = true;
            workOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next batch to send, which is under way from now on; null when there is none for a while,
     * and the caller should look around and ask again.
     *
     * @param window most batches under way
     */
    @Nullable PendingBatch poll(int window, long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            PendingBatch next = next(window);
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (next == null && !broken && left > 0) {
                left = workOrEnd.awaitNanos(left);
                next = next(window);
            }
            if (next != null) {
                next.sendings++;
                underWay.put(next.number, next);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PendingBatch next(int window) {
        if (broken || underWay.size() >= window) {
            return null;
        }
        PendingBatch first = waiting.peekFirst();
        if (first == null) {
            PendingBatch gathered = open;
            open = null;
            return gathered;
        }
        if (first.notBeforeNanos - System.nanoTime() > 0) {
            return null;
        }
        waiting.removeFirst();
        return first;
    }

    boolean isBroken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is left and nothing more will come. */
    boolean isOver() {
        lock.lock();
        try {
            return ended != null && isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isAnyUnderWay() {
        lock.lock();
        try {
            return !underWay.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was under way on a connection that ended is sent again, in its order, before all else.
     */
    void takeBack() {
        lock.lock();
        try {
            List<PendingBatch> again = new ArrayList<>(underWay.values());
            underWay.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes out every batch that is older, to be failed by the caller. */
    List<PendingBatch> removeOlderThan(long nanos) {
        long now = System.nanoTime();
        return remove(batch -> now - batch.bornNanos >= nanos);
    }

    /** A batch made of a part of another, as old as that. */
    PendingBatch createAlone(int flags, long bornNanos) {
        lock.lock();
        try {
            return new PendingBatch(numbers++, flags, bornNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Adds it without asking for room: it is part of what was let in. */
    void addLate(PendingBatch batch) {
        lock.lock();
        try {
            add(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the batch of that number; null when there is none. */
    @Nullable PendingBatch remove(long number) {
        List<PendingBatch> removed = remove(batch -> batch.number == number);
        return removed.isEmpty() ? null : removed.getFirst();
    }

    // ---- the reading thread
    // ----------------------------------------------------------------------

    /** The batch that was answered, which is not pending from now on; null for an unknown one. */
    @Nullable PendingBatch answered(long number) {
        lock.lock();
        try {
            PendingBatch batch = underWay.remove(number);
            roomOrEnd.signal();
            workOrEnd.signal();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The batch under way of that number, null for an unknown one. */
    @Nullable PendingBatch find(long number) {
        lock.lock();
        try {
            return underWay.get(number);
        } finally {
            lock.unlock();
        }
    }

    /** Sends a batch that was not taken again after a pause; it keeps its place in the window. */
    void again(PendingBatch batch, long pauseMillis) {
        lock.lock();
        try {
            if (underWay.remove(batch.number) != null) {
                batch.notBeforeNanos =
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(1, pauseMillis));
                waiting.addFirst(batch);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- the end
    // -----------------------------------------------------------------------------------

    /** Nothing more is taken in; callers are told why. */
    void end(RuntimeException why) {
        lock.lock();
        try {
            if (ended == null) {
                ended = why;
            }
            roomOrEnd.signalAll();
            workOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out every batch, to be failed by the caller; none comes in any more. */
    List<PendingBatch> removeAll() {
        lock.lock();
        try {
            isTerminated = true;
        } finally {
            lock.unlock();
        }
        return remove(_ -> true);
    }

    private List<PendingBatch> remove(Predicate<PendingBatch> which) {
        lock.lock();
        try {
            List<PendingBatch> removed = new ArrayList<>();
            moveIf(waiting.iterator(), which, removed);
            moveIf(underWay.values().iterator(), which, removed);
            if (open != null && which.test(open)) {
                removed.add(open);
                open = null;
            }
            roomOrEnd.signalAll();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private static void moveIf(
            Iterator<PendingBatch> from, Predicate<PendingBatch> which, List<PendingBatch> to) {
        while (from.hasNext()) {
            PendingBatch batch = from.next();
            if (which.test(batch)) {
                from.remove();
                to.add(batch);
            }
        }
    }
}
