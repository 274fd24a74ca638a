package tallystick.projections.parking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tallystick.projections.parking.Sequencing.Sequences;
import tallystick.projections.sql.Rows;

/** The parked sequences, letters and numbers of one projection, in the current transaction. */
public final class ParkingLot {

    private static final String BLOCK =
            """
            INSERT INTO parked_sequence (projection, sequence, since, waiting) VALUES (?, ?, ?, 0)
            ON CONFLICT (projection, sequence) DO UPDATE SET since = excluded.since
            """;

    private static final String PARK =
            """
            INSERT INTO parked_letter
                (projection, position, event, sequences, cause, attempts, parked_epoch_millis)
            VALUES (?, ?, ?, ?, ?, ?, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
            """;

    private static final String WAIT =
            """
            UPDATE parked_sequence SET waiting = waiting + ? WHERE projection = ? AND sequence = ?
            """;

    private final Connection connection;
    private final String projection;
    private final int mostLetters;
    private final SortedMap<String, Long> since = new TreeMap<>();
    private final SortedMap<String, Long> waiting = new TreeMap<>();
    private final Map<Long, Integer> attempts = new HashMap<>();
    private long kept;

    /**
     * Reads what is parked.
     *
     * @param mostLetters more letters than this are refused, see {@link #park}
     */
    public ParkingLot(Connection connection, String projection, int mostLetters)
            throws SQLException {
        this.connection = connection;
        this.projection = projection;
        this.mostLetters = mostLetters;
        Rows.list(
                        connection,
                        row -> Map.entry(Rows.text(row, "sequence"), row.getLong("since")),
                        "SELECT sequence, since FROM parked_sequence WHERE projection = ?",
                        projection)
                .forEach(row -> since.put(row.getKey(), row.getValue()));
    }

    /** Whether nothing is parked. */
    public boolean isEmpty() {
        return since.isEmpty();
    }

    /** The parked sequences, each with the position from which on it is. */
    public SortedMap<String, Long> since() {
        return new TreeMap<>(since);
    }

    /** Whether an event of these sequences has to wait: not for what comes after it. */
    public boolean isBlocked(long position, Sequences sequences) {
        return blocker(position, sequences) != null;
    }

    private @Nullable String blocker(long position, Sequences sequences) {
        return Stream.concat(sequences.touches().stream(), sequences.needs().stream())
                .filter(name -> since.getOrDefault(name, Long.MAX_VALUE) <= position)
                .findFirst()
                .orElse(null);
    }

    /** Lets an event wait behind a parked one; what it changes waits with it. */
    public void await(long position, Sequences sequences) throws SQLException {
        String blocker = blocker(position, sequences);
        if (blocker == null) {
            throw new IllegalStateException("position " + position + " has nothing to wait for");
        }
        waiting.merge(blocker, 1L, Long::sum);
        kept++;
        block(position, sequences);
    }

    /**
     * Parks an event that cannot be folded, with its sequences.
     *
     * @throws IllegalStateException when the projection has too many letters already: what fails
     *     everywhere is no fault of the events, and the projection had better stop
     */
    public void park(JournalPiece piece, Sequences sequences, Exception cause) throws SQLException {
        if (letters() >= mostLetters) {
            throw new IllegalStateException(
                    "projection %s has %d parked letters already and stops"
                            .formatted(projection, mostLetters),
                    cause);
        }
        try (PreparedStatement insert = connection.prepareStatement(PARK)) {
            insert.setString(1, projection);
            insert.setLong(2, piece.firstPosition());
            insert.setString(3, piece.kind());
            insert.setArray(4, connection.createArrayOf("text", sequences.touches().toArray()));
            insert.setString(5, Poison.inOneLine(cause));
            insert.setInt(6, attempts.getOrDefault(piece.firstPosition(), 0) + 1);
            insert.executeUpdate();
        }
        block(piece.firstPosition(), sequences);
        kept++;
    }

    /** How many events this object has parked or let wait. */
    public long kept() {
        return kept;
    }

    /** How many letters there are. */
    public int letters() throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getInt(1),
                        "SELECT count(*) FROM parked_letter WHERE projection = ?",
                        projection)
                .getFirst();
    }

    private void block(long position, Sequences sequences) throws SQLException {
        for (String sequence : sequences.touches()) {
            if (since.getOrDefault(sequence, Long.MAX_VALUE) > position) {
                since.put(sequence, position);
                try (PreparedStatement insert = connection.prepareStatement(BLOCK)) {
                    insert.setString(1, projection);
                    insert.setString(2, sequence);
                    insert.setLong(3, position);
                    insert.executeUpdate();
                }
            }
        }
    }

    /** Writes down how many wait, once per unit of work. */
    public void flush() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WAIT)) {
            for (Map.Entry<String, Long> row : waiting.entrySet()) {
                update.setLong(1, row.getValue());
                update.setString(2, projection);
                update.setString(3, row.getKey());
                update.executeUpdate();
            }
        }
        waiting.clear();
    }

    /** Keeps the numbers of an event that is parked or waits. */
    public void keepNumbers(long position, int[] counters) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO parked_number (projection, position, counters)"
                                + " VALUES (?, ?, ?)")) {
            insert.setString(1, projection);
            insert.setLong(2, position);
            Object[] boxed = Arrays.stream(counters).boxed().toArray();
            insert.setArray(3, connection.createArrayOf("int4", boxed));
            insert.executeUpdate();
        }
    }

    /** Takes everything out, to be folded again. */
    public Released release() throws SQLException {
        Map<Long, int[]> numbers = new HashMap<>();
        Rows.list(
                        connection,
                        row -> Map.entry(row.getLong("position"), Rows.ints(row, "counters")),
                        "DELETE FROM parked_number WHERE projection = ?"
                                + " RETURNING position, counters",
                        projection)
                .forEach(row -> numbers.put(row.getKey(), row.getValue()));
        List<Map.Entry<Long, Integer>> letters =
                Rows.list(
                        connection,
                        row -> Map.entry(row.getLong("position"), row.getInt("attempts")),
                        "DELETE FROM parked_letter WHERE projection = ?"
                                + " RETURNING position, attempts",
                        projection);
        letters.forEach(row -> attempts.put(row.getKey(), row.getValue()));
        Released released = new Released(since(), numbers, letters.size());
        forgetSequences();
        return released;
    }

    private void forgetSequences() throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM parked_sequence WHERE projection = ?")) {
            delete.setString(1, projection);
            delete.executeUpdate();
        }
        since.clear();
    }

    /** Forgets everything: the tables start over. */
    public void clear() throws SQLException {
        release();
        attempts.clear();
    }

    /**
     * What was parked.
     *
     * @param since the sequences, each with the position from which on it was parked
     * @param numbers of the events that take some, by position
     * @param letters how many could not be folded
     */
    public record Released(SortedMap<String, Long> since, Map<Long, int[]> numbers, int letters) {

        /** Whether an event of these sequences is not in the tables. */
        public boolean holds(long position, Sequences sequences) {
            return Stream.concat(sequences.touches().stream(), sequences.needs().stream())
                    .anyMatch(name -> since.getOrDefault(name, Long.MAX_VALUE) <= position);
        }

        /** The first position that may be parked. */
        public long firstPosition() {
            return since.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
        }
    }
}
