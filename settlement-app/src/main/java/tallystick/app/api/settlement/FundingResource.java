package tallystick.app.api.settlement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.projections.settlement.ClosingView.Closing;
import tallystick.projections.settlement.ClosingView.PayIn;

/**
 * Received against due.
 *
 * @param dueBy absent until debtors are called
 */
@Wire
record FundingResource(String window, @Nullable String dueBy, List<Call> calls) {

    /**
     * A debtor's pay-in.
     *
     * @param missing due less received, 0 when more came in
     */
    @Wire
    record Call(String asset, String operator, String due, String received, String missing) {
        static Call of(PayIn payIn) {
            int digits = Assets.minorDigits(payIn.asset());
            long missing = Math.max(0, payIn.dueMinor() - payIn.receivedMinor());
            return new Call(
                    payIn.asset(),
                    payIn.operator(),
                    WireText.minor(payIn.dueMinor(), digits),
                    WireText.minor(payIn.receivedMinor(), digits),
                    WireText.minor(missing, digits));
        }
    }

    static FundingResource of(String window, @Nullable Closing closing, List<PayIn> payIns) {
        return new FundingResource(
                window,
                closing == null ? null : ClosingText.timeOrNull(closing.dueByEpochNanos()),
                payIns.stream().map(Call::of).toList());
    }
}
