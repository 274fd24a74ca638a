package tallystick.app.wiring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.app.axon.Snapshots;
import tallystick.engine.ApplicationMessage;

/**
 * Snapshots in PostgreSQL, one row per aggregate. When the database is away, Axon logs it and reads
 * the aggregate from the journal.
 */
public final class SnapshotTable implements Snapshots {

    private static final String KEEP =
            """
            insert into aggregate_snapshot
                (aggregate_id, aggregate_type, sequence_number, event_id, occurred_epoch_millis,
                 payload_type, payload_revision, payload, metadata)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (aggregate_id) do update set
                aggregate_type = excluded.aggregate_type,
                sequence_number = excluded.sequence_number,
                event_id = excluded.event_id,
                occurred_epoch_millis = excluded.occurred_epoch_millis,
                payload_type = excluded.payload_type,
                payload_revision = excluded.payload_revision,
                payload = excluded.payload,
                metadata = excluded.metadata
            where aggregate_snapshot.sequence_number <= excluded.sequence_number
            """;

    private final JdbcClient database;

    public SnapshotTable(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    @Override
    public void keep(ApplicationMessage snapshot) {
        database.sql(KEEP)
                .param(1, snapshot.aggregateId(), Types.VARCHAR)
                .param(2, snapshot.aggregateType(), Types.VARCHAR)
                .param(3, snapshot.aggregateSequence())
                .param(4, snapshot.id())
                .param(5, snapshot.occurredEpochMillis())
                .param(6, snapshot.payloadType())
                .param(7, snapshot.payloadRevision(), Types.VARCHAR)
                .param(8, snapshot.payload())
                .param(9, snapshot.metadata())
                .update();
    }

    @Override
    public Optional<ApplicationMessage> latest(String aggregateId) {
        return database.sql("select * from aggregate_snapshot where aggregate_id = ?")
                .param(aggregateId)
                .query(SnapshotTable::message)
                .optional();
    }

    private static ApplicationMessage message(ResultSet row, int number) throws SQLException {
        return new ApplicationMessage(
                row.getString("event_id"),
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getLong("occurred_epoch_millis"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getString("payload"),
                row.getString("metadata"));
    }
}
