package tallystick.projections.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.sql.Rows;

/** The outbox for those who send and those who look. Any thread. */
public final class Outbox {

    private static final String DUE =
            """
            SELECT d.* FROM unnest(?::text[]) AS e(endpoint) CROSS JOIN LATERAL (
                SELECT * FROM webhook_delivery w
                WHERE w.endpoint = e.endpoint AND w.state = 'PENDING' AND w.next_epoch_millis <= ?
                    AND w.webhook_id <> ALL (?::text[])
                ORDER BY w.next_epoch_millis, w.position LIMIT ?) d
            ORDER BY d.next_epoch_millis, d.position LIMIT ?
            """;

    /** Everything of the endpoint up to there has ended; −1 when nothing new has. */
    private static final String SERVED =
            """
            SELECT e.endpoint, (
                SELECT max(w.position) FROM webhook_delivery w
                WHERE w.endpoint = e.endpoint AND w.position > e.mark AND w.state <> 'PENDING'
                    AND w.position < coalesce((
                        SELECT min(p.position) FROM webhook_delivery p
                        WHERE p.endpoint = e.endpoint AND p.state = 'PENDING'),
                        9223372036854775807)) AS served
            FROM unnest(?::text[], ?::bigint[]) AS e(endpoint, mark)
            """;

    private static final String ATTEMPTED =
            """
            UPDATE webhook_delivery
            SET state = CASE WHEN state = 'CANCELLED' THEN state ELSE ? END,
                next_epoch_millis = ?, attempts = attempts + 1, last_status = ?, last_error = ?,
                last_attempt_epoch_millis = ?,
                first_attempt_epoch_millis =
                    CASE WHEN attempts = 0 THEN ? ELSE first_attempt_epoch_millis END
            WHERE webhook_id = ?
            """;

    private final DataSource dataSource;

    /**
     * @param dataSource plain connections, not those of a current transaction
     */
    public Outbox(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * What may be sent now, longest due first.
     *
     * @param endpoints of these only
     * @param except not these, by webhook id
     * @param perEndpoint most of one endpoint
     * @param limit most altogether
     */
    public List<Delivery> due(
            Collection<String> endpoints,
            Collection<String> except,
            long nowEpochMillis,
            int perEndpoint,
            int limit) {
        return Rows.list(
                dataSource,
                Outbox::read,
                DUE,
                endpoints.toArray(String[]::new),
                nowEpochMillis,
                except.toArray(String[]::new),
                perEndpoint,
                limit);
    }

    /** Writes down what an attempt came to; what was cancelled meanwhile stays cancelled. */
    public void attempted(String webhookId, Delivery.Attempt attempt) {
        update(
                ATTEMPTED,
                attempt.state().name(),
                attempt.nextEpochMillis(),
                attempt.status(),
                attempt.error(),
                attempt.atEpochMillis(),
                attempt.atEpochMillis(),
                webhookId);
    }

    /** A delivery of an endpoint, null when there is none of that id. */
    public @Nullable Delivery find(String endpoint, String webhookId) {
        return Rows.first(
                dataSource,
                Outbox::read,
                "SELECT * FROM webhook_delivery WHERE webhook_id = ? AND endpoint = ?",
                webhookId,
                endpoint);
    }

    /**
     * An endpoint's deliveries, newest event first.
     *
     * @param beforePosition of events before that one
     * @param state only such ones, null for all
     */
    public List<Delivery> log(
            String endpoint,
            long beforePosition,
            String beforeId,
            Delivery.@Nullable State state,
            int limit) {
        return Rows.list(
                dataSource,
                Outbox::read,
                "SELECT * FROM webhook_delivery WHERE endpoint = ?"
                        + " AND (position, webhook_id) < (?, ?) AND (?::text = '' OR state = ?)"
                        + " ORDER BY position DESC, webhook_id DESC LIMIT ?",
                endpoint,
                beforePosition,
                beforeId,
                state == null ? "" : state.name(),
                state == null ? "" : state.name(),
                limit);
    }

    /**
     * Has a delivery sent once more, from the first attempt on, under its own id.
     *
     * @return whether there is such a one
     */
    public boolean resend(String endpoint, String webhookId) {
        return update(
                        "UPDATE webhook_delivery SET state = 'PENDING', attempts = 0,"
                                + " next_epoch_millis = 0"
                                + " WHERE webhook_id = ? AND endpoint = ?",
                        webhookId,
                        endpoint)
                == 1;
    }

    /** Ends what an endpoint, which is no more, still waits for. */
    public void cancel(String endpoint) {
        update(
                "UPDATE webhook_delivery SET state = 'CANCELLED', last_error = 'endpoint deleted'"
                        + " WHERE endpoint = ? AND state = 'PENDING'",
                endpoint);
    }

    /** Whether an endpoint took anything since a time. */
    public boolean deliveredSince(String endpoint, long epochMillis) {
        return !Rows.list(
                        dataSource,
                        row -> row.getInt(1),
                        "SELECT 1 FROM webhook_delivery WHERE endpoint = ? AND state = 'DELIVERED'"
                                + " AND last_attempt_epoch_millis >= ? LIMIT 1",
                        endpoint,
                        epochMillis)
                .isEmpty();
    }

    /**
     * How far endpoints have been served since their marks: all of their events up to that position
     * have ended. Endpoints of which nothing more has ended are left out.
     *
     * @param marks position per endpoint up to which it is known already
     */
    public Map<String, Long> served(Map<String, Long> marks) {
        Map<String, Long> served = new TreeMap<>();
        List<Map.Entry<String, Long>> entries = List.copyOf(marks.entrySet());
        List<Long> _ =
                Rows.list(
                        dataSource,
                        row -> {
                            long position = row.getLong("served");
                            if (!row.wasNull()) {
                                served.put(Rows.text(row, "endpoint"), position);
                            }
                            return position;
                        },
                        SERVED,
                        entries.stream().map(Map.Entry::getKey).toArray(String[]::new),
                        entries.stream().map(Map.Entry::getValue).toArray(Long[]::new));
        return served;
    }

    /**
     * Forgets deliveries that ended before a time, up to the positions that the journal says are
     * served; and those of endpoints that are no more.
     *
     * @param marks position per endpoint that there is
     */
    public int prune(Map<String, Long> marks, long beforeEpochMillis) {
        List<Map.Entry<String, Long>> entries = List.copyOf(marks.entrySet());
        return update(
                """
                DELETE FROM webhook_delivery w
                WHERE w.state <> 'PENDING' AND w.last_attempt_epoch_millis < ?
                    AND w.position <= coalesce((
                        SELECT e.mark FROM unnest(?::text[], ?::bigint[]) AS e(endpoint, mark)
                        WHERE e.endpoint = w.endpoint), 9223372036854775807)
                """,
                beforeEpochMillis,
                entries.stream().map(Map.Entry::getKey).toArray(String[]::new),
                entries.stream().map(Map.Entry::getValue).toArray(Long[]::new));
    }

    private int update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new DatabaseException("cannot write the outbox", failure);
        }
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                new OutboxMessage(
                        Rows.text(row, "webhook_id"),
                        Rows.text(row, "endpoint"),
                        row.getLong("position"),
                        Rows.text(row, "event_type"),
                        Rows.text(row, "body"),
                        row.getLong("recorded_epoch_nanos")),
                Delivery.State.valueOf(Rows.text(row, "state")),
                row.getInt("attempts"),
                row.getLong("next_epoch_millis"),
                row.getLong("first_attempt_epoch_millis"),
                row.getLong("last_attempt_epoch_millis"),
                row.getInt("last_status"),
                Rows.text(row, "last_error"));
    }
}
