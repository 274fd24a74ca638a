package tallystick.engine.codec;

import org.jspecify.annotations.Nullable;
import tallystick.engine.ApplicationMessage;

/** Which optional fields an application message has: an empty text is not an absent one. */
final class MessagePresence {

    private static final int AGGREGATE_TYPE = 1;
    private static final int AGGREGATE_ID = 1 << 1;
    private static final int PAYLOAD_REVISION = 1 << 2;

    private MessagePresence() {}

    static short of(ApplicationMessage message) {
        int present = message.aggregateType() == null ? 0 : AGGREGATE_TYPE;
        present |= message.aggregateId() == null ? 0 : AGGREGATE_ID;
        return (short) (present | (message.payloadRevision() == null ? 0 : PAYLOAD_REVISION));
    }

    static @Nullable String aggregateType(short present, String text) {
        return (present & AGGREGATE_TYPE) == 0 ? null : text;
    }

    static @Nullable String aggregateId(short present, String text) {
        return (present & AGGREGATE_ID) == 0 ? null : text;
    }

    static @Nullable String payloadRevision(short present, String text) {
        return (present & PAYLOAD_REVISION) == 0 ? null : text;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
