package tallystick.app.api.wallet;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/**
 * A wallet's balance as the API shows it.
 *
 * @param position of the last event that changed it
 */
@Wire
record BalanceResource(
        String wallet,
        String tenant,
        String operator,
        String asset,
        String posted,
        String held,
        String available,
        String overdraftLimit,
        String shortfall,
        String position) {

    static BalanceResource of(WalletBalance row) {
        return new BalanceResource(
                row.wallet(),
                row.tenant(),
                row.operator(),
                row.asset(),
                row.posted().toDecimalString(),
                row.held().toDecimalString(),
                row.available().toDecimalString(),
                row.overdraftLimit().toDecimalString(),
                row.shortfall().toDecimalString(),
                WireText.position(row.position()));
    }
}
