package tallystick.app.axon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent.UsageRecorded;

/**
 * A stream that seems to end while too many usage records are handed out and not released, and,
 * once it was read to its end, until its reader is woken: who wakes decides how soon. One thread
 * reads, any thread releases.
 */
public final class BoundedEventStream implements BlockingStream<TrackedEventMessage<?>> {

    private record Lent(long position, long records) {}

    private final BlockingStream<TrackedEventMessage<?>> journal;
    private final long maxRecords;

    // Guarded by this.
    private final Deque<Lent> lent = new ArrayDeque<>();
    private final Set<Class<?>> ignored = new HashSet<>();
    private long lentRecords;

    private volatile @Nullable Runnable wake;

    /** Read to its end; whoever wakes the reader takes it back. */
    private volatile boolean ended;

    private volatile boolean isWoken;

    BoundedEventStream(BlockingStream<TrackedEventMessage<?>> journal, long maxRecords) {
        this.journal = journal;
        this.maxRecords = maxRecords;
    }

    private synchronized boolean hasRoom() {
        return lentRecords < maxRecords;
    }

    /** Everything up to this position is committed. */
    void release(long position) {
        boolean hadRoom = hasRoom();
        synchronized (this) {
            while (!lent.isEmpty() && lent.element().position() <= position) {
                lentRecords -= lent.remove().records();
            }
        }
        Runnable reader = wake;
        if (!hadRoom && hasRoom() && reader != null) {
            reader.run();
        }
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (!hasRoom() || isAsleep()) {
            return Optional.empty();
        }
        // Before the look: who wakes meanwhile has seen what the look may have missed.
        ended = true;
        Optional<TrackedEventMessage<?>> next = journal.peek();
        if (next.isPresent()) {
            ended = false;
        }
        return next;
    }

    private boolean isAsleep() {
        return ended && isWoken;
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (timeout > 0) {
            return hasRoom() && journal.hasNextAvailable(timeout, unit);
        }
        return peek().isPresent();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        TrackedEventMessage<?> message = journal.nextAvailable();
        lend(message);
        return message;
    }

    private synchronized void lend(TrackedEventMessage<?> message) {
        if (!ignored.contains(message.getPayloadType())) {
            Lent next = new Lent(positionOf(message), weight(message));
            lent.add(next);
            lentRecords += next.records();
        }
    }

    private static long positionOf(TrackedEventMessage<?> message) {
        return message.trackingToken().position().orElseThrow();
    }

    private static long weight(TrackedEventMessage<?> message) {
        return UsageRecorded.class.equals(message.getPayloadType())
                ? ((UsageRecorded) message.getPayload()).records().size()
                : 1;
    }

    /** What the processor has no handler for it drops at once, and never reports as handled. */
    @Override
    public synchronized void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignoredMessage) {
        ignored.add(ignoredMessage.getPayloadType());
        Lent last = lent.peekLast();
        if (last != null && last.position() == positionOf(ignoredMessage)) {
            lentRecords -= lent.removeLast().records();
        }
    }

    @Override
    public boolean setOnAvailableCallback(@Nullable Runnable callback) {
        wake = callback;
        isWoken = journal.setOnAvailableCallback(callback == null ? null : () -> awake(callback));
        return isWoken;
    }

    private void awake(Runnable callback) {
        ended = false;
        callback.run();
    }

    @Override
    public void close() {
        wake = null;
        journal.close();
    }
}
