package tallystick.projections;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Every row of every table of the projections as text, in order: what two databases compare by. */
final class Dump {

    private Dump() {}

    /** The rows of each table, ordered by their text; Axon's own table and Flyway's left out. */
    static SortedMap<String, List<String>> of(DataSource database) throws SQLException {
        SortedMap<String, List<String>> dump = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            List<String> tables =
                    column(
                            connection,
                            "SELECT table_name FROM information_schema.tables"
                                    + " WHERE table_schema = 'public' AND table_name NOT IN"
                                    + " ('token_entry', 'flyway_schema_history')");
            for (String table : tables) {
                dump.put(table, column(connection, "SELECT t::text FROM " + table + " t"));
            }
        }
        return dump;
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql + " ORDER BY 1")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
