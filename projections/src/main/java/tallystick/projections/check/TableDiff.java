package tallystick.projections.check;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.projections.check.ProjectionCheck.Difference;

/** Compares tables with what they should hold, cell by cell. */
final class TableDiff {

    /** So many differences are named; more say nothing new. */
    static final int MOST_DIFFERENCES = 1_000;

    private static final int FETCH_ROWS = 5_000;

    private final Connection connection;
    private final List<Difference> differences = new ArrayList<>();
    private long rows;

    TableDiff(Connection connection) {
        this.connection = connection;
    }

    /** How many rows were read. */
    long rows() {
        return rows;
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    void compare(NaiveTable expected) throws SQLException {
        SortedSet<String> missing = new TreeSet<>(expected.rows().keySet());
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM " + expected.name())) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows++;
                    SortedMap<String, String> actual = cells(row);
                    String key = takeKey(expected, actual);
                    missing.remove(key);
                    compare(expected, key, actual);
                }
            }
        }
        missing.forEach(key -> differ(expected, key, "", "a row", ""));
    }

    private void compare(NaiveTable table, String key, SortedMap<String, String> actual) {
        SortedMap<String, String> expected = table.rows().get(key);
        if (expected == null) {
            differ(table, key, "", "", "a row");
            return;
        }
        SortedSet<String> columns = new TreeSet<>(expected.keySet());
        columns.addAll(actual.keySet());
        for (String column : columns) {
            String should = expected.getOrDefault(column, "");
            String is = actual.getOrDefault(column, "");
            if (!should.equals(is)) {
                differ(table, key, column, should, is);
            }
        }
    }

    private void differ(NaiveTable table, String key, String column, String should, String is) {
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(new Difference(table.name(), key, column, should, is));
        }
    }

    private static String takeKey(NaiveTable table, SortedMap<String, String> cells) {
        List<String> parts = new ArrayList<>();
        for (String column : table.keyColumns()) {
            parts.add(String.valueOf(cells.remove(column)));
        }
        return String.join("|", parts);
    }

    private static SortedMap<String, String> cells(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        SortedMap<String, String> cells = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            cells.put(columns.getColumnName(i), text(row.getObject(i)));
        }
        return cells;
    }

    private static String text(@Nullable Object value) throws SQLException {
        return switch (value) {
            case Array array -> Arrays.toString((Object[]) array.getArray());
            case BigDecimal number -> number.toBigIntegerExact().toString();
            case null -> "null";
            default -> value.toString();
        };
    }
}
