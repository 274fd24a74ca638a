package tallystick.projections.parking;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.projections.sql.Rows;

/** What is parked, for those who read the tables and those who mend them. */
public final class ParkedView {

    /**
     * An event that could not be folded.
     *
     * @param event its kind, such as {@code GrantIssued}
     * @param sequences what is parked with it
     * @param cause what the last attempt failed with, in a line
     * @param attempts how often it was tried, 1 or more
     */
    public record Letter(
            String projection,
            long position,
            String event,
            List<String> sequences,
            String cause,
            Instant parkedAt,
            int attempts) {

        public Letter {
            sequences = List.copyOf(sequences);
        }
    }

    /**
     * How much of a projection is parked.
     *
     * @param letters events that could not be folded
     * @param sequences parked sequences
     * @param waiting events that wait behind them
     */
    public record Parked(long letters, long sequences, long waiting) {}

    private final DataSource dataSource;

    public ParkedView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The position from which on a sequence is parked, null when it is not. */
    public @Nullable Long since(String projection, String sequence) {
        return Rows.first(
                dataSource,
                row -> row.getLong("since"),
                "SELECT since FROM parked_sequence WHERE projection = ? AND sequence = ?",
                projection,
                sequence);
    }

    /** The first position parked in a projection, null when nothing is. */
    public @Nullable Long since(String projection) {
        return Rows.first(
                dataSource,
                row -> row.getLong("since"),
                "SELECT since FROM parked_sequence WHERE projection = ? ORDER BY since LIMIT 1",
                projection);
    }

    /** How much of a projection is parked. */
    public Parked of(String projection) {
        Parked parked =
                Rows.first(
                        dataSource,
                        row ->
                                new Parked(
                                        row.getLong("letters"),
                                        row.getLong("sequences"),
                                        row.getLong("waiting")),
                        """
                        SELECT (SELECT count(*) FROM parked_letter l WHERE l.projection = p.name)
                                AS letters,
                            count(s.sequence) AS sequences, coalesce(sum(s.waiting), 0) AS waiting
                        FROM (SELECT ?::text AS name) p
                        LEFT JOIN parked_sequence s ON s.projection = p.name
                        GROUP BY p.name
                        """,
                        projection);
        return parked == null ? new Parked(0, 0, 0) : parked;
    }

    /**
     * Letters in order of position.
     *
     * @param afterPosition position of the last one of the page before, −1 for the first page
     * @param limit most rows, 1 or more
     */
    public List<Letter> letters(String projection, long afterPosition, int limit) {
        return Rows.list(
                dataSource,
                row ->
                        new Letter(
                                Rows.text(row, "projection"),
                                row.getLong("position"),
                                Rows.text(row, "event"),
                                Rows.texts(row, "sequences"),
                                Rows.text(row, "cause"),
                                Instant.ofEpochMilli(row.getLong("parked_epoch_millis")),
                                row.getInt("attempts")),
                "SELECT * FROM parked_letter WHERE projection = ? AND position > ?"
                        + " ORDER BY position LIMIT ?",
                projection,
                afterPosition,
                limit);
    }
}
