package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** Writes one step of a window's closing. */
final class ClosingRows {

    private static final String BEGIN =
            """
            INSERT INTO closing_window VALUES (?, 0, 0, '', '', '', '', 0, 0, '', '', '', 0, '', '')
            ON CONFLICT (window_name) DO NOTHING
            """;

    private static final String PROPOSED_SIDE =
            """
            INSERT INTO closing_side VALUES (?, ?, ?, ?, '', '', '', 0, ?)
            ON CONFLICT (statement, operator)
                DO UPDATE SET maker = excluded.maker, position = excluded.position
            """;

    private static final String OWN =
            """
            INSERT INTO closing_side VALUES (?, ?, ?, '', '', '', ?, ?, ?)
            ON CONFLICT (statement, operator) DO UPDATE SET own_hash = excluded.own_hash,
                own_minor = excluded.own_minor, position = excluded.position
            """;

    private static final String AFFIRMED =
            """
            INSERT INTO closing_side VALUES (?, ?, ?, ?, ?, ?, '', 0, ?)
            ON CONFLICT (statement, operator) DO UPDATE SET maker = excluded.maker,
                checker = excluded.checker, how = excluded.how, position = excluded.position
            """;

    private static final String ACT =
            """
            INSERT INTO closing_act VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (window_name, act) DO UPDATE SET actor = excluded.actor,
                subject = excluded.subject, position = excluded.position
            """;

    private static final String RECEIVED =
            """
            UPDATE closing_pay_in SET received_minor = received_minor + ?
            WHERE window_name = ? AND asset = ? AND operator = ?
            """;

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;

    ClosingRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void write(ClosingEvent event) throws SQLException {
        execute(BEGIN, event.window());
        WindowState state = details(event);
        execute(
                "UPDATE settlement_window SET state = coalesce(?, state), changed_epoch_nanos = ?,"
                        + " position = ? WHERE window_name = ?",
                state == null ? null : state.name(),
                recordedEpochNanos,
                position,
                event.window());
    }

    /** The state the window is in afterwards, null when it stays in the one it is in. */
    private @Nullable WindowState details(ClosingEvent event) throws SQLException {
        return switch (event) {
            case ClosingEvent.AffirmingBegun e -> {
                set(
                        e,
                        "affirm_by_epoch_nanos = ?, tolerance_minor = ?",
                        e.deadlineEpochNanos(),
                        e.toleranceMinor());
                yield WindowState.AFFIRMING;
            }
            case ClosingEvent.AffirmationProposed e -> {
                execute(
                        PROPOSED_SIDE,
                        e.statement(),
                        e.operator(),
                        e.window(),
                        e.actor(),
                        position);
                yield null;
            }
            case ClosingEvent.AggregateMismatched e -> {
                execute(
                        OWN,
                        e.statement(),
                        e.operator(),
                        e.window(),
                        e.hash(),
                        e.minor(),
                        position);
                yield null;
            }
            case ClosingEvent.StatementAffirmed e -> {
                execute(
                        AFFIRMED,
                        e.statement(),
                        e.operator(),
                        e.window(),
                        e.maker(),
                        e.checker(),
                        e.how().name(),
                        position);
                yield null;
            }
            case ClosingEvent.ApprovalAsked e -> {
                set(
                        e,
                        "asked_hash = ?, approved_hash = '', approval_maker = '',"
                                + " approval_checker = ''",
                        e.hash());
                done(e, TwoPersonAct.APPROVE);
                yield null;
            }
            case ClosingEvent.ActProposed e -> {
                execute(ACT, e.window(), e.act().name(), e.actor(), e.subject(), position);
                yield null;
            }
            case ClosingEvent.WindowApproved e -> approved(e);
            case ClosingEvent.PayInCalled e -> called(e);
            case ClosingEvent.PayInReceived e -> received(e);
            case ClosingEvent.WindowInstructed e -> instructed(e);
            case ClosingEvent.LegConfirmed e -> confirmed(e);
            case ClosingEvent.PaymentUnmatched e -> {
                entry(e, "unmatched", e.entry(), e.uetr(), "", e.asset(), e.minor(), e.reason());
                yield null;
            }
            case ClosingEvent.WindowSettled _ -> WindowState.SETTLED;
            case ClosingEvent.WindowFinalised e -> {
                set(
                        e,
                        "certificate = ?, finalised_epoch_nanos = ?",
                        e.certificate(),
                        recordedEpochNanos);
                yield WindowState.FINAL;
            }
            case ClosingEvent.WindowAborted e -> {
                set(e, "next_window = ?, abort_reason = ?", e.nextWindow(), e.reason());
                execute("DELETE FROM closing_act WHERE window_name = ?", e.window());
                execute(
                        "UPDATE closing_pay_in SET due_minor = 0 WHERE window_name = ?",
                        e.window());
                missed().cured(e.window());
                yield WindowState.ABORTED;
            }
        };
    }

