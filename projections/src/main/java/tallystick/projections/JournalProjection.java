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
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;
import tallystick.projections.parking.ParkingLot;
import tallystick.projections.parking.Poison;
import tallystick.projections.parking.Sequencing;
import tallystick.projections.parking.Sequencing.Sequences;
import tallystick.projections.sql.DatabaseException;

/**
 * A fold of the journal into tables. Messages are folded in memory and written once per unit of
 * work, when it prepares to commit, together with the position reached. Each entry must continue
 * where the last one ended: a repeat or a gap is a {@link ProgressException}, so that exactly-once
 * is checked rather than hoped for.
 *
 * <p>An event that cannot be folded is parked with its sequence, in the same transaction, and the
 * rest goes on; see {@link tallystick.projections.parking}.
 *
 * <p>One processing group with one segment feeds it; it is not for several threads at once.
 */
public abstract class JournalProjection {

    /** More parked letters than this stop a projection: what fails everywhere is its own fault. */
    static final int MOST_LETTERS = 1_000;

    private static final System.Logger LOG = System.getLogger(JournalProjection.class.getName());

    private static final long NOT_LOADED = Long.MIN_VALUE;

    /**
     * What trying parked events again did.
     *
     * @param folded events folded, those that failed again left out
     * @param parked letters there are now
     */
    public record Retried(long folded, int parked) {}

    private final String group;
    private final DataSource dataSource;
    private final String resourceKey;
    private long loadedPosition = NOT_LOADED;
    private long loadedRevision;

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
        unit.getOrComputeResource(resourceKey, _ -> begin(unit)).take(piece(message));
    }

    private static JournalPiece piece(EventMessage<?> message) {
        boolean ofLedger = LedgerEvent.class.isAssignableFrom(message.getPayloadType());
        return new JournalPiece(
                ofLedger ? (LedgerEvent) message.getPayload() : null,
                EntryMetadata.firstPosition(message),
                EntryMetadata.lastPosition(message),
                EntryMetadata.recordedEpochNanos(message));
    }

    /** Empties the projection's tables and forgets its progress, in the current transaction. */
    @ResetHandler
    public final void reset() {
        loadedPosition = NOT_LOADED;
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            if (!tables().isEmpty()) {
                statement.executeUpdate("TRUNCATE " + String.join(", ", tables()));
            }
            Progress.forget(connection, group);
            new ParkingLot(connection, group, MOST_LETTERS).clear();
        } catch (SQLException failure) {
            throw new DatabaseException("cannot reset projection " + group, failure);
        }
    }

    /** The projection's own tables, which can be emptied and folded anew; none for an outbox. */
    public abstract List<String> tables();

    /** Which sequences events belong to. */
    protected abstract Sequencing sequencing();

    /** An empty fold that may note new numbers at once: they are read back after a rollback. */
    protected abstract Fold beginFold();

    /** How many dense numbers an event takes, per counter; none unless said otherwise. */
    protected int[] numbersOf(LedgerEvent event) {
        return new int[0];
    }

    /** The dense numbers to be given next, one per counter. */
    protected int[] counters() {
        return new int[0];
    }

    /**
     * Reads back what later events refer to by number; called when another has moved progress, and
     * when what was noted in memory has been undone.
     *
     * @param counters the dense numbers to be given next; zeros when there are none yet
     */
    protected abstract void load(Connection connection, int[] counters) throws SQLException;

    /** Takes the numbers of an event that is not folded now. */
    protected void skip(LedgerEvent event) {}

    final void tellParked(JournalPiece piece, Sequences sequences, Exception failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                "projection {0} parked {1} at {2} with {3}: {4}",
                group,
                piece.kind(),
                Long.toString(piece.firstPosition()),
                sequences.touches(),
                Poison.inOneLine(failure));
    }

    private UnitFold begin(UnitOfWork<?> unit) {
        UnitFold pending = begin();
        unit.onPrepareCommit(_ -> flush(pending));
        unit.afterCommit(_ -> loadedPosition = pending.lastPosition());
        return pending;
    }

    private UnitFold begin() {
        try (Connection connection = transaction()) {
            return begin(connection);
        } catch (SQLException failure) {
            throw new DatabaseException("cannot read progress of " + group, failure);
        }
    }

    private UnitFold begin(Connection connection) throws SQLException {
        Progress progress = Progress.lock(connection, group);
        if (progress.position() != loadedPosition || progress.revision() != loadedRevision) {
            load(connection, progress.counters(counters().length));
        }
        // Until the commit is through, what was noted in memory may have to be forgotten.
        loadedPosition = NOT_LOADED;
        loadedRevision = progress.revision();
        return new UnitFold(this, progress, new ParkingLot(connection, group, MOST_LETTERS));
    }

    private void flush(UnitFold pending) {
        try (Connection connection = transaction()) {
            pending.flush(connection);
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

    /**
     * Folds stretches of the journal in the connection's transaction, as one unit of work: what a
     * rebuild does, without Axon.
     *
     * @throws ProgressException unless they continue where the projection stands
     */
    public final void fold(Connection connection, List<JournalPiece> pieces) throws SQLException {
        UnitFold unit = begin(connection);
        pieces.forEach(unit::take);
        unit.flush(connection);
        loadedPosition = unit.lastPosition();
    }

    /**
     * Folds what is parked once more, in the journal's order, in the connection's transaction. The
     * projection's processor waits meanwhile; readers do not.
     *
     * @param journal at least as far as the projection stands
     */
    public final Retried retry(Connection connection, JournalSource journal) throws SQLException {
        Progress progress = Progress.lock(connection, group);
        loadedPosition = NOT_LOADED;
        load(connection, progress.counters(counters().length));
        ParkingLot parked = new ParkingLot(connection, group, MOST_LETTERS);
        if (parked.isEmpty()) {
            return new Retried(0, 0);
        }
        ParkingLot.Released released = parked.release();
        UnitFold unit = new UnitFold(this, progress, parked);
        Retry retry = new Retry(this, connection, released, unit);
        try (JournalSource.Cursor cursor = journal.behind(released.firstPosition() - 1)) {
            retry.take(cursor, progress.position());
        }
        parked.flush();
        afterRetry(connection);
        Progress.revise(connection, group);
        return new Retried(retry.folded() - parked.kept(), parked.letters());
    }

    /** Tidies up what depends on the order of events beyond a sequence. */
    protected void afterRetry(Connection connection) throws SQLException {}
}
