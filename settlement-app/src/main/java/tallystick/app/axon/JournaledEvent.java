package tallystick.app.axon;

import java.time.Instant;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.JournalEntry;

/** An application message as Axon reads stored events. */
abstract class JournaledEvent implements EventData<String> {

    private final ApplicationMessage message;

    private JournaledEvent(ApplicationMessage message) {
        this.message = message;
    }

    /** The event with its place in the journal: a domain event only when it has an aggregate. */
    static TrackedEventData<String> of(JournalEntry.Application entry) {
        TrackingToken token = new GlobalSequenceTrackingToken(entry.lastPosition());
        return entry.message().aggregateId() == null
                ? new OfNone(entry.message(), token)
                : new Placed(entry.message(), token);
    }

    @Override
    public String getEventIdentifier() {
        return message.id();
    }

    @Override
    public Instant getTimestamp() {
        return Instant.ofEpochMilli(message.occurredEpochMillis());
    }

    @Override
    public SerializedObject<String> getMetaData() {
        return new SerializedMetaData<>(message.metadata(), String.class);
    }

    @Override
    public SerializedObject<String> getPayload() {
        return new SimpleSerializedObject<>(
                message.payload(), String.class, message.payloadType(), message.payloadRevision());
    }

    /** An event of no aggregate, which must not come back as a domain event. */
    private static final class OfNone extends JournaledEvent implements TrackedEventData<String> {

        private final TrackingToken token;

        OfNone(ApplicationMessage message, TrackingToken token) {
            super(message);
            this.token = token;
        }

        @Override
        public TrackingToken trackingToken() {
            return token;
        }
    }

    /** An event of an aggregate, without its place in the journal. */
    static class OfAggregate extends JournaledEvent implements DomainEventData<String> {

        private final ApplicationMessage message;

        OfAggregate(ApplicationMessage message) {
            super(message);
            this.message = message;
        }

        @Override
        public String getType() {
            return Objects.requireNonNull(message.aggregateType());
        }

        @Override
        public String getAggregateIdentifier() {
            return Objects.requireNonNull(message.aggregateId());
        }

        @Override
        public long getSequenceNumber() {
            return message.aggregateSequence();
        }
    }

    /** An event of an aggregate, with its place in the journal. */
    private static final class Placed extends OfAggregate implements TrackedEventData<String> {

        private final TrackingToken token;

        Placed(ApplicationMessage message, TrackingToken token) {
            super(message);
            this.token = token;
        }

        @Override
        public TrackingToken trackingToken() {
            return token;
        }
    }
}
