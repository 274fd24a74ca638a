package tallystick.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.projections.check.ProjectionCheck.Entry;
import tallystick.projections.parking.JournalPiece;

/** A journal in memory: one message per entry, its token is the entry's last position. */
final class JournalDouble implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final List<TrackedEventMessage<?>> messages = new ArrayList<>();

    /** The message of an entry. */
    static EventMessage<?> message(Entry entry) {
        long last = entry.firstPosition() + length(entry.event()) - 1;
        return message(entry.event(), entry.firstPosition(), last, entry.recordedEpochNanos());
    }

    /** A message with any positions, as a broken source might send. */
    static EventMessage<?> message(
            Object payload, long firstPosition, long lastPosition, long recordedEpochNanos) {
        return GenericEventMessage.asEventMessage(payload)
                .andMetaData(EntryMetadata.of(firstPosition, lastPosition, recordedEpochNanos));
    }

    /** A message as a stretch of the journal. */
    static JournalPiece piece(EventMessage<?> message) {
        return new JournalPiece(
                message.getPayload() instanceof LedgerEvent event ? event : null,
                EntryMetadata.firstPosition(message),
                EntryMetadata.lastPosition(message),
                EntryMetadata.recordedEpochNanos(message));
    }

    static long length(LedgerEvent event) {
        return event instanceof UsageRecorded run ? run.records().size() : 1;
    }

    synchronized void append(EventMessage<?> message) {
        TrackingToken token = new GlobalSequenceTrackingToken(EntryMetadata.lastPosition(message));
        messages.add(new GenericTrackedEventMessage<>(token, message));
        notifyAll();
    }

    @Override
    public synchronized BlockingStream<TrackedEventMessage<?>> openStream(
            @Nullable TrackingToken trackingToken) {
        TrackingToken from = WrappedToken.unwrapLowerBound(trackingToken);
        long position =
                from instanceof GlobalSequenceTrackingToken token ? token.getGlobalIndex() : -1;
        int next = 0;
        while (next < messages.size()
                && EntryMetadata.lastPosition(messages.get(next)) <= position) {
            next++;
        }
        return new Stream(next);
    }

    @Override
    public synchronized TrackingToken createHeadToken() {
        return messages.getLast().trackingToken();
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private int next;

        Stream(int next) {
            this.next = next;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            synchronized (JournalDouble.this) {
                return next < messages.size() ? Optional.of(messages.get(next)) : Optional.empty();
            }
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            synchronized (JournalDouble.this) {
                if (next == messages.size() && timeout > 0) {
                    JournalDouble.this.wait(unit.toMillis(timeout));
                }
                return next < messages.size();
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            synchronized (JournalDouble.this) {
                while (next == messages.size()) {
                    JournalDouble.this.wait();
                }
                return messages.get(next++);
            }
        }

        @Override
        public void close() {}
    }
}