    /** Only the first approval is a step: a later one says that a change was approved too. */
    private @Nullable WindowState approved(ClosingEvent.WindowApproved e) throws SQLException {
        set(
                e,
                "approved_hash = ?, approval_maker = ?, approval_checker = ?",
                e.hash(),
                e.maker(),
                e.checker());
        done(e, TwoPersonAct.APPROVE);
        execute(
                "UPDATE settlement_window SET state = ? WHERE window_name = ? AND state = ?",
                WindowState.APPROVED.name(),
                e.window(),
                WindowState.NETTED.name());
        return null;
    }

    private WindowState called(ClosingEvent.PayInCalled e) throws SQLException {
        set(e, "due_by_epoch_nanos = ?", e.dueByEpochNanos());
        for (PayInCall call : e.calls()) {
            execute(
                    "INSERT INTO closing_pay_in VALUES (?, ?, ?, ?, 0) ON CONFLICT"
                            + " (window_name, asset, operator)"
                            + " DO UPDATE SET due_minor = excluded.due_minor",
                    e.window(),
                    call.asset(),
                    call.operator(),
                    call.minor());
        }
        missed().cured(e.window());
        return WindowState.FUNDING;
    }

    private @Nullable WindowState received(ClosingEvent.PayInReceived e) throws SQLException {
        execute(RECEIVED, e.minor(), e.window(), e.asset(), e.operator());
        entry(e, "pay_in", e.entry(), "", e.operator(), e.asset(), e.minor(), "");
        missed().cured(e.window());
        return null;
    }

    private WindowState instructed(ClosingEvent.WindowInstructed e) throws SQLException {
        set(
                e,
                "value_date_epoch_day = ?, instruction_maker = ?, instruction_checker = ?",
                e.valueDateEpochDay(),
                e.maker(),
                e.checker());
        done(e, TwoPersonAct.INSTRUCT);
        done(e, TwoPersonAct.ABORT);
        for (SettlementLeg leg : e.legs()) {
            execute(
                    "INSERT INTO closing_leg VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                    e.window(),
                    leg.leg(),
                    leg.uetr(),
                    leg.asset(),
                    leg.debtor(),
                    leg.creditor(),
                    leg.minor(),
                    e.valueDateEpochDay());
        }
        return WindowState.INSTRUCTED;
    }

    private WindowState confirmed(ClosingEvent.LegConfirmed e) throws SQLException {
        execute(
                "UPDATE closing_leg SET confirmed_minor = confirmed_minor + ?"
                        + " WHERE window_name = ? AND uetr = ?",
                e.minor(),
                e.window(),
                e.uetr());
        entry(e, "leg", e.entry(), e.uetr(), "", "", e.minor(), "");
        return WindowState.SETTLING;
    }

    private DefaultRows missed() {
        return new DefaultRows(connection, position, recordedEpochNanos);
    }

    private void entry(
            ClosingEvent event,
            String kind,
            String entry,
            String uetr,
            String operator,
            String asset,
            long minor,
            String reason)
            throws SQLException {
        execute(
                "INSERT INTO closing_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                position,
                event.window(),
                kind,
                entry,
                uetr,
                operator,
                asset,
                minor,
                reason,
                recordedEpochNanos);
    }

    private void done(ClosingEvent event, TwoPersonAct act) throws SQLException {
        execute(
                "DELETE FROM closing_act WHERE window_name = ? AND act = ?",
                event.window(),
                act.name());
    }

    private void set(ClosingEvent event, String assignments, Object... values) throws SQLException {
        Object[] bound = new Object[values.length + 1];
        System.arraycopy(values, 0, bound, 0, values.length);
        bound[values.length] = event.window();
        execute("UPDATE closing_window SET " + assignments + " WHERE window_name = ?", bound);
    }

    private void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    statement.setNull(i + 1, java.sql.Types.VARCHAR);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            statement.executeUpdate();
        }
    }
}
