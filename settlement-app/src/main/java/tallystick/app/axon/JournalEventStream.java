package tallystick.app.axon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;

/**
 * A live stream of the journal's messages, never past the last forced position. One thread at a
 * time.
 */
final class JournalEventStream implements TrackingEventStream {

    private final EventTail tail;
    private final Function<JournalEntry, Stream<? extends TrackedEventMessage<?>>> messages;

    /** An upcaster may make several messages of one entry, or none. */
    private final Deque<TrackedEventMessage<?>> decoded = new ArrayDeque<>();

    private final @Nullable JournalWatch watch;
    private @Nullable Runnable wake;

    /**
     * @param watch tells when the journal has grown, null when nobody asks
     */
    JournalEventStream(
            EventTail tail,
            Function<JournalEntry, Stream<? extends TrackedEventMessage<?>>> messages,
            @Nullable JournalWatch watch) {
        this.tail = tail;
        this.messages = messages;
        this.watch = watch;
    }

    @Override
    public boolean setOnAvailableCallback(@Nullable Runnable callback) {
        if (watch == null) {
            return false;
        }
        if (wake != null) {
            watch.remove(wake);
        }
        wake = callback;
        if (callback != null) {
            watch.add(callback);
        }
        return true;
    }

    /** The next message, or null when no further one is forced yet; a later call may find one. */
    @Nullable TrackedEventMessage<?> poll() {
        return fill() ? decoded.poll() : null;
    }

    private boolean fill() {
        while (decoded.isEmpty()) {
            JournalEntry entry = tail.poll();
            if (entry == null) {
                return false;
            }
            messages.apply(entry).forEachOrdered(decoded::add);
        }
        return true;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return fill() ? Optional.of(decoded.element()) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + unit.toNanos(timeout);
        while (!fill()) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            tail.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
            // an interruption is the only other way out
        }
        return decoded.remove();
    }

    @Override
    public void close() {
        setOnAvailableCallback(null);
        tail.close();
    }
}
