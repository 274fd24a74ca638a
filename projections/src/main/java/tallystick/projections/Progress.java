package tallystick.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of {@code projection_progress}: the last position whose effect is in the tables. */
final class Progress {

    private Progress() {}

    /** −1 when the projection has folded nothing. */
    static long read(Connection connection, String projection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT position FROM projection_progress WHERE projection = ?")) {
            select.setString(1, projection);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    /**
     * Moves progress.
     *
     * @throws ProgressException when it does not stand at {@code from}: another moved it
     */
    static void advance(Connection connection, String projection, long from, long to)
            throws SQLException {
        String sql =
                from < 0
                        ? "INSERT INTO projection_progress (position, projection) VALUES (?, ?)"
                                + " ON CONFLICT DO NOTHING"
                        : "UPDATE projection_progress SET position = ?"
                                + " WHERE projection = ? AND position = ?";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setLong(1, to);
            write.setString(2, projection);
            if (from >= 0) {
                write.setLong(3, from);
            }
            if (write.executeUpdate() != 1) {
                throw new ProgressException("another moved " + projection + " from " + from);
            }
        }
    }

    static void forget(Connection connection, String projection) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM projection_progress WHERE projection = ?")) {
            delete.setString(1, projection);
            delete.executeUpdate();
        }
    }
}
