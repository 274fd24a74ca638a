package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent.Rerating;
import tallystick.domain.LedgerEvent.Rerating.ReleaseApproved;
import tallystick.domain.LedgerEvent.Rerating.ReleaseProposed;

/** Who proposed and who approved releases from suspense: a few a day, written in order. */
final class ReleaseRows {

    /** A proposal made again is a new one: it waits for a second person again. */
    private static final String PROPOSE =
            """
            INSERT INTO suspense_release
                (proposed_by, reason, proposed_epoch_nanos, position, approved_by,
                 approved_epoch_nanos)
            VALUES (?, ?, ?, ?, '', 0)
            ON CONFLICT (position) DO UPDATE
            SET proposed_by = excluded.proposed_by, reason = excluded.reason,
                proposed_epoch_nanos = excluded.proposed_epoch_nanos, approved_by = '',
                approved_epoch_nanos = 0
            """;

    private static final String APPROVE =
            """
            UPDATE suspense_release SET approved_by = ?, approved_epoch_nanos = ?
            WHERE position = ?
            """;

    private record Step(Rerating event, long recordedEpochNanos) {}

    private final List<Step> steps = new ArrayList<>();

    void add(Rerating event, long recordedEpochNanos) {
        steps.add(new Step(event, recordedEpochNanos));
    }

    void flush(Connection connection) throws SQLException {
        for (Step step : steps) {
            long at = step.recordedEpochNanos;
            switch (step.event) {
                case ReleaseProposed e ->
                        write(connection, PROPOSE, e.actor(), e.reason(), at, e.position());
                case ReleaseApproved e -> write(connection, APPROVE, e.actor(), at, e.position());
            }
        }
    }

    private static void write(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("no release was proposed: " + statement);
            }
        }
    }
}
