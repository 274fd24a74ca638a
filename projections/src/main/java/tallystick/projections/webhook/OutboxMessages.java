package tallystick.projections.webhook;

import java.util.List;
import tallystick.domain.LedgerEvent;

/** Who is told what: a pure function of the journal up to the event. */
public interface OutboxMessages {

    /**
     * What an event has told to whom; empty for most.
     *
     * @param firstPosition position of the event; of the first record for a run of usage
     * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
     * @throws tallystick.projections.ProgressException when that cannot be found out at the moment
     */
    List<OutboxMessage> of(LedgerEvent event, long firstPosition, long recordedEpochNanos);
}
