package tallystick.app.axon;

import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MetaData;
import tallystick.domain.LedgerEvent;
import tallystick.engine.JournalEntry;

/**
 * The ledger's entries as Axon messages: the payload is the event itself, a run of usage is one
 * message, and the token is the entry's last position. They belong to no aggregate.
 */
public final class LedgerEventMessages {

    /** Metadata: position of the entry's first event, a {@code Long}. */
    public static final String FIRST_POSITION = "firstPosition";

    /** Metadata: position of the entry's last event, a {@code Long}. */
    public static final String LAST_POSITION = "lastPosition";

    /** Metadata: when the sequencer took it in, nanoseconds since 1970, a {@code Long}. */
    public static final String RECORDED_EPOCH_NANOS = "recordedEpochNanos";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private LedgerEventMessages() {}

    static TrackedEventMessage<LedgerEvent> of(JournalEntry.Ledger entry) {
        MetaData metaData =
                MetaData.from(
                        Map.of(
                                FIRST_POSITION, entry.firstPosition(),
                                LAST_POSITION, entry.lastPosition(),
                                RECORDED_EPOCH_NANOS, entry.recordedEpochNanos()));
        GenericEventMessage<LedgerEvent> message =
                new GenericEventMessage<>(
                        "ledger-" + entry.lastPosition(),
                        entry.event(),
                        metaData,
                        instant(entry.recordedEpochNanos()));
        return new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(entry.lastPosition()), message);
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND),
                Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }
}
