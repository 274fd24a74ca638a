package tallystick.projections.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.projections.JournalProjection;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.sql.Rows;

/**
 * Folds one projection anew in a schema of its own, made by the same migrations, while the old
 * tables are read and written as ever. When the new ones have nearly caught up, one transaction
 * holds the projection's processor, folds the rest, and swaps the tables.
 */
public final class Rebuild {

    /** Hears how far a rebuild has come. */
    public interface Told {
        void reached(long position);
    }

    private static final int RECORDS_AT_ONCE = 16_384;

    /** Within so many positions of the old tables the new ones take their place. */
    private static final long NEAR = 50_000;

    /** SQLSTATE of a lock that was not to be had in time. */
    private static final String LOCKED = "55P03";

    private static final int SWAP_ATTEMPTS = 60;

    private static final long SWAP_PAUSE_NANOS = 1_000_000_000L;

    private final DataSource dataSource;
    private final JournalSource journal;
    private final Consumer<String> makeTables;
    private final JournalProjection projection;
    private final String schema;
    private @Nullable JournalPiece ahead;

    Rebuild(
            DataSource dataSource,
            JournalSource journal,
            Consumer<String> makeTables,
            JournalProjection projection) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.makeTables = makeTables;
        this.projection = projection;
        this.schema = "rebuild_" + projection.group();
    }

    long run(Told told) {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            execute(connection, "DROP SCHEMA IF EXISTS " + schema + "_old CASCADE");
            makeTables.accept(schema);
            connection.setAutoCommit(false);
            try {
                return fold(connection, told);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                execute(connection, "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            }
        } catch (SQLException failure) {
            throw new DatabaseException("cannot rebuild " + projection.group(), failure);
        }
    }

    private long fold(Connection connection, Told told) throws SQLException {
        long reached = -1;
        for (int attempt = 1; ; attempt++) {
            try (JournalSource.Cursor cursor = journal.behind(reached)) {
                ahead = null;
                while (position(connection, "public") - reached > NEAR) {
                    reached = step(connection, cursor, Long.MAX_VALUE, reached);
                    connection.commit();
                    told.reached(reached);
                }
                return swap(connection, cursor, reached);
            } catch (SQLException failure) {
                connection.rollback();
                if (attempt == SWAP_ATTEMPTS || !LOCKED.equals(failure.getSQLState())) {
                    throw failure;
                }
                // Somebody reads for long. Readers that come now must not queue behind this.
                LockSupport.parkNanos(SWAP_PAUSE_NANOS);
            }
        }
    }

    /** Folds about one batch, no further than a position; commits nothing. */
    private long step(Connection connection, JournalSource.Cursor cursor, long to, long reached)
            throws SQLException {
        List<JournalPiece> batch = new ArrayList<>();
        int records = 0;
        long at = reached;
        while (records < RECORDS_AT_ONCE) {
            JournalPiece piece = ahead == null ? cursor.next() : ahead;
            ahead = null;
            if (piece == null) {
                break;
            }
            if (piece.firstPosition() > to) {
                ahead = piece;
                break;
            }
            batch.add(piece);
            records += piece.size();
            at = piece.lastPosition();
        }
        if (batch.isEmpty()) {
            throw new IllegalStateException("the journal ends at " + at + ", before the tables");
        }
        execute(connection, "SET LOCAL search_path TO " + schema);
        projection.fold(connection, batch);
        return at;
    }

    /** The position of the projection in a schema; the row in public is locked. */
    private long position(Connection connection, String in) throws SQLException {
        List<Long> positions =
                Rows.list(
                        connection,
                        row -> row.getLong(1),
                        "SELECT position FROM %s.projection_progress WHERE projection = ?"
                                .formatted(in),
                        projection.group());
        return positions.isEmpty() ? -1 : positions.getFirst();
    }

    private long swap(Connection connection, JournalSource.Cursor cursor, long begin)
            throws SQLException {
        execute(connection, "SET LOCAL lock_timeout TO '1s'");
        Rows.list(
                connection,
                row -> row.getLong(1),
                "SELECT position FROM public.projection_progress WHERE projection = ? FOR UPDATE",
                projection.group());
        long end = position(connection, "public");
        long reached = begin;
        while (reached < end) {
            reached = step(connection, cursor, end, reached);
        }
        if (reached != end) {
            throw new IllegalStateException(
                    "an entry ends at %d, the tables stand at %d".formatted(reached, end));
        }
        execute(connection, "SET LOCAL search_path TO public");
        putInPlace(connection);
        connection.commit();
        return end;
    }

    private void putInPlace(Connection connection) throws SQLException {
        execute(connection, "CREATE SCHEMA " + schema + "_old");
        for (String table : projection.tables()) {
            execute(connection, "ALTER TABLE public.%s SET SCHEMA %s_old".formatted(table, schema));
            execute(connection, "ALTER TABLE %s.%s SET SCHEMA public".formatted(schema, table));
        }
        execute(connection, "DROP SCHEMA " + schema + "_old CASCADE");
        for (String table : List.of("parked_sequence", "parked_letter", "parked_number")) {
            String of = " WHERE projection = '" + projection.group() + "'";
            execute(connection, "DELETE FROM public." + table + of);
            execute(
                    connection,
                    "INSERT INTO public.%1$s SELECT * FROM %2$s.%1$s".formatted(table, schema));
        }
        // The processor's own memory of the tables is out of date, where it stands is not.
        execute(
                connection,
                """
                UPDATE public.projection_progress p
                SET revision = p.revision + 1, counters = n.counters
                FROM %s.projection_progress n
                WHERE p.projection = '%s' AND n.projection = p.projection
                """
                        .formatted(schema, projection.group()));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
