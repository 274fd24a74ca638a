package tallystick.projections.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.sql.Rows;

/**
 * Folds the journal anew, naively, and says where the tables differ from it. It shares nothing with
 * the projections but their names.
 */
public final class ProjectionCheck {

    /**
     * An event of the journal.
     *
     * @param firstPosition position of the event, of the first record for a run of usage
     * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
     */
    public record Entry(long firstPosition, long recordedEpochNanos, LedgerEvent event) {}

    /**
     * A value that is not what the journal says.
     *
     * @param table the table
     * @param key the row's key, its columns joined by {@code |}
     * @param column the column; empty when a whole row is missing or too many
     * @param expected what the journal says; empty for no row
     * @param actual what the table says; empty for no row
     */
    public record Difference(
            String table, String key, String column, String expected, String actual) {}

    /**
     * What a check found.
     *
     * @param positions how far each projection was checked
     * @param tables tables compared
     * @param rows rows compared
     * @param differences empty when the tables are right; at most 1,000 are named
     */
    public record Result(
            SortedMap<String, Long> positions,
            int tables,
            long rows,
            List<Difference> differences) {

        public Result {
            differences = List.copyOf(differences);
        }
    }

    private final DataSource dataSource;

    public ProjectionCheck(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Compares every table, each at its own projection's position, in one snapshot of the database.
     *
     * @param journal every ledger event from position 0 on, in order; application messages left out
     */
    public Result compare(Iterable<Entry> journal) {
        Iterator<Entry> entries = journal.iterator();
        return compare(() -> entries.hasNext() ? entries.next() : null);
    }

    /** The same with a journal that grows meanwhile: what comes later is not looked at. */
    public Result compare(JournalSource journal) {
        try (JournalSource.Cursor cursor = journal.behind(-1)) {
            return compare(() -> nextOf(cursor));
        }
    }

    private static @Nullable Entry nextOf(JournalSource.Cursor cursor) {
        JournalPiece piece = cursor.next();
        while (piece != null && piece.event() == null) {
            piece = cursor.next();
        }
        if (piece == null) {
            return null;
        }
        LedgerEvent event = Objects.requireNonNull(piece.event());
        return new Entry(piece.firstPosition(), piece.recordedEpochNanos(), event);
    }

    private interface Entries {
        @Nullable Entry next();
    }

    private Result compare(Entries journal) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            int isolation = connection.getTransactionIsolation();
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return compare(connection, journal);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException failure) {
            throw new DatabaseException("cannot check the projections", failure);
        }
    }

    private static Result compare(Connection connection, Entries journal) throws SQLException {
        List<NaiveFold> folds =
                List.of(
                        new NaiveReference(),
                        new NaiveWallet(),
                        new NaiveUsage(),
                        new NaivePosition(),
                        new NaiveSettlement());
        lock(connection, folds);
        SortedMap<String, Long> positions = positions(connection);
        long last = positions.values().stream().max(Long::compare).orElse(-1L);
        Entry entry = journal.next();
        while (entry != null && entry.firstPosition <= last) {
            for (NaiveFold fold : folds) {
                apply(fold, entry, positions.getOrDefault(fold.projection(), -1L));
            }
            entry = journal.next();
        }
        TableDiff diff = new TableDiff(connection);
        int tables = 0;
        for (NaiveFold fold : folds) {
            for (NaiveTable table : fold.tables()) {
                diff.compare(table);
                tables++;
            }
        }
        return new Result(positions, tables, diff.rows(), diff.differences());
    }

    /** Before the snapshot is taken: a rebuild must not swap tables under it. */
    private static void lock(Connection connection, List<NaiveFold> folds) throws SQLException {
        String tables =
                folds.stream()
                        .flatMap(fold -> fold.tables().stream())
                        .map(NaiveTable::name)
                        .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + tables + " IN ACCESS SHARE MODE");
        }
    }

    private static SortedMap<String, Long> positions(Connection connection) throws SQLException {
        SortedMap<String, Long> positions = new TreeMap<>();
        Rows.list(
                        connection,
                        row -> Map.entry(Rows.text(row, "projection"), row.getLong("position")),
                        "SELECT projection, position FROM projection_progress")
                .forEach(row -> positions.put(row.getKey(), row.getValue()));
        return positions;
    }

    /** Applies what lies at or before the projection's position, which may end within a run. */
    private static void apply(NaiveFold fold, Entry entry, long lastPosition) {
        long position = entry.firstPosition;
        if (entry.event instanceof LedgerEvent.UsageRecorded run) {
            for (UsageRecord usage : run.records()) {
                if (position <= lastPosition) {
                    fold.use(usage, position);
                }
                position++;
            }
        } else if (position <= lastPosition) {
            fold.apply(entry.event, position, entry.recordedEpochNanos);
        }
    }
}
