package tallystick.app.api.wallet;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.ledger.WalletAsOf.Balance;

/**
 * A wallet's balance on both time axes.
 *
 * @param available posted less held
 * @param asOf effective time up to which events count, absent when all do
 * @param knownAt recorded time up to which events count, absent when all do
 * @param position the last event that was known
 */
@Wire
record BalanceAtResource(
        String wallet,
        String asset,
        String posted,
        String held,
        String available,
        String shortfall,
        @Nullable String asOf,
        @Nullable String knownAt,
        String position) {

    static BalanceAtResource of(
            String wallet, String asset, Balance balance, long asOf, long knownAt, long position) {
        return new BalanceAtResource(
                wallet,
                asset,
                balance.posted().toDecimalString(),
                balance.held().toDecimalString(),
                balance.posted().minus(balance.held()).toDecimalString(),
                balance.shortfall().toDecimalString(),
                asOf == Long.MAX_VALUE ? null : Rfc3339.format(asOf),
                knownAt == Long.MAX_VALUE ? null : Rfc3339.format(knownAt),
                WireText.position(position));
    }
}
