package tallystick.projections.fold;

import java.sql.Connection;
import java.sql.SQLException;
import tallystick.domain.LedgerEvent;

/** What the entries of one unit of work add up to, before any SQL. One thread. */
public interface Fold {

    /**
     * Adds an event.
     *
     * @param firstPosition position of the event; of the first record for a run of usage
     * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
     */
    void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos);

    /** Writes the sum, once, in the current transaction. */
    void flush(Connection connection) throws SQLException;
}
