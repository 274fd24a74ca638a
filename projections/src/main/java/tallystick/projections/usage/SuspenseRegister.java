package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;
import tallystick.projections.sql.Rows;

/** Records that enter suspense in a unit of work, and those that others settle. */
final class SuspenseRegister {

    private static final String INSERT =
            ArraySql.insert(
                    "suspense_record",
                    List.of(
                            "position bigint",
                            "reason text",
                            "tokens numeric",
                            "kind text",
                            "source text",
                            "id text",
                            "wallet text",
                            "home_operator text",
                            "serving_operator text",
                            "model text",
                            "ended_epoch_nanos bigint",
                            "recorded_epoch_nanos bigint"));

    private static final String DELETE =
            """
            DELETE FROM suspense_record AS r USING unnest(?::bigint[]) AS d(position)
            WHERE r.position = d.position RETURNING r.reason, r.tokens
            """;

    private record Entered(UsageRecord usage, long position) {}

    private record Left(SuspenseReason reason, Pico tokens) {}

    private final List<Entered> entered = new ArrayList<>();
    private final List<Long> settled = new ArrayList<>();
    private final SuspenseCounts counts = new SuspenseCounts();

    void enter(UsageRecord usage, long position) {
        entered.add(new Entered(usage, position));
        counts.add(usage);
    }

    /** Notes the position of a record that waits no longer. */
    void settle(long position) {
        settled.add(position);
    }

    /**
     * Writes rows and counts.
     *
     * @return by how many the records in suspense change
     * @throws IllegalStateException when what was settled did not wait: the tables do not fit the
     *     journal
     */
    long flush(Connection connection) throws SQLException {
        insert(connection);
        List<Left> left;
        try (ArrayStatement delete = new ArrayStatement(connection, DELETE, settled.size())) {
            left =
                    delete.longs(settled::get)
                            .read(
                                    row ->
                                            new Left(
                                                    SuspenseView.reason(Rows.text(row, "reason")),
                                                    Rows.pico(row, "tokens")));
        }
        if (left.size() != settled.size()) {
            throw new IllegalStateException(
                    "%d of %d settled records were in suspense"
                            .formatted(left.size(), settled.size()));
        }
        left.forEach(one -> counts.remove(one.reason, one.tokens));
        counts.flush(connection);
        return counts.records();
    }

    private void insert(Connection connection) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT, entered.size())) {
            insert.longs(i -> entered.get(i).position)
                    .texts(i -> usage(i).suspense.wireName())
                    .numbers(i -> Pico.of(usage(i).totalTokens()))
                    .texts(i -> usage(i).kind.name())
                    .texts(i -> storable(usage(i).source))
                    .texts(i -> storable(usage(i).id))
                    .texts(i -> storable(usage(i).wallet))
                    .texts(i -> storable(usage(i).homeOperator))
                    .texts(i -> storable(usage(i).servingOperator))
                    .texts(i -> storable(usage(i).model))
                    .longs(i -> usage(i).endedEpochNanos)
                    .longs(i -> usage(i).recordedEpochNanos)
                    .execute();
        }
    }

    /** PostgreSQL keeps no NUL in a text, and what nobody knows may hold one. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private UsageRecord usage(int index) {
        return entered.get(index).usage;
    }
}
