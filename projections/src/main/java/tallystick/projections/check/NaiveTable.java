package tallystick.projections.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** What a table should hold, as texts by key and column. */
final class NaiveTable {

    private static final String NULL = "null";

    private final String name;
    private final List<String> keyColumns;
    private final SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();

    NaiveTable(String name, String... keyColumns) {
        this.name = name;
        this.keyColumns = List.of(keyColumns);
    }

    String name() {
        return name;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    SortedMap<String, SortedMap<String, String>> rows() {
        return rows;
    }

    /** The row of a key, made when it is new. */
    Row row(Object... key) {
        List<String> parts = new ArrayList<>();
        for (Object part : key) {
            parts.add(part.toString());
        }
        return new Row(rows.computeIfAbsent(String.join("|", parts), _ -> new TreeMap<>()));
    }

    /** Whether there is a row of that key. */
    boolean has(Object key) {
        return rows.containsKey(key.toString());
    }

    /** Takes a row away. */
    void remove(Object key) {
        rows.remove(key.toString());
    }

    /** A row being filled. */
    record Row(SortedMap<String, String> columns) {

        /** Sets a column. */
        Row set(String column, @Nullable Object value) {
            columns.put(column, value == null ? NULL : value.toString());
            return this;
        }

        /** Adds to a column that starts at 0. */
        Row add(String column, BigInteger amount) {
            columns.merge(
                    column,
                    amount.toString(),
                    (sum, more) -> new BigInteger(sum).add(new BigInteger(more)).toString());
            return this;
        }

        /** What a column holds, as a whole number. */
        BigInteger number(String column) {
            return new BigInteger(text(column));
        }

        /** What a column holds. */
        String text(String column) {
            return Objects.requireNonNull(columns.get(column), column);
        }

        Row add(String column, long amount) {
            return add(column, BigInteger.valueOf(amount));
        }

        /** Adds what a record bills to the columns named after the classes. */
        Row addTokens(UsageRecord usage) {
            for (TokenClass tokenClass : TokenClass.ALL) {
                String column = tokenClass.wireName().replace('.', '_');
                add(column, usage.billed(tokenClass.ordinal()));
            }
            return this;
        }
    }
}
