package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowCutOff;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;

/** Writes one step of a window: a new row, or the row's next state. */
final class WindowRows {

    private static final String OPEN =
            """
            INSERT INTO settlement_window
                (settlement_model, starts_at_epoch_nanos, tokens, opened_position, state,
                 changed_epoch_nanos, position, window_name, records, statements)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
            """;

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;

    WindowRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void open(WindowOpened opened) throws SQLException {
        write(
                OPEN,
                opened.window(),
                WindowState.OPEN,
                opened.settlementModel(),
                opened.startsAtEpochNanos(),
                tokens(Collections.nCopies(TokenClass.COUNT, 0L)),
                position);
    }

    void cutOff(WindowCutOff cut) throws SQLException {
        step("cut_off_epoch_nanos = ?,", cut.window(), WindowState.GRACE, cut.cutOffEpochNanos());
    }

    void fence(WindowFenced fenced) throws SQLException {
        step("last_sequence = ?,", fenced.window(), WindowState.FENCED, fenced.lastSequence());
    }

    void seal(WindowSealed sealed) throws SQLException {
        step(
                "records = ?, tokens = ?, merkle_root = ?,",
                sealed.window(),
                WindowState.SEALED,
                sealed.records(),
                tokens(sealed.tokens()),
                sealed.merkleRoot());
    }

    void calculate(WindowCalculated calculated) throws SQLException {
        int statements = calculated.statements().size();
        step("statements = ?,", calculated.window(), WindowState.CALCULATED, statements);
    }

    void issue(StatementsIssued issued) throws SQLException {
        step("", issued.window(), WindowState.STATEMENTS_ISSUED);
    }

    void net(WindowNetted netted) throws SQLException {
        step("", netted.window(), WindowState.NETTED);
    }

    /** Something of the window was recorded that changes nothing in its row. */
    void touch(String window) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE settlement_window SET changed_epoch_nanos = ?, position = ?"
                                + " WHERE window_name = ?")) {
            statement.setLong(1, recordedEpochNanos);
            statement.setLong(2, position);
            statement.setString(3, window);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no window " + window);
            }
        }
    }

    private void step(String assignments, String window, WindowState state, Object... values)
            throws SQLException {
        write(
                "UPDATE settlement_window SET "
                        + assignments
                        + " state = ?, changed_epoch_nanos = ?, position = ? WHERE window_name = ?",
                window,
                state,
                values);
    }

    /** Binds the step's own values first, then what every step writes. */
    private void write(String sql, String window, WindowState state, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int bound = 0;
            for (Object value : values) {
                statement.setObject(++bound, value);
            }
            statement.setString(++bound, state.name());
            statement.setLong(++bound, recordedEpochNanos);
            statement.setLong(++bound, position);
            statement.setString(++bound, window);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no window " + window);
            }
        }
    }

    private Object tokens(List<Long> counts) throws SQLException {
        return connection.createArrayOf("int8", counts.toArray());
    }
}
