package tallystick.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.JournalPiece;
import tallystick.projections.parking.ParkingLot;
import tallystick.projections.parking.Poison;
import tallystick.projections.parking.Sequencing.Sequences;

/**
 * One unit of work of a projection. While nothing is parked and nothing fails, all of it is one
 * fold, written once. Otherwise it is written in parts: what fails is halved until the event is
 * found that does, which is parked with its sequences; what belongs to a parked sequence waits.
 */
final class UnitFold {

    private final JournalProjection projection;
    private final Progress begin;
    private final ParkingLot parked;
    private final int[] countersBefore;
    private final List<JournalPiece> pieces = new ArrayList<>();
    private final Fold whole;
    private boolean takenWhole;
    private long lastPosition;

    UnitFold(JournalProjection projection, Progress begin, ParkingLot parked) {
        this.projection = projection;
        this.begin = begin;
        this.parked = parked;
        this.countersBefore = projection.counters();
        this.lastPosition = begin.position();
        this.whole = projection.beginFold();
        this.takenWhole = parked.isEmpty();
    }

    long lastPosition() {
        return lastPosition;
    }

    /**
     * Takes the next stretch of the journal in.
     *
     * @throws ProgressException unless it continues where the last one ended
     */
    void take(JournalPiece piece) {
        if (piece.firstPosition() != lastPosition + 1
                || piece.lastPosition() < piece.firstPosition()) {
            throw new ProgressException(
                    "projection %s is at %d, the next entry is %d … %d"
                            .formatted(
                                    projection.group(),
                                    lastPosition,
                                    piece.firstPosition(),
                                    piece.lastPosition()));
        }
        requireLength(piece);
        lastPosition = piece.lastPosition();
        if (piece.event() == null) {
            return;
        }
        pieces.add(piece);
        if (takenWhole) {
            takenWhole = foldedWhole(piece);
        }
    }

    /** A fault is found again, and told, when the event is folded alone. */
    private boolean foldedWhole(JournalPiece piece) {
        try {
            apply(whole, piece);
            return true;
        } catch (RuntimeException fault) {
            return false;
        }
    }

    private static void apply(Fold fold, JournalPiece piece) {
        LedgerEvent event = piece.event();
        if (event != null) {
            fold.apply(event, piece.firstPosition(), piece.recordedEpochNanos());
        }
    }

    private static void requireLength(JournalPiece piece) {
        long positions = piece.lastPosition() - piece.firstPosition() + 1;
        LedgerEvent event = piece.event();
        long expected =
                event instanceof UsageRecorded run
                        ? run.records().size()
                        : event == null ? positions : 1;
        if (positions != expected) {
            throw new ProgressException(
                    "an entry of %d events takes %d positions".formatted(expected, positions));
        }
    }

    /** Writes everything, and how far it goes. */
    void flush(Connection connection) throws SQLException {
        if (!takenWhole || !written(connection, whole)) {
            projection.load(connection, countersBefore);
            writeInParts(connection, pieces);
            parked.flush();
        }
        Progress.advance(
                connection,
                projection.group(),
                begin.position(),
                lastPosition,
                projection.counters());
    }

    /** Writes a fold; false, and nothing written, when one of its events is to blame. */
    private static boolean written(Connection connection, Fold fold) throws SQLException {
        return failure(connection, fold) == null;
    }

