package tallystick.app.api.settlement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.settlement.DisputeState;
import tallystick.projections.settlement.DisputeView;

/**
 * A dispute as the API shows it.
 *
 * @param operator the debtor, who claims
 * @param withheld whether what is claimed stayed out of the window's netting
 * @param deadline when the default outcome follows, absent once resolved
 * @param nextWindow where its notes are, absent until resolved
 */
@Wire
record DisputeResource(
        String dispute,
        String window,
        String statement,
        String operator,
        String state,
        boolean withheld,
        @Nullable String deadline,
        String reason,
        @Nullable String nextWindow,
        List<Line> lines,
        String position) {

    /**
     * What it is about.
     *
     * @param line number on the statement, from 0
     * @param debited what was withheld and is owed after all
     */
    @Wire
    record Line(int line, String claimed, String granted, String credited, String debited) {}

    static DisputeResource of(DisputeView.Row row, List<DisputeView.Line> lines, int minorDigits) {
        boolean isResolved = row.state() == DisputeState.RESOLVED;
        return new DisputeResource(
                row.dispute(),
                row.window(),
                row.statement(),
                row.operator(),
                WireText.word(row.state()),
                row.withheld(),
                isResolved ? null : Rfc3339.format(row.deadlineEpochNanos()),
                row.reason(),
                ClosingText.orNull(row.nextWindow()),
                lines.stream()
                        .map(
                                line ->
                                        new Line(
                                                line.line(),
                                                WireText.minor(line.claimedMinor(), minorDigits),
                                                WireText.minor(line.grantedMinor(), minorDigits),
                                                WireText.minor(line.creditedMinor(), minorDigits),
                                                WireText.minor(line.debitedMinor(), minorDigits)))
                        .toList(),
                WireText.position(row.position()));
    }
}
