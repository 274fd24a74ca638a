package tallystick.projections;

import java.util.Map;
import org.axonframework.messaging.Message;

/**
 * What every event message carries beside its payload: where its journal entry stands and when it
 * was recorded. Messages of the application carry it too, since they take positions.
 */
public final class EntryMetadata {

    /** {@code Long}: position of the entry's first event. */
    public static final String FIRST_POSITION = "firstPosition";

    /** {@code Long}: position of the entry's last event. */
    public static final String LAST_POSITION = "lastPosition";

    /** {@code Long}: when the sequencer took it in, nanoseconds since 1970-01-01T00:00Z. */
    public static final String RECORDED_EPOCH_NANOS = "recordedEpochNanos";

    private EntryMetadata() {}

    /** The metadata of an entry. */
    public static Map<String, Long> of(
            long firstPosition, long lastPosition, long recordedEpochNanos) {
        return Map.of(
                FIRST_POSITION,
                firstPosition,
                LAST_POSITION,
                lastPosition,
                RECORDED_EPOCH_NANOS,
                recordedEpochNanos);
    }

    /** Position of the message's first event. */
    public static long firstPosition(Message<?> message) {
        return value(message, FIRST_POSITION);
    }

    /** Position of the message's last event. */
    public static long lastPosition(Message<?> message) {
        return value(message, LAST_POSITION);
    }

    /** When the message's entry was recorded, nanoseconds since 1970. */
    public static long recordedEpochNanos(Message<?> message) {
        return value(message, RECORDED_EPOCH_NANOS);
    }

    private static long value(Message<?> message, String name) {
        if (message.getMetaData().get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("message carries no " + name);
    }
}
