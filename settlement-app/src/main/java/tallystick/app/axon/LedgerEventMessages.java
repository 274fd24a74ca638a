package tallystick.app.axon;

import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import tallystick.domain.LedgerEvent;
import tallystick.engine.JournalEntry;
import tallystick.projections.EntryMetadata;

/**
 * The ledger's entries as Axon messages: the payload is the event itself, a run of usage is one
 * message, and the token is the entry's last position. They belong to no aggregate.
 */
final class LedgerEventMessages {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private LedgerEventMessages() {}

    static TrackedEventMessage<LedgerEvent> of(JournalEntry.Ledger entry) {
        GenericEventMessage<LedgerEvent> message =
                new GenericEventMessage<>(
                        "ledger-" + entry.lastPosition(),
                        entry.event(),
                        metadata(entry),
                        instant(entry.recordedEpochNanos()));
        return new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(entry.lastPosition()), message);
    }

    /** Where an entry stands and when it was recorded; see {@link EntryMetadata}. */
    static Map<String, Long> metadata(JournalEntry entry) {
        return EntryMetadata.of(
                entry.firstPosition(), entry.lastPosition(), entry.recordedEpochNanos());
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND),
                Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }
}
