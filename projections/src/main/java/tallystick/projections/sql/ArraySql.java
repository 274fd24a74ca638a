package tallystick.projections.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements that take a whole batch of rows as one array per column. */
public final class ArraySql {

    private ArraySql() {}

    /**
     * Inserts rows in the order given.
     *
     * @param columns each as {@code name type}, in the order they are bound
     */
    public static String insert(String table, List<String> columns) {
        return "INSERT INTO %s (%s) SELECT * FROM %s"
                .formatted(table, names(columns), rows(columns));
    }

    /**
     * Inserts rows, or adds them to the rows that have their key. A key may come once per batch.
     *
     * @param keys key columns, each as {@code name type}
     * @param sums columns to add up, each as {@code name type}, bound after the keys
     */
    public static String addUp(String table, List<String> keys, List<String> sums) {
        List<String> all = new ArrayList<>(keys);
        all.addAll(sums);
        String additions =
                sums.stream()
                        .map(ArraySql::name)
                        .map(name -> "%s = t.%s + excluded.%s".formatted(name, name, name))
                        .collect(Collectors.joining(", "));
        return "INSERT INTO %s AS t (%s) SELECT * FROM %s ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(table, names(all), rows(all), names(keys), additions);
    }

    /**
     * Inserts rows, or replaces all columns of the rows that have their key. A key may come once
     * per batch.
     *
     * @param keys key columns, each as {@code name type}
     * @param values columns to replace, each as {@code name type}, bound after the keys
     */
    public static String replace(String table, List<String> keys, List<String> values) {
        List<String> all = new ArrayList<>(keys);
        all.addAll(values);
        String replacements =
                values.stream()
                        .map(ArraySql::name)
                        .map(name -> "%s = excluded.%s".formatted(name, name))
                        .collect(Collectors.joining(", "));
        return "INSERT INTO %s (%s) SELECT * FROM %s ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(table, names(all), rows(all), names(keys), replacements);
    }

    /** {@code unnest(?::type[], …)}: the rows bound as arrays. */
    public static String rows(List<String> columns) {
        return columns.stream()
                .map(column -> "?::" + column.substring(column.indexOf(' ') + 1) + "[]")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** The columns' names, joined by commas. */
    public static String names(List<String> columns) {
        return columns.stream().map(ArraySql::name).collect(Collectors.joining(", "));
    }

    private static String name(String column) {
        return column.substring(0, column.indexOf(' '));
    }
}
