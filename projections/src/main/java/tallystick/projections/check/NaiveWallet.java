package tallystick.projections.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.wallet.WalletBalanceProjection;

/** Wallets and holds by name, grants by the order in which they came to be. */
final class NaiveWallet implements NaiveFold {

    private static final GrantTerms.Rollover NO_ROLLOVER = new GrantTerms.Rollover(0, 0, 0);

    private final NaiveTable tenants = new NaiveTable("wallet_tenant", "tenant");
    private final NaiveTable wallets = new NaiveTable("wallet_balance", "wallet");
    private final NaiveTable grants = new NaiveTable("wallet_grant", "grant_name");
    private final NaiveHolds holds = new NaiveHolds(wallets);
    private final Map<String, String> operators = new HashMap<>();
    private final List<String> grantNames = new ArrayList<>();
    private int walletCount;

    @Override
    public String projection() {
        return WalletBalanceProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(tenants, wallets, grants, holds.table());
    }

    @Override
    public void use(UsageRecord usage, long position) {
        if (usage.status != UsageStatus.ACCEPTED || usage.retailVersionRef == UsageRecord.NO_REF) {
            return;
        }
        BigInteger shortfall = whole(usage.shortfall());
        wallets.row(usage.wallet)
                .add("posted", shortfall.subtract(whole(usage.retail())))
                .add("shortfall", shortfall)
                .set("position", position);
        for (int i = 0; i < usage.drawCount; i++) {
            BigInteger drawn = whole(new Pico(usage.drawHi[i], usage.drawLo[i]));
            grants.row(grantNames.get(usage.drawGrantRef[i]))
                    .add("remaining", drawn.negate())
                    .set("position", position);
        }
        holds.use(usage, position);
    }

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        switch (event) {
            case TenantRegistered tenant -> {
                operators.put(tenant.tenant(), tenant.operator());
                tenants.row(tenant.tenant()).set("operator", tenant.operator());
            }
            case Wallets wallet -> apply(wallet, position, recordedEpochNanos);
            case LedgerEvent.Holds hold -> holds.apply(hold, position, recordedEpochNanos);
            case LedgerEvent.Reference _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void apply(Wallets event, long position, long recordedEpochNanos) {
        switch (event) {
            case Wallets.WalletOpened opened -> open(opened.terms(), position);
            case Wallets.GrantIssued e -> {
                BigInteger amount = whole(e.terms().amount());
                BigInteger repaid = whole(e.shortfallRepaid());
                credit(e.terms().wallet(), amount, repaid, position);
                BigInteger left = amount.subtract(repaid).subtract(whole(e.overdraftRepaid()));
                issue(e.terms(), left, position, recordedEpochNanos);
            }
            case Wallets.GrantExpired e -> {
                lose(e.grant(), e.lapsed(), position);
                move(e.grant(), e.carried(), position);
                if (e.successor() != null) {
                    issue(e.successor(), whole(e.carried()), position, recordedEpochNanos);
                }
            }
            case Wallets.GrantExpiring _ -> {}
            case Wallets.GrantVoided e -> lose(e.grant(), e.amount(), position);
            case Wallets.CreditTransferred e -> transfer(e, position, recordedEpochNanos);
            case Wallets.AutoTopUpSet e ->
                    wallets.row(e.wallet())
                            .set("top_up_threshold", whole(e.threshold()))
                            .set("top_up_amount", whole(e.amount()))
                            .set("position", position);
            case Wallets.AlertsSet e ->
                    wallets.row(e.wallet())
                            .set(
                                    "alert_thresholds",
                                    e.thresholds().stream().map(Pico::toBigInteger).toList())
                            .set("position", position);
            case Wallets.WalletSuspended e -> suspend(e.wallet(), true, e.reason(), position);
            case Wallets.WalletResumed e -> suspend(e.wallet(), false, "", position);
        }
    }

    private void open(WalletTerms terms, long position) {
        wallets.row(terms.wallet())
                .set("wallet_ref", walletCount++)
                .set("tenant", terms.tenant())
                .set("operator", operators.get(terms.tenant()))
                .set("asset", terms.asset())
                .set("posted", 0)
                .set("held", 0)
                .set("overdraft_limit", whole(terms.overdraftLimit()))
                .set("shortfall", 0)
                .set("alert_thresholds", List.of())
                .set("top_up_threshold", 0)
                .set("top_up_amount", 0);
        suspend(terms.wallet(), false, "", position);
    }

    private void suspend(String wallet, boolean suspended, String reason, long position) {
        wallets.row(wallet)
                .set("suspended", suspended)
                .set("suspended_reason", reason)
                .set("position", position);
    }

    private void credit(String wallet, BigInteger amount, BigInteger shortfall, long position) {
        wallets.row(wallet)
                .add("posted", amount.subtract(shortfall))
                .add("shortfall", shortfall.negate())
                .set("position", position);
    }

    private void issue(
            GrantTerms terms, BigInteger remaining, long position, long recordedEpochNanos) {
        GrantTerms.Rollover rollover = terms.rollover() == null ? NO_ROLLOVER : terms.rollover();
        grants.row(terms.grant())
                .set("grant_ref", grantNames.size())
                .set("wallet", terms.wallet())
                .set("asset", terms.asset())
                .set("kind", terms.kind())
                .set("priority", terms.priority())
                .set("amount", whole(terms.amount()))
                .set("remaining", remaining)
                .set("effective_at_epoch_nanos", terms.effectiveAtEpochNanos())
                .set("expires_at_epoch_nanos", terms.expiresAtEpochNanos())
                .set("applies_to", terms.appliesTo())
                .set("rollover_share_basis_points", rollover.shareBasisPoints())
                .set("rollover_period_nanos", rollover.periodNanos())
                .set("rollover_times", rollover.times())
                .set("recorded_epoch_nanos", recordedEpochNanos)
                .set("position", position);
        grantNames.add(terms.grant());
    }

    /** Out of the grant and out of its wallet. */
    private void lose(String grant, Pico amount, long position) {
        wallets.row(grants.row(grant).text("wallet"))
                .add("posted", whole(amount).negate())
                .set("position", position);
        move(grant, amount, position);
    }

    /** Out of the grant, not out of its wallet. */
    private void move(String grant, Pico amount, long position) {
        grants.row(grant).add("remaining", whole(amount).negate()).set("position", position);
    }

    private void transfer(Wallets.CreditTransferred event, long position, long recordedEpochNanos) {
        BigInteger amount = BigInteger.ZERO;
        for (GrantShare share : event.shares()) {
            lose(share.grant(), share.amount(), position);
            amount = amount.add(whole(share.amount()));
        }
        BigInteger repaid = whole(event.shortfallRepaid());
        credit(event.toWallet(), amount, repaid, position);
        GrantTerms terms =
                new GrantTerms(
                        event.transfer(),
                        event.toWallet(),
                        Pico.of(amount),
                        event.asset(),
                        GrantKind.PAID,
                        100,
                        recordedEpochNanos,
                        GrantTerms.NEVER);
        BigInteger left = amount.subtract(repaid).subtract(whole(event.overdraftRepaid()));
        issue(terms, left, position, recordedEpochNanos);
    }

    private static BigInteger whole(Pico amount) {
        return amount.toBigInteger();
    }
}
