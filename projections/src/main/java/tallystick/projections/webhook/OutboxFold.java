package tallystick.projections.webhook;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.ArrayStatement;

/** What the events of one unit of work have sent. */
final class OutboxFold implements Fold {

    private static final String INSERT =
            """
            INSERT INTO webhook_delivery
                (webhook_id, endpoint, position, event_type, body, recorded_epoch_nanos)
            SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                ?::bigint[])
            ON CONFLICT (webhook_id) DO NOTHING
            RETURNING position
            """;

    private final OutboxMessages source;
    private final List<OutboxMessage> messages = new ArrayList<>();

    OutboxFold(OutboxMessages source) {
        this.source = source;
    }

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        messages.addAll(source.of(event, firstPosition, recordedEpochNanos));
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT, messages.size())) {
            List<Long> _ =
                    insert.texts(i -> messages.get(i).webhookId())
                            .texts(i -> messages.get(i).endpoint())
                            .longs(i -> messages.get(i).position())
                            .texts(i -> messages.get(i).eventType())
                            .texts(i -> messages.get(i).body())
                            .longs(i -> messages.get(i).recordedEpochNanos())
                            .read(row -> row.getLong(1));
        }
    }
}
