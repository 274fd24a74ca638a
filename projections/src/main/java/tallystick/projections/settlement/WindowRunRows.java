package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.SettlementModelTerms;

/** Writes models, schedules and batches. */
final class WindowRunRows {

    private static final String MODEL =
            """
            INSERT INTO settlement_model VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (model) DO UPDATE SET version = excluded.version,
                calendar = excluded.calendar, zone = excluded.zone,
                cut_off_minute = excluded.cut_off_minute, cut_offs = excluded.cut_offs,
                grace_nanos = excluded.grace_nanos, affirm_nanos = excluded.affirm_nanos,
                tolerance_minor = excluded.tolerance_minor, currencies = excluded.currencies,
                position = excluded.position
            """;

    private static final String SCHEDULE =
            """
            INSERT INTO window_schedule VALUES (?, ?, ?, ?, ?, ?, 0, '', '', ?)
            ON CONFLICT (window_name) DO UPDATE SET model_version = excluded.model_version,
                cut_off_epoch_nanos = excluded.cut_off_epoch_nanos,
                grace_nanos = excluded.grace_nanos, affirm_nanos = excluded.affirm_nanos,
                tolerance_minor = excluded.tolerance_minor, grace_until_epoch_nanos = 0,
                stopped_at = '', stopped_reason = '', position = excluded.position
            """;

    private final Connection connection;
    private final long position;
    private final long recordedEpochNanos;

    WindowRunRows(Connection connection, long position, long recordedEpochNanos) {
        this.connection = connection;
        this.position = position;
        this.recordedEpochNanos = recordedEpochNanos;
    }

    void write(WindowRunEvent event) throws SQLException {
        switch (event) {
            case WindowRunEvent.SettlementModelDefined e -> define(e.terms(), e.version());
            case WindowRunEvent.WindowScheduled e ->
                    execute(
                            SCHEDULE,
                            e.window(),
                            e.modelVersion(),
                            e.cutOffEpochNanos(),
                            e.graceNanos(),
                            e.affirmNanos(),
                            e.toleranceMinor(),
                            position);
            case WindowRunEvent.GraceBegun e ->
                    execute(
                            "UPDATE window_schedule SET grace_until_epoch_nanos = ?, position = ?"
                                    + " WHERE window_name = ?",
                            e.untilEpochNanos(),
                            position,
                            e.window());
            case WindowRunEvent.AutomationStopped e ->
                    execute(
                            "UPDATE window_schedule SET stopped_at = ?, stopped_reason = ?,"
                                    + " position = ? WHERE window_name = ?",
                            e.at().name(),
                            e.reason(),
                            position,
                            e.window());
            case WindowRunEvent.BatchNoted e -> batch(e.notice(), "", "");
            case WindowRunEvent.BatchReturned e -> batch(e.notice(), e.code().name(), e.reason());
        }
    }

    private void define(SettlementModelTerms terms, int version) throws SQLException {
        execute(
                MODEL,
                terms.model(),
                version,
                terms.calendar().name(),
                terms.zone(),
                terms.cutOffMinute(),
                connection.createArrayOf("int8", terms.cutOffs().toArray()),
                terms.graceNanos(),
                terms.affirmNanos(),
                terms.toleranceMinor(),
                connection.createArrayOf(
                        "text", terms.currencies().stream().map(BusinessCalendar::text).toArray()),
                position);
    }

    private void batch(BatchNotice notice, String returned, String reason) throws SQLException {
        execute(
                "INSERT INTO settlement_batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                position,
                notice.window(),
                notice.servingOperator(),
                notice.homeOperator(),
                notice.sequence(),
                notice.records(),
                notice.tokens(),
                notice.last(),
                returned,
                reason,
                recordedEpochNanos);
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no row to change");
            }
        }
    }
}
