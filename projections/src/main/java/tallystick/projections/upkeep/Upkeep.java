package tallystick.projections.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.JournalProjection.Retried;
import tallystick.projections.Projections;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.parking.JournalSource;
import tallystick.projections.sql.DatabaseException;

/** What can be done to projections beside folding them. Any thread. */
public final class Upkeep {

    private final DataSource dataSource;
    private final JournalSource journal;
    private final Consumer<String> makeTables;
    private final Map<String, Supplier<JournalProjection>> outboxes;

    /**
     * @param dataSource plain connections, not those of a current transaction
     * @param journal the journal that the projections fold
     * @param makeTables makes every table in the schema of that name, as the migrations do
     */
    public Upkeep(DataSource dataSource, JournalSource journal, Consumer<String> makeTables) {
        this(dataSource, journal, makeTables, Map.of());
    }

    /**
     * @param outboxes by name what reads the journal as projections do, but keeps what is nowhere
     *     else: tried again like them, never rebuilt
     */
    public Upkeep(
            DataSource dataSource,
            JournalSource journal,
            Consumer<String> makeTables,
            Map<String, Supplier<JournalProjection>> outboxes) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.makeTables = makeTables;
        this.outboxes = new TreeMap<>(outboxes);
    }

    /** The names of all projections. */
    public List<String> projections() {
        return Projections.all(dataSource).stream().map(JournalProjection::group).toList();
    }

    /** The names of what is parked and tried again like projections, and never rebuilt. */
    public List<String> outboxes() {
        return List.copyOf(outboxes.keySet());
    }

    /** The journal that the projections fold. */
    public JournalSource journal() {
        return journal;
    }

    /**
     * Folds what is parked once more, in the journal's order and in one transaction. The
     * projection's processor waits meanwhile; readers do not.
     *
     * @param projection one of {@link #projections} or {@link #outboxes}
     */
    public Retried retry(String projection) {
        Supplier<JournalProjection> outbox = outboxes.get(projection);
        JournalProjection own = outbox == null ? projection(projection) : outbox.get();
        return inTransaction(connection -> own.retry(connection, journal));
    }

    /**
     * Folds a projection anew in tables of its own and puts them in place of the old ones, without
     * a moment in which readers find less than before.
     *
     * @param projection one of {@link #projections}
     * @param told hears of the position reached, now and then
     * @return how far the new tables were when they took the old ones' place
     */
    public long rebuild(String projection, Rebuild.Told told) {
        return new Rebuild(dataSource, journal, makeTables, projection(projection)).run(told);
    }

    /**
     * Compares every table with a fresh, naive fold of the journal, all of one snapshot of the
     * database.
     */
    public ProjectionCheck.Result check() {
        return new ProjectionCheck(dataSource).compare(journal);
    }

    private JournalProjection projection(String name) {
        return Projections.all(dataSource).stream()
                .filter(projection -> projection.group().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no projection " + name));
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new DatabaseException("cannot keep the projections", failure);
        }
    }
}
