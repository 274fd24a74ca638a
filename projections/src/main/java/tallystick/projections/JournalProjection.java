package tallystick.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import tallystick.domain.LedgerEvent;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.DatabaseException;

/**
 * A fold of the journal into tables. Messages are folded in memory and written once per unit of
 * work, when it prepares to commit, together with the position reached. Each entry must continue
 * where the last one ended: a repeat or a gap is a {@link ProgressException}, so that exactly-once
 * is checked rather than hoped for.
 *
 * <p>One processing group with one segment feeds it; it is not for several threads at once.
 */
public abstract class JournalProjection {

    private static final long NOT_LOADED = Long.MIN_VALUE;

    private final String group;
    private final DataSource dataSource;
    private final String resourceKey;
    private long loadedPosition = NOT_LOADED;

    /**
     * @param group name of the processing group and of the row of progress
     * @param dataSource gives the connection of the current transaction
     */
    protected JournalProjection(String group, DataSource dataSource) {
        this.group = group;
        this.dataSource = dataSource;
        this.resourceKey = JournalProjection.class.getName() + "/" + group;
    }

    /** Name of the processing group and of its row of progress. */
    public final String group() {
        return group;
    }

    /** Takes any message of the journal in; one that is no ledger event only moves progress. */
    @EventHandler(payloadType = Object.class)
    public final void on(EventMessage<?> message) {
        UnitOfWork<?> unit = CurrentUnitOfWork.get().root();
        unit.getOrComputeResource(resourceKey, _ -> begin(unit)).take(message);
    }

    /** Empties the projection's tables and forgets its progress, in the current transaction. */
    @ResetHandler
    public final void reset() {
        loadedPosition = NOT_LOADED;
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("TRUNCATE " + String.join(", ", tables()));
            Progress.forget(connection, group);
        } catch (SQLException failure) {
            throw new DatabaseException("cannot reset projection " + group, failure);
        }
    }

    /** The projection's own tables. */
    protected abstract List<String> tables();

    /** Reads back what later events refer to by number; called when another has moved progress. */
    protected abstract void load(Connection connection) throws SQLException;

    /** An empty fold that may note new numbers at once: they are read back after a rollback. */
    protected abstract Fold beginFold();

    private Pending begin(UnitOfWork<?> unit) {
        Pending pending = new Pending(loadProgress(), beginFold());
        // Until the commit is through, what was noted in memory may have to be forgotten.
        loadedPosition = NOT_LOADED;
        unit.onPrepareCommit(_ -> flush(pending));
        unit.afterCommit(_ -> loadedPosition = pending.lastPosition);
        return pending;
    }

    private long loadProgress() {
        try (Connection connection = transaction()) {
            long position = Progress.read(connection, group);
            if (position != loadedPosition) {
                load(connection);
            }
            return position;
        } catch (SQLException failure) {
            throw new DatabaseException("cannot read progress of " + group, failure);
        }
    }

    private void flush(Pending pending) {
        pending.requireWhole();
        try (Connection connection = transaction()) {
            pending.fold.flush(connection);
            Progress.advance(connection, group, pending.storedPosition, pending.lastPosition);
        } catch (SQLException failure) {
            throw new DatabaseException("cannot write projection " + group, failure);
        }
    }

    private Connection transaction() throws SQLException {
        Connection connection = dataSource.getConnection();
        if (connection.getAutoCommit()) {
            connection.close();
            throw new IllegalStateException("projection " + group + " needs a transaction");
        }
        return connection;
    }

    /** A unit of work's fold, with the positions it goes from and to. */
    private final class Pending {

        private final long storedPosition;
        private final Fold fold;
        private long lastPosition;
        private boolean whole = true;

        Pending(long storedPosition, Fold fold) {
            this.storedPosition = storedPosition;
            this.lastPosition = storedPosition;
            this.fold = fold;
        }

        void take(EventMessage<?> message) {
            whole = false;
            long first = EntryMetadata.firstPosition(message);
            long last = EntryMetadata.lastPosition(message);
            if (first != lastPosition + 1 || last < first) {
                throw new ProgressException(
                        "projection %s is at %d, the next entry is %d … %d"
                                .formatted(group, lastPosition, first, last));
            }
            if (LedgerEvent.class.isAssignableFrom(message.getPayloadType())) {
                LedgerEvent event = (LedgerEvent) message.getPayload();
                requireLength(event, last - first + 1);
                fold.apply(event, first, EntryMetadata.recordedEpochNanos(message));
            }
            lastPosition = last;
            whole = true;
        }

        private void requireLength(LedgerEvent event, long positions) {
            long expected =
                    event instanceof LedgerEvent.UsageRecorded usage ? usage.records().size() : 1;
            if (positions != expected) {
                throw new ProgressException(
                        "an entry of %d events takes %d positions".formatted(expected, positions));
            }
        }

        /** A handler that swallowed a failure must not make a half-folded message durable. */
        void requireWhole() {
            if (!whole) {
                throw new IllegalStateException("projection " + group + " holds half a message");
            }
        }
    }
}
