package tallystick.projections.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;

/** Reads rows: plain queries, exact values. */
public final class Rows {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Makes a value of the current row. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Rows() {}

    /** The rows of a query on a connection of its own. */
    public static <T> List<T> list(
            DataSource dataSource, Reader<T> reader, String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            return list(connection, reader, sql, parameters);
        } catch (SQLException failure) {
            throw new DatabaseException("cannot read", failure);
        }
    }

    /** The rows of a query. */
    public static <T> List<T> list(
            Connection connection, Reader<T> reader, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        }
    }

    /** The first row of a query, null when it has none. */
    public static <T> @Nullable T first(
            DataSource dataSource, Reader<T> reader, String sql, Object... parameters) {
        List<T> rows = list(dataSource, reader, sql, parameters);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** A text that is never null. */
    public static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new IllegalStateException(column + " is null");
        }
        return value;
    }

    /** An amount. */
    public static Pico pico(ResultSet row, String column) throws SQLException {
        return Pico.of(whole(row, column));
    }

    /** A whole number of any size. */
    public static BigInteger whole(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    /** A time kept as nanoseconds since 1970. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row.getLong(column));
    }

    /** The instant of a number of nanoseconds since 1970. */
    public static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND),
                Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    /** A 64-bit number that may be null. */
    public static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A list of 64-bit numbers. */
    public static List<Long> longs(ResultSet row, String column) throws SQLException {
        return List.of((Long[]) array(row, column));
    }

    /** 32-bit numbers. */
    public static int[] ints(ResultSet row, String column) throws SQLException {
        return Arrays.stream((Integer[]) array(row, column)).mapToInt(Integer::intValue).toArray();
    }

    /** A list of texts. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) array(row, column));
    }

    /** A list of amounts. */
    public static List<Pico> picos(ResultSet row, String column) throws SQLException {
        return Arrays.stream((BigDecimal[]) array(row, column))
                .map(amount -> Pico.of(amount.toBigIntegerExact()))
                .toList();
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        try {
            return array.getArray();
        } finally {
            array.free();
        }
    }
}
