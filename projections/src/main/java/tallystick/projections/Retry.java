package tallystick.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.JournalSource;
import tallystick.projections.parking.ParkingLot;

/**
 * Folds what is parked once more, in the journal's order and in one transaction: what still cannot
 * be folded is parked again, and what is in the tables is not touched.
 */
final class Retry {

    private static final int RECORDS_AT_ONCE = 16_384;

    private final JournalProjection projection;
    private final Connection connection;
    private final ParkingLot.Released released;
    private final UnitFold unit;
    private final List<JournalPiece> pending = new ArrayList<>();
    private int pendingRecords;
    private long folded;

    Retry(
            JournalProjection projection,
            Connection connection,
            ParkingLot.Released released,
            UnitFold unit) {
        this.projection = projection;
        this.connection = connection;
        this.released = released;
        this.unit = unit;
    }

    /** Folds again what was parked, up to the position where the projection stands. */
    void take(JournalSource.Cursor journal, long lastPosition) throws SQLException {
        JournalPiece piece = journal.next();
        while (piece != null && piece.firstPosition() <= lastPosition) {
            long within = Math.min(piece.lastPosition(), lastPosition) - piece.firstPosition() + 1;
            if (piece.event() != null) {
                take(piece.part(0, (int) within));
            }
            piece = journal.next();
        }
        flush();
    }

    /** Takes one stretch of the journal; only what was parked of it is folded. */
    private void take(JournalPiece piece) throws SQLException {
        int from = -1;
        for (int i = 0; i < piece.size(); i++) {
            JournalPiece one = piece.part(i, i + 1);
            boolean held = released.holds(one.firstPosition(), unit.sequences(connection, one));
            if (held && from < 0) {
                from = i;
            } else if (!held && from >= 0) {
                add(piece.part(from, i));
                from = -1;
            }
        }
        if (from >= 0) {
            add(piece.part(from, piece.size()));
        }
    }

    private void add(JournalPiece piece) throws SQLException {
        int[] numbers = released.numbers().get(piece.firstPosition());
        if (numbers != null) {
            // It gets the numbers it would have had; what came before must not take them.
            flush();
            projection.load(connection, numbers);
        }
        pending.add(piece);
        pendingRecords += piece.size();
        folded += piece.size();
        if (numbers != null || pendingRecords >= RECORDS_AT_ONCE) {
            flush();
        }
    }

    private void flush() throws SQLException {
        unit.writeInParts(connection, List.copyOf(pending));
        pending.clear();
        pendingRecords = 0;
    }

    long folded() {
        return folded;
    }
}
