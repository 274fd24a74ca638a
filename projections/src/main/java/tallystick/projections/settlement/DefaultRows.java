package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import tallystick.domain.DefaultEvent;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** Writes what happens to collateral and to those who do not pay in. */
final class DefaultRows {

    private static final String LATE =
            """
            INSERT INTO missed_pay_in VALUES (?, ?, ?, 0, '', '', '', '', '', ?, ?)
            ON CONFLICT (window_name, operator) DO UPDATE SET state = excluded.state,
                grace_until_epoch_nanos = 0, reference = '', maker = '', checker = '',
                next_window = '', recast_rule = '', late_position = excluded.late_position,
                position = excluded.position
            """;

    private static final String MISSING =
            """
            INSERT INTO missed_amount VALUES (?, ?, ?, ?)
            ON CONFLICT (window_name, operator, asset) DO UPDATE SET minor = excluded.minor
            """;

    private static final String PLEDGE =
            """
            INSERT INTO collateral VALUES (?, ?, ?, ?)
            ON CONFLICT (operator, asset) DO UPDATE SET
                minor = collateral.minor + excluded.minor, position = excluded.position
            """;

    private static final String CURED =
            """
            UPDATE missed_pay_in SET state = ?, position = ?
            WHERE window_name = ? AND state IN (?, ?) AND NOT EXISTS (
                SELECT 1 FROM closing_pay_in AS called
                WHERE called.window_name = missed_pay_in.window_name
                    AND called.operator = missed_pay_in.operator
                    AND called.received_minor < called.due_minor)
            """;

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;
    private int ordinal;

    DefaultRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void write(DefaultEvent event) throws SQLException {
        switch (event) {
            case DefaultEvent.CollateralMoved e ->
                    pledge(e.operator(), e.asset(), e.minor(), e.entry(), "", "", "");
            case DefaultEvent.OfWindow e -> {
                step(e);
                execute(
                        "UPDATE settlement_window SET changed_epoch_nanos = ?, position = ?"
                                + " WHERE window_name = ?",
                        recordedEpochNanos,
                        position,
                        e.window());
            }
        }
    }

    private void step(DefaultEvent.OfWindow event) throws SQLException {
        switch (event) {
            case DefaultEvent.PayInLate e -> late(e);
            case DefaultEvent.GraceGiven e -> {
                state(e, e.operator(), DefaultState.GRACE);
                set(e, e.operator(), "grace_until_epoch_nanos", e.untilEpochNanos());
            }
            case DefaultEvent.DefaultDeclared e -> {
                state(e, e.operator(), DefaultState.DEFAULT_DECLARED);
                set(e, e.operator(), "reference", e.reference());
                set(e, e.operator(), "maker", e.maker());
                set(e, e.operator(), "checker", e.checker());
                done(e, TwoPersonAct.DECLARE_DEFAULT);
                window(e, WindowState.DEFAULT_MANAGEMENT);
            }
            case DefaultEvent.DefaultCovered e -> covered(e);
            case DefaultEvent.WindowRecast e -> recast(e);
            case DefaultEvent.DefaultLifted e -> {
                state(e, e.operator(), DefaultState.LIFTED);
                done(e, TwoPersonAct.LIFT_DEFAULT);
            }
        }
    }

    private void late(DefaultEvent.PayInLate event) throws SQLException {
        for (PayInCall missing : event.missing()) {
            execute(
                    LATE,
                    event.window(),
                    missing.operator(),
                    DefaultState.PAYIN_LATE.name(),
                    position,
                    position);
            execute(MISSING, event.window(), missing.operator(), missing.asset(), missing.minor());
        }
    }

    private void covered(DefaultEvent.DefaultCovered event) throws SQLException {
        for (DefaultDraw draw : event.draws()) {
            pledge(
                    draw.payer(),
                    draw.asset(),
                    -draw.minor(),
                    "",
                    event.window(),
                    event.operator(),
                    draw.resource());
            execute(
                    "UPDATE closing_pay_in SET received_minor = received_minor + ?"
                            + " WHERE window_name = ? AND asset = ? AND operator = ?",
                    draw.minor(),
                    event.window(),
                    draw.asset(),
                    event.operator());
        }
        state(event, event.operator(), DefaultState.COVERED);
        set(event, event.operator(), "next_window", event.nextWindow());
        execute(
                "UPDATE settlement_window SET state = ? WHERE window_name = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM missed_pay_in AS other WHERE"
                        + " other.window_name = settlement_window.window_name"
                        + " AND other.state = ?)",
                WindowState.FUNDING.name(),
                event.window(),
                DefaultState.DEFAULT_DECLARED.name());
    }

    private void recast(DefaultEvent.WindowRecast event) throws SQLException {
        set(event, event.operator(), "next_window", event.nextWindow());
        set(event, event.operator(), "recast_rule", event.rule().name());
        for (NetPosition before : event.before()) {
            execute(
                    "INSERT INTO recast_position VALUES (?, ?, ?, ?, ?, ?, ?)",
                    position,
                    before.asset(),
                    before.operator(),
                    event.window(),
                    before.minor(),
                    DefaultView.minor(event.after(), before),
                    DefaultView.minor(event.difference(), before));
        }
        execute("DELETE FROM net_position WHERE window_name = ?", event.window());
        for (int i = 0; i < event.after().size(); i++) {
            NetPosition after = event.after().get(i);
            execute(
                    "INSERT INTO net_position VALUES (?, ?, ?, ?, ?)",
                    event.window(),
                    i,
                    after.asset(),
                    after.operator(),
                    after.minor());
        }
        execute("UPDATE closing_pay_in SET due_minor = 0 WHERE window_name = ?", event.window());
        execute("DELETE FROM closing_act WHERE window_name = ?", event.window());
        execute(
                "UPDATE missed_pay_in SET state = ?, position = ?"
                        + " WHERE window_name = ? AND state = ?",
                DefaultState.RECAST.name(),
                position,
                event.window(),
                DefaultState.DEFAULT_DECLARED.name());
        cured(event.window());
        window(event, WindowState.NETTED);
    }

    /** Who misses nothing any more is not late. */
    void cured(String window) throws SQLException {
        execute(
                CURED,
                DefaultState.CURED.name(),
                position,
                window,
                DefaultState.PAYIN_LATE.name(),
                DefaultState.GRACE.name());
    }

    private void pledge(
            String operator,
            String asset,
            long minor,
            String entry,
            String window,
            String defaulter,
            String resource)
            throws SQLException {
        execute(PLEDGE, operator, asset, minor, position);
        execute(
                "INSERT INTO collateral_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                position,
                ordinal++,
                operator,
                asset,
                minor,
                entry,
                window,
                defaulter,
                resource,
                recordedEpochNanos);
    }

    private void state(DefaultEvent.OfWindow event, String operator, DefaultState state)
            throws SQLException {
        set(event, operator, "state", state.name());
        set(event, operator, "position", position);
    }

    private void set(DefaultEvent.OfWindow event, String operator, String column, Object value)
            throws SQLException {
        execute(
                "UPDATE missed_pay_in SET "
                        + column
                        + " = ? WHERE window_name = ? AND operator = ?",
                value,
                event.window(),
                operator);
    }

    private void done(DefaultEvent.OfWindow event, TwoPersonAct act) throws SQLException {
        execute(
                "DELETE FROM closing_act WHERE window_name = ? AND act = ?",
                event.window(),
                act.name());
    }

    private void window(DefaultEvent.OfWindow event, WindowState state) throws SQLException {
        execute(
                "UPDATE settlement_window SET state = ? WHERE window_name = ?",
                state.name(),
                event.window());
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
