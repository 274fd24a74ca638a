package tallystick.app.api.settlement;

import java.util.List;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;

/**
 * A window's netting as the API shows it.
 *
 * @param positions multilateral: positive is to receive, negative is to pay; Σ is 0 per asset
 * @param bilateral what remains per pair
 */
@Wire
record NetPositionsResource(String window, List<Position> positions, List<Debt> bilateral) {

    /** An operator's net position in one asset. */
    @Wire
    record Position(String asset, String operator, String amount) {
        static Position of(NetPosition position) {
            return new Position(
                    position.asset(),
                    position.operator(),
                    WireText.minor(position.minor(), Assets.minorDigits(position.asset())));
        }
    }

    /** What a debtor owes a creditor after set-off, more than 0. */
    @Wire
    record Debt(String asset, String debtor, String creditor, String amount) {
        static Debt of(BilateralPosition debt) {
            return new Debt(
                    debt.asset(),
                    debt.debtor(),
                    debt.creditor(),
                    WireText.minor(debt.minor(), Assets.minorDigits(debt.asset())));
        }
    }
}
