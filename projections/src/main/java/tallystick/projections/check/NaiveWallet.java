package tallystick.projections.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets.GrantIssued;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.wallet.WalletBalanceProjection;

/** Wallets by name, grants by the order in which they were issued. */
final class NaiveWallet implements NaiveFold {

    private final NaiveTable tenants = new NaiveTable("wallet_tenant", "tenant");
    private final NaiveTable wallets = new NaiveTable("wallet_balance", "wallet");
    private final NaiveTable grants = new NaiveTable("wallet_grant", "grant_name");
    private final Map<String, String> operators = new HashMap<>();
    private final List<String> grantNames = new ArrayList<>();
    private int walletCount;

    @Override
    public String projection() {
        return WalletBalanceProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(tenants, wallets, grants);
    }

    @Override
    public void use(UsageRecord usage, long position) {
        if (usage.status != UsageStatus.ACCEPTED) {
            return;
        }
        BigInteger shortfall = usage.shortfall().toBigInteger();
        wallets.row(usage.wallet)
                .add("posted", shortfall.subtract(usage.retail().toBigInteger()))
                .add("shortfall", shortfall)
                .set("position", position);
        for (int i = 0; i < usage.drawCount; i++) {
            BigInteger drawn = new Pico(usage.drawHi[i], usage.drawLo[i]).toBigInteger();
            grants.row(grantNames.get(usage.drawGrantRef[i]))
                    .add("remaining", drawn.negate())
                    .set("position", position);
        }
    }

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        switch (event) {
            case TenantRegistered tenant -> {
                operators.put(tenant.tenant(), tenant.operator());
                tenants.row(tenant.tenant()).set("operator", tenant.operator());
            }
            case WalletOpened opened -> open(opened.terms(), position);
            case GrantIssued issued -> issue(issued, position, recordedEpochNanos);
            case LedgerEvent.Reference _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ -> {}
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
                .set("overdraft_limit", terms.overdraftLimit().toBigInteger())
                .set("shortfall", 0)
                .set("position", position);
    }

    private void issue(GrantIssued issued, long position, long recordedEpochNanos) {
        GrantTerms terms = issued.terms();
        BigInteger amount = terms.amount().toBigInteger();
        BigInteger shortfallRepaid = issued.shortfallRepaid().toBigInteger();
        BigInteger overdraftRepaid = issued.overdraftRepaid().toBigInteger();
        wallets.row(terms.wallet())
                .add("posted", amount.subtract(shortfallRepaid))
                .add("shortfall", shortfallRepaid.negate())
                .set("position", position);
        grants.row(terms.grant())
                .set("grant_ref", grantNames.size())
                .set("wallet", terms.wallet())
                .set("asset", terms.asset())
                .set("kind", terms.kind())
                .set("priority", terms.priority())
                .set("amount", amount)
                .set("remaining", amount.subtract(shortfallRepaid).subtract(overdraftRepaid))
                .set("effective_at_epoch_nanos", terms.effectiveAtEpochNanos())
                .set("expires_at_epoch_nanos", terms.expiresAtEpochNanos())
                .set("recorded_epoch_nanos", recordedEpochNanos)
                .set("position", position);
        grantNames.add(terms.grant());
    }
}
