package tallystick.projections.sql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import tallystick.domain.money.Pico;

/** One execution of a statement whose parameters are columns of rows, bound in order. */
public final class ArrayStatement implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement statement;
    private final int rows;
    private int bound;

    /**
     * @param rows how many rows each column has, 0 or more
     */
    public ArrayStatement(Connection connection, String sql, int rows) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(sql);
        this.rows = rows;
    }

    /** Binds a column of texts. */
    public ArrayStatement texts(IntFunction<String> column) throws SQLException {
        String[] values = new String[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = column.apply(i);
        }
        return bind("text", values);
    }

    /** Binds a column of 32-bit numbers. */
    public ArrayStatement ints(IntUnaryOperator column) throws SQLException {
        Integer[] values = new Integer[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = column.applyAsInt(i);
        }
        return bind("int4", values);
    }

    /** Binds a column of 64-bit numbers. */
    public ArrayStatement longs(IntToLongFunction column) throws SQLException {
        Long[] values = new Long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = column.applyAsLong(i);
        }
        return bind("int8", values);
    }

    /** Binds a column of truth values. */
    public ArrayStatement booleans(IntPredicate column) throws SQLException {
        Boolean[] values = new Boolean[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = column.test(i);
        }
        return bind("bool", values);
    }

    /**
     * Binds a column of 128-bit numbers: pico-units, or tokens. Sent as 64-bit numbers where they
     * all are, which costs a fraction of their decimals; PostgreSQL widens them exactly.
     */
    public ArrayStatement numbers(IntFunction<Pico> column) throws SQLException {
        Pico[] values = new Pico[rows];
        boolean areLongs = true;
        for (int i = 0; i < rows; i++) {
            values[i] = column.apply(i);
            areLongs &= values[i].hi() == values[i].lo() >> 63;
        }
        if (areLongs) {
            return longs(i -> values[i].lo());
        }
        BigDecimal[] decimals = new BigDecimal[rows];
        for (int i = 0; i < rows; i++) {
            decimals[i] = new BigDecimal(values[i].toBigInteger());
        }
        return bind("numeric", decimals);
    }

    /**
     * Executes, unless there are no rows.
     *
     * @throws IllegalStateException when not every row was written: the tables do not fit the
     *     journal
     */
    public void execute() throws SQLException {
        int written = rows == 0 ? 0 : statement.executeUpdate();
        if (written != rows) {
            throw new IllegalStateException(
                    "%d of %d rows written by %s".formatted(written, rows, statement));
        }
    }

    /** Executes a statement that returns rows; without rows bound, none. */
    public <T> List<T> read(Rows.Reader<T> reader) throws SQLException {
        List<T> read = new ArrayList<>();
        if (rows > 0) {
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    read.add(reader.read(row));
                }
            }
        }
        return read;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private ArrayStatement bind(String type, Object[] values) throws SQLException {
        statement.setArray(++bound, connection.createArrayOf(type, values));
        return this;
    }
}
