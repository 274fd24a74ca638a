package tallystick.app.api.settlement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.GapReport;
import tallystick.projections.settlement.WindowRunView;

/**
 * How complete a window is, per serving → home stream.
 *
 * @param complete whether every stream of an agreement in force is
 * @param batches what senders said, in order of recording, returned ones included
 */
@Wire
record GapReportResource(
        String window, boolean complete, List<Stream> streams, List<Batch> batches) {

    /**
     * A stream.
     *
     * @param expected an agreement of the pair settles by the window's model
     * @param batches noted, 1 … this number without a gap
     * @param state complete, open (the last batch is missing) or differs
     */
    @Wire
    record Stream(
            String servingOperator,
            String homeOperator,
            boolean expected,
            int batches,
            long notedRecords,
            long records,
            long missingRecords,
            long notedTokens,
            long tokens,
            String state) {

        static Stream of(GapReport.Stream row) {
            return new Stream(
                    row.servingOperator(),
                    row.homeOperator(),
                    row.expected(),
                    row.batches(),
                    row.notedRecords(),
                    row.records(),
                    row.notedRecords() - row.records(),
                    row.notedTokens(),
                    row.tokens(),
                    row.isComplete() ? "complete" : row.last() ? "differs" : "open");
        }
    }

    /** A batch; {@code returned} says why it was, absent when it was noted. */
    @Wire
    record Batch(
            String servingOperator,
            String homeOperator,
            int sequence,
            long records,
            long tokens,
            boolean last,
            @Nullable String returned,
            @Nullable String reason,
            String recordedAt,
            String position) {

        static Batch of(WindowRunView.Batch row) {
            boolean isReturned = !row.returned().isEmpty();
            return new Batch(
                    row.notice().servingOperator(),
                    row.notice().homeOperator(),
                    row.notice().sequence(),
                    row.notice().records(),
                    row.notice().tokens(),
                    row.notice().last(),
                    isReturned ? RefusalCode.valueOf(row.returned()).wireName() : null,
                    isReturned ? row.reason() : null,
                    Rfc3339.format(row.recordedEpochNanos()),
                    WireText.position(row.position()));
        }
    }

    static GapReportResource of(
            GapReport report, List<GapReport.Stream> shown, List<WindowRunView.Batch> batches) {
        return new GapReportResource(
                report.window(),
                report.isComplete(),
                shown.stream().map(Stream::of).toList(),
                batches.stream().map(Batch::of).toList());
    }
}
