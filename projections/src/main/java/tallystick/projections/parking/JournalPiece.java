package tallystick.projections.parking;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;

/**
 * A stretch of the journal: one event, a run of usage records or a part of one, or messages of the
 * application, which no table shows.
 *
 * @param event null for messages of the application
 * @param firstPosition position of its first event
 * @param lastPosition position of its last event
 * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
 */
public record JournalPiece(
        @Nullable LedgerEvent event,
        long firstPosition,
        long lastPosition,
        long recordedEpochNanos) {

    /** How many events it is, 1 or more. */
    public int size() {
        return Math.toIntExact(lastPosition - firstPosition + 1);
    }

    /**
     * A part of a run of usage.
     *
     * @param from number of the first record within this piece
     * @param to one more than that of the last
     */
    public JournalPiece part(int from, int to) {
        if (from == 0 && to == size()) {
            return this;
        }
        if (!(event instanceof UsageRecorded run)) {
            throw new IllegalArgumentException("only a run of usage has parts");
        }
        return new JournalPiece(
                new UsageRecorded(run.records().subList(from, to)),
                firstPosition + from,
                firstPosition + to - 1,
                recordedEpochNanos);
    }

    /** How many events a list of pieces is. */
    static int sizeOf(List<JournalPiece> pieces) {
        return pieces.stream().mapToInt(JournalPiece::size).sum();
    }

    /** The kind of the event, such as {@code UsageRecorded}. */
    public String kind() {
        return event == null ? "Application" : event.getClass().getSimpleName();
    }
}