    private static @Nullable Exception failure(Connection connection, Fold fold)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            fold.flush(connection);
            connection.releaseSavepoint(before);
            return null;
        } catch (SQLException | RuntimeException failure) {
            if (!Poison.isPoison(failure)) {
                throw failure;
            }
            connection.rollback(before);
            return failure;
        }
    }

    /** Folds what need not wait, in as few parts as what fails allows. */
    void writeInParts(Connection connection, List<JournalPiece> of) throws SQLException {
        List<JournalPiece> free = free(connection, of);
        if (free.isEmpty()) {
            return;
        }
        int[] counters = projection.counters();
        Exception failure = failure(connection, free);
        if (failure == null) {
            return;
        }
        projection.load(connection, counters);
        int size = free.stream().mapToInt(JournalPiece::size).sum();
        if (size == 1) {
            park(connection, free.getFirst(), failure);
        } else {
            writeInParts(connection, part(free, 0, size / 2));
            writeInParts(connection, part(free, size / 2, size));
        }
    }

    private @Nullable Exception failure(Connection connection, List<JournalPiece> of)
            throws SQLException {
        Fold fold = projection.beginFold();
        try {
            of.forEach(piece -> apply(fold, piece));
        } catch (RuntimeException fault) {
            if (!Poison.isPoison(fault)) {
                throw fault;
            }
            return fault;
        }
        return failure(connection, fold);
    }

    private void park(Connection connection, JournalPiece piece, Exception failure)
            throws SQLException {
        Sequences sequences = sequences(connection, piece);
        if (sequences.touches().isEmpty()) {
            throw new IllegalStateException(
                    "%s at %d cannot be folded and belongs to no sequence"
                            .formatted(piece.kind(), piece.firstPosition()),
                    failure);
        }
        parked.park(piece, sequences, failure);
        skip(piece);
        projection.tellParked(piece, sequences, failure);
    }

    /** What of the pieces need not wait; the rest is noted. */
    private List<JournalPiece> free(Connection connection, List<JournalPiece> of)
            throws SQLException {
        if (parked.isEmpty()) {
            return of;
        }
        List<JournalPiece> free = new ArrayList<>();
        for (JournalPiece piece : of) {
            int from = 0;
            for (int i = 0; i < piece.size(); i++) {
                JournalPiece one = piece.part(i, i + 1);
                Sequences sequences = sequences(connection, one);
                if (parked.isBlocked(one.firstPosition(), sequences)) {
                    addPart(free, piece, from, i);
                    from = i + 1;
                    parked.await(one.firstPosition(), sequences);
                    // Numbers are taken in order: those of the free pieces before come first.
                    free = waitWithNumber(connection, free, one);
                }
            }
            addPart(free, piece, from, piece.size());
        }
        return free;
    }

    /**
     * An event that takes numbers must find them as the events before it left them, so those are
     * written first.
     */
    private List<JournalPiece> waitWithNumber(
            Connection connection, List<JournalPiece> before, JournalPiece waiting)
            throws SQLException {
        if (!takesNumbers(waiting)) {
            return before;
        }
        writeInParts(connection, before);
        skip(waiting);
        return new ArrayList<>();
    }

    private boolean takesNumbers(JournalPiece piece) {
        LedgerEvent event = piece.event();
        return event != null && Arrays.stream(projection.numbersOf(event)).anyMatch(n -> n > 0);
    }

    private void skip(JournalPiece piece) throws SQLException {
        LedgerEvent event = piece.event();
        if (event != null && takesNumbers(piece)) {
            parked.keepNumbers(piece.firstPosition(), projection.counters());
            projection.skip(event);
        }
    }

    private static void addPart(List<JournalPiece> to, JournalPiece piece, int from, int end) {
        if (from < end) {
            to.add(piece.part(from, end));
        }
    }

    private static List<JournalPiece> part(List<JournalPiece> pieces, int from, int to) {
        List<JournalPiece> part = new ArrayList<>();
        int begin = 0;
        for (JournalPiece piece : pieces) {
            int end = begin + piece.size();
            int first = Math.max(from, begin);
            int last = Math.min(to, end);
            if (first < last) {
                part.add(piece.part(first - begin, last - begin));
            }
            begin = end;
        }
        return part;
    }

    Sequences sequences(Connection connection, JournalPiece one) throws SQLException {
        return switch (one.event()) {
            case null -> Sequences.NONE;
            case UsageRecorded run ->
                    projection.sequencing().of(run.records().getFirst(), one.firstPosition());
            case LedgerEvent event -> projection.sequencing().of(connection, event);
        };
    }
}
