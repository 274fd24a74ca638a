package tallystick.app.axon;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import tallystick.engine.ApplicationMessage;

/** The form in which Axon's events are journaled: payload and metadata as text. */
final class StoredForm {

    private static final long NO_SEQUENCE = -1;

    private StoredForm() {}

    static ApplicationMessage of(EventMessage<?> event, Serializer serializer) {
        SerializedObject<String> payload = event.serializePayload(serializer, String.class);
        SerializedObject<String> metadata = event.serializeMetaData(serializer, String.class);
        DomainEventMessage<?> domain = event instanceof DomainEventMessage<?> of ? of : null;
        return new ApplicationMessage(
                event.getIdentifier(),
                domain == null ? null : domain.getType(),
                domain == null ? null : domain.getAggregateIdentifier(),
                domain == null ? NO_SEQUENCE : domain.getSequenceNumber(),
                event.getTimestamp().toEpochMilli(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                metadata.getData());
    }
}
