package tallystick.app.api.trail;

import java.util.List;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.projections.settlement.ClosingView.Leg;

/**
 * A payment leg between what it settles and what banks said of it.
 *
 * @param positions the net positions of its two sides, those that the reader may see
 */
@Wire
record LegResource(
        String uetr,
        String window,
        int leg,
        String asset,
        String debtor,
        String creditor,
        String amount,
        String confirmed,
        String state,
        String valueDate,
        List<Side> positions,
        List<EntryResource> entries) {

    /** A net position: positive is to receive. */
    @Wire
    record Side(String operator, String asset, String amount) {}

    static LegResource of(Leg row, List<NetPosition> positions, List<EntryResource> entries) {
        SettlementLeg leg = row.leg();
        int digits = Assets.minorDigits(leg.asset());
        return new LegResource(
                leg.uetr(),
                row.window(),
                leg.leg(),
                leg.asset(),
                leg.debtor(),
                leg.creditor(),
                WireText.minor(leg.minor(), digits),
                WireText.minor(row.confirmedMinor(), digits),
                state(row),
                row.valueDate().toString(),
                positions.stream()
                        .filter(p -> p.asset().equals(leg.asset()))
                        .filter(p -> isSide(p, leg))
                        .map(
                                p ->
                                        new Side(
                                                p.operator(),
                                                p.asset(),
                                                WireText.minor(p.minor(), digits)))
                        .toList(),
                entries);
    }

    private static boolean isSide(NetPosition position, SettlementLeg leg) {
        return position.operator().equals(leg.debtor())
                || position.operator().equals(leg.creditor());
    }

    private static String state(Leg row) {
        return row.confirmedMinor() == 0
                ? "instructed"
                : row.confirmedMinor() < row.leg().minor() ? "partial" : "confirmed";
    }
}
