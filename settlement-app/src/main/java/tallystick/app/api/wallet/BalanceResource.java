package tallystick.app.api.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.wallet.WalletBalanceView.GrantBalance;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/**
 * A wallet's balance as the API shows it.
 *
 * @param available posted less held
 * @param suspended why it takes no new holds, absent when it takes them
 * @param expiring grants that end with credit left, soonest first, at most 100
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
        @Nullable String suspended,
        List<Expiring> expiring,
        String position) {

    private static final int MOST_EXPIRING = 100;

    /** A grant that ends with credit left. */
    @Wire
    record Expiring(String grant, String remaining, String expiresAt) {}

    private static List<Expiring> expiring(List<GrantBalance> grants) {
        List<Expiring> expiring = new ArrayList<>();
        grants.stream()
                .filter(grant -> grant.expiresAt() != null && !grant.remaining().isZero())
                .sorted(Comparator.comparing(BalanceResource::end))
                .limit(MOST_EXPIRING)
                .forEach(
                        grant ->
                                expiring.add(
                                        new Expiring(
                                                grant.grant(),
                                                grant.remaining().toDecimalString(),
                                                WireText.time(end(grant)))));
        return expiring;
    }

    private static Instant end(GrantBalance grant) {
        return grant.expiresAt() == null ? Instant.MAX : grant.expiresAt();
    }

    static BalanceResource of(WalletBalance row, List<GrantBalance> grants) {
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
                row.suspendedReason(),
                expiring(grants),
                WireText.position(row.position()));
    }
}
