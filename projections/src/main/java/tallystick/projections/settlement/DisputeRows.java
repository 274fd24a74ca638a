package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import tallystick.domain.DisputeEvent;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;

/** Writes one step of a dispute. */
final class DisputeRows {

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;

    DisputeRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void write(DisputeEvent event) throws SQLException {
        switch (event) {
            case DisputeEvent.DisputeOpened e -> {
                execute(
                        "INSERT INTO dispute VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
                        e.dispute(),
                        e.window(),
                        e.statement(),
                        e.operator(),
                        DisputeState.OPENED.name(),
                        e.withheld(),
                        e.deadlineEpochNanos(),
                        e.reason(),
                        position,
                        position);
                for (LineAmount line : e.claims()) {
                    execute(
                            "INSERT INTO dispute_line VALUES (?, ?, ?, 0, 0, 0)",
                            e.dispute(),
                            line.line(),
                            line.minor());
                }
                step(e, DisputeState.OPENED, e.operator(), e.actor(), e.reason());
            }
            case DisputeEvent.DisputeMoved e -> {
                execute(
                        "UPDATE dispute SET state = ?, deadline_epoch_nanos = ?, position = ?"
                                + " WHERE dispute = ?",
                        e.state().name(),
                        e.deadlineEpochNanos(),
                        position,
                        e.dispute());
                execute("UPDATE dispute_line SET granted_minor = 0 WHERE dispute = ?", e.dispute());
                for (LineAmount line : e.grants()) {
                    set(e, "granted_minor", line);
                }
                step(e, e.state(), e.operator(), e.actor(), e.note());
            }
            case DisputeEvent.DisputeResolved e -> {
                execute(
                        "UPDATE dispute SET state = ?, next_window = ?, position = ?"
                                + " WHERE dispute = ?",
                        DisputeState.RESOLVED.name(),
                        e.nextWindow(),
                        position,
                        e.dispute());
                for (LineAmount line : e.credits()) {
                    set(e, "credited_minor", line);
                }
                for (LineAmount line : e.debits()) {
                    set(e, "debited_minor", line);
                }
                step(e, DisputeState.RESOLVED, "", "", "");
            }
        }
    }

    private void set(DisputeEvent event, String column, LineAmount line) throws SQLException {
        execute(
                "UPDATE dispute_line SET " + column + " = ? WHERE dispute = ? AND line = ?",
                line.minor(),
                event.dispute(),
                line.line());
    }

    private void step(
            DisputeEvent event, DisputeState state, String operator, String actor, String note)
            throws SQLException {
        execute(
                "INSERT INTO dispute_step VALUES (?, ?, ?, ?, ?, ?, ?)",
                position,
                event.dispute(),
                state.name(),
                operator,
                actor,
                note,
                recordedEpochNanos);
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
