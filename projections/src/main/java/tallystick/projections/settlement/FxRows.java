package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import tallystick.domain.FxEvent;
import tallystick.domain.settlement.WindowState;

/**
 * Writes what a conversion does to a window's row: what it is, and fixings, are asked of the
 * ledger.
 */
final class FxRows {

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;

    FxRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void write(FxEvent event) throws SQLException {
        switch (event) {
            case FxEvent.WindowConverted e -> converted(e.window());
            case FxEvent.FxSourceRegistered _,
                    FxEvent.FxFixingRecorded _,
                    FxEvent.FxTermsSet _ -> {}
        }
    }

    /** Calls and proposals were over other amounts. */
    private void converted(String window) throws SQLException {
        execute("UPDATE closing_pay_in SET due_minor = 0 WHERE window_name = ?", window);
        execute("DELETE FROM closing_act WHERE window_name = ?", window);
        new DefaultRows(connection, position, recordedEpochNanos).cured(window);
        execute(
                "UPDATE settlement_window SET state = ?, changed_epoch_nanos = ?, position = ?"
                        + " WHERE window_name = ?",
                WindowState.NETTED.name(),
                recordedEpochNanos,
                position,
                window);
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
