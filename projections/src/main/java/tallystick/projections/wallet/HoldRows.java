package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.HoldState;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;
import tallystick.projections.sql.Rows;

/**
 * What one unit of work does to holds. The rows it names are read, changed in the journal's order
 * and written back; what is set aside changes by the difference.
 */
final class HoldRows {

    /** How long closed holds are kept: longer than anything may refer to them. */
    static final long KEPT_NANOS = 40 * 86_400_000_000_000L;

    private static final String SELECT =
            """
            SELECT h.* FROM wallet_hold h JOIN unnest(?::text[]) AS d(hold_name)
            ON d.hold_name = h.hold_name
            """;

    private static final String REPLACE =
            ArraySql.replace(
                    "wallet_hold",
                    List.of("hold_name text"),
                    List.of(
                            "wallet text",
                            "model text",
                            "factory text",
                            "tariff text",
                            "state text",
                            "sequence int",
                            "reserved numeric",
                            "charged numeric",
                            "valid_until_epoch_nanos bigint",
                            "opened_epoch_nanos bigint",
                            "closed_epoch_nanos bigint",
                            "opened_position bigint",
                            "position bigint"));

    private static final String DROP =
            "DELETE FROM wallet_hold WHERE closed_epoch_nanos > 0 AND closed_epoch_nanos < ?";

    /** An event of a hold, or a record that names it. */
    private record Step(
            String hold,
            @Nullable Holds event,
            Pico retail,
            Pico setAside,
            long recordedEpochNanos,
            long position) {}

    private final List<Step> steps = new ArrayList<>();
    private long newestOpenedEpochNanos;

    void add(Holds event, long recordedEpochNanos, long position) {
        steps.add(
                new Step(event.hold(), event, Pico.ZERO, Pico.ZERO, recordedEpochNanos, position));
        if (event instanceof HoldOpened) {
            newestOpenedEpochNanos = recordedEpochNanos;
        }
    }

    /** Adds an accepted record, if it names a hold. */
    void add(UsageRecord usage, long position) {
        if (usage.hold != null) {
            steps.add(new Step(usage.hold, null, usage.retail(), usage.setAside(), 0, position));
        }
    }

    void flush(Connection connection, WalletCredits credits) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        SortedMap<String, HoldRow> rows = read(connection);
        steps.forEach(step -> apply(step, rows));
        for (HoldRow row : rows.values()) {
            credits.hold(row.wallet, row.reserved.minus(row.reservedBefore), row.position);
        }
        write(connection, List.copyOf(rows.values()));
        if (newestOpenedEpochNanos > 0) {
            drop(connection, newestOpenedEpochNanos - KEPT_NANOS);
        }
    }

    private SortedMap<String, HoldRow> read(Connection connection) throws SQLException {
        SortedSet<String> names = new TreeSet<>();
        steps.forEach(step -> names.add(step.hold));
        List<String> wanted = List.copyOf(names);
        SortedMap<String, HoldRow> rows = new TreeMap<>();
        try (ArrayStatement select = new ArrayStatement(connection, SELECT, wanted.size())) {
            select.texts(wanted::get).read(HoldRows::row).forEach(row -> rows.put(row.hold, row));
        }
        return rows;
    }

    private static void apply(Step step, SortedMap<String, HoldRow> rows) {
        HoldRow row = rows.get(step.hold);
        if (row != null) {
            if (step.event == null) {
                row.charge(step.retail, step.setAside, step.position);
            } else {
                row.apply(step.event, step.recordedEpochNanos, step.position);
            }
        } else if (step.event instanceof HoldOpened opened) {
            rows.put(step.hold, HoldRow.open(opened, step.recordedEpochNanos, step.position));
        } else if (step.event != null || !step.setAside.isZero()) {
            throw new IllegalStateException("there is no hold " + step.hold);
        }
        // What is left is usage that names a hold which never was, or is no longer kept.
    }

    private static HoldRow row(ResultSet from) throws SQLException {
        HoldRow row =
                new HoldRow(
                        Rows.text(from, "hold_name"),
                        Rows.text(from, "wallet"),
                        Rows.text(from, "model"),
                        Rows.text(from, "factory"),
                        Rows.text(from, "tariff"),
                        from.getLong("opened_epoch_nanos"),
                        from.getLong("opened_position"),
                        Rows.pico(from, "reserved"));
        row.state = HoldState.valueOf(Rows.text(from, "state"));
        row.sequence = from.getInt("sequence");
        row.charged = Rows.pico(from, "charged");
        row.validUntilEpochNanos = from.getLong("valid_until_epoch_nanos");
        row.closedEpochNanos = from.getLong("closed_epoch_nanos");
        row.position = from.getLong("position");
        return row;
    }

    private static void write(Connection connection, List<HoldRow> rows) throws SQLException {
        try (ArrayStatement replace = new ArrayStatement(connection, REPLACE, rows.size())) {
            replace.texts(i -> rows.get(i).hold)
                    .texts(i -> rows.get(i).wallet)
                    .texts(i -> rows.get(i).model)
                    .texts(i -> rows.get(i).factory)
                    .texts(i -> rows.get(i).tariff)
                    .texts(i -> rows.get(i).state.name())
                    .ints(i -> rows.get(i).sequence)
                    .numbers(i -> rows.get(i).reserved)
                    .numbers(i -> rows.get(i).charged)
                    .longs(i -> rows.get(i).validUntilEpochNanos)
                    .longs(i -> rows.get(i).openedEpochNanos)
                    .longs(i -> rows.get(i).closedEpochNanos)
                    .longs(i -> rows.get(i).openedPosition)
                    .longs(i -> rows.get(i).position)
                    .execute();
        }
    }

    /** Drops what is no longer kept, by the hold opened last. */
    static void dropOld(Connection connection) throws SQLException {
        long newest =
                Rows.list(
                                connection,
                                row -> row.getLong(1),
                                "SELECT coalesce(max(opened_epoch_nanos), 0) FROM wallet_hold")
                        .getFirst();
        drop(connection, newest - KEPT_NANOS);
    }

    private static void drop(Connection connection, long closedBeforeEpochNanos)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DROP)) {
            delete.setLong(1, closedBeforeEpochNanos);
            delete.executeUpdate();
        }
    }
}
