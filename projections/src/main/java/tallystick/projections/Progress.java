package tallystick.projections;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import tallystick.projections.sql.Rows;

/**
 * A row of {@code projection_progress}.
 *
 * @param position the last position that is in the tables or parked; −1 for none
 * @param counters the dense numbers to be given next; empty for none given yet
 * @param revision how often the tables changed without the position moving
 */
record Progress(long position, List<Integer> counters, long revision) {

    private static final Progress NONE = new Progress(-1, List.of(), 0);

    Progress {
        counters = List.copyOf(counters);
    }

    /**
     * Reads and locks it: who reads it folds alone until the transaction ends, except for the very
     * first time, when there is no row to lock and {@link #advance} finds out.
     *
     * <p>The transaction's commit need not wait for the disk (PostgreSQL's {@code
     * synchronous_commit}): rows and token go together, and what a crash takes back is folded
     * again.
     */
    static Progress lock(Connection connection, String projection) throws SQLException {
        List<Progress> rows =
                Rows.list(
                        connection,
                        row ->
                                new Progress(
                                        row.getLong("position"),
                                        Arrays.stream(Rows.ints(row, "counters")).boxed().toList(),
                                        row.getLong("revision")),
                        "SELECT position, counters, revision,"
                                + " set_config('synchronous_commit', 'off', true)"
                                + " FROM projection_progress"
                                + " WHERE projection = ? FOR UPDATE",
                        projection);
        return rows.isEmpty() ? NONE : rows.getFirst();
    }

    /** The counters, as many as asked for: zeros when none has been given. */
    int[] counters(int count) {
        return Arrays.copyOf(counters.stream().mapToInt(Integer::intValue).toArray(), count);
    }

    /**
     * Moves progress.
     *
     * @throws ProgressException when it does not stand at {@code from}: another moved it
     */
    static void advance(
            Connection connection, String projection, long from, long to, int[] counters)
            throws SQLException {
        String sql =
                from < 0
                        ? "INSERT INTO projection_progress (position, counters, projection)"
                                + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                        : "UPDATE projection_progress SET position = ?, counters = ?"
                                + " WHERE projection = ? AND position = ?";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setLong(1, to);
            write.setArray(2, array(connection, counters));
            write.setString(3, projection);
            if (from >= 0) {
                write.setLong(4, from);
            }
            if (write.executeUpdate() != 1) {
                throw new ProgressException("another moved " + projection + " from " + from);
            }
        }
    }

    /** Says that the tables are others, at the same position. */
    static void revise(Connection connection, String projection) throws SQLException {
        write(
                connection,
                "UPDATE projection_progress SET revision = revision + 1 WHERE projection = ?",
                projection);
    }

    static void forget(Connection connection, String projection) throws SQLException {
        write(connection, "DELETE FROM projection_progress WHERE projection = ?", projection);
    }

    private static void write(Connection connection, String sql, String projection)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection);
            statement.executeUpdate();
        }
    }

    private static Array array(Connection connection, int[] counters) throws SQLException {
        return connection.createArrayOf("int4", Arrays.stream(counters).boxed().toArray());
    }
}
