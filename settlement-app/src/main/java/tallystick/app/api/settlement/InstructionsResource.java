package tallystick.app.api.settlement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.projections.settlement.ClosingView;

/**
 * The payments of a window.
 *
 * @param valueDate when banks are to pay, absent until instructed
 * @param unmatched money that belongs to no leg; the federation's own to see
 */
@Wire
record InstructionsResource(
        String window, @Nullable String valueDate, List<Leg> legs, List<Unmatched> unmatched) {

    /**
     * A payment.
     *
     * @param state instructed, partial, held or confirmed; held is paid, and counts for nothing
     *     until the other currency of the exchange is paid too
     * @param paymentVersusPayment the currencies it settles with, absent when it settles by itself
     */
    @Wire
    record Leg(
            int leg,
            String uetr,
            String asset,
            String debtor,
            String creditor,
            String amount,
            String confirmed,
            String state,
            @Nullable String paymentVersusPayment) {
        static Leg of(ClosingView.Leg row, String group, boolean isHeld) {
            SettlementLeg leg = row.leg();
            int digits = Assets.minorDigits(leg.asset());
            long confirmed = row.confirmedMinor();
            return new Leg(
                    leg.leg(),
                    leg.uetr(),
                    leg.asset(),
                    leg.debtor(),
                    leg.creditor(),
                    WireText.minor(leg.minor(), digits),
                    WireText.minor(confirmed, digits),
                    confirmed == 0
                            ? "instructed"
                            : confirmed < leg.minor() ? "partial" : isHeld ? "held" : "confirmed",
                    group.isEmpty() ? null : group);
        }
    }

    /**
     * Money that was not counted.
     *
     * @param reason unknown-uetr, other-asset or excess
     */
    @Wire
    record Unmatched(String entry, String uetr, String asset, String amount, String reason) {
        static Unmatched of(ClosingView.Unmatched row) {
            return new Unmatched(
                    row.entry(),
                    row.uetr(),
                    row.asset(),
                    WireText.minor(row.minor(), Assets.minorDigits(row.asset())),
                    row.reason());
        }
    }
}
