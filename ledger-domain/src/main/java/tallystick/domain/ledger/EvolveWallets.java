package tallystick.domain.ledger;

import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;

/** What happens to wallets and their credit, postings included. */
final class EvolveWallets {

    /** Priority of the grant that transferred credit becomes. */
    static final int TRANSFER_PRIORITY = 100;

    private final LedgerState state;

    EvolveWallets(LedgerState state) {
        this.state = state;
    }

    void apply(Wallets event) {
        switch (event) {
            case Wallets.WalletOpened e -> {
                int tenant = state.names.tenants.refOf(e.terms().tenant());
                state.wallets.open(e.terms(), state.reference.operatorOfTenant(tenant));
            }
            case Wallets.GrantIssued e -> grantIssued(e);
            case Wallets.GrantExpired e -> grantExpired(e);
            case Wallets.GrantExpiring e ->
                    state.wallets.notices().done(state.names.grants.refOf(e.grant()));
            case Wallets.GrantVoided e -> grantVoided(e);
            case Wallets.CreditTransferred e -> creditTransferred(e);
            case Wallets.AutoTopUpSet e ->
                    watch(e.wallet(), alerts(e.wallet()).withTopUp(e.threshold(), e.amount()));
            case Wallets.AlertsSet e ->
                    watch(e.wallet(), alerts(e.wallet()).withThresholds(e.thresholds()));
            case Wallets.WalletSuspended e -> state.wallets.suspend(wallet(e.wallet()), true);
            case Wallets.WalletResumed e -> state.wallets.suspend(wallet(e.wallet()), false);
        }
    }

    private int wallet(String name) {
        return state.names.wallets.refOf(name);
    }

    private WalletAlerts alerts(String wallet) {
        WalletAlerts alerts = state.wallets.alerts(wallet(wallet));
        return alerts == null ? WalletAlerts.NONE : alerts;
    }

    private void watch(String wallet, WalletAlerts alerts) {
        state.wallets.watch(wallet(wallet), alerts);
    }

    private static AccountKind source(GrantKind kind) {
        return switch (kind) {
            case PAID -> AccountKind.FUNDING;
            case PROMO, GOODWILL -> AccountKind.PROMO;
        };
    }

    /** Debit where the credit comes from; credit debts first, the rest is the grant's. */
    private void grantIssued(Wallets.GrantIssued event) {
        GrantTerms terms = event.terms();
        int wallet = wallet(terms.wallet());
        Accounts accounts = state.accounts;
        accounts.debit(ofOperator(source(terms.kind()), wallet), terms.amount());
        Pico left =
                repayDebts(
                        wallet, terms.amount(), event.shortfallRepaid(), event.overdraftRepaid());
        grant(terms, left);
    }

    private void grant(GrantTerms terms, Pico left) {
        state.wallets.grant(terms, left.hi(), left.lo());
        state.wallets
                .notices()
                .issued(
                        state.names.grants.refOf(terms.grant()),
                        terms.expiresAtEpochNanos(),
                        !left.isZero(),
                        state.lastRecordedEpochNanos());
    }

    private int ofOperator(AccountKind kind, int wallet) {
        return state.accounts.ofOperator(
                kind, state.wallets.operator(wallet), state.wallets.asset(wallet));
    }

    /** Credits a wallet's debts and account; what is left for a grant. */
    private Pico repayDebts(int wallet, Pico credit, Pico shortfall, Pico overdraft) {
        state.accounts.credit(state.wallets.shortfallAccount(wallet), shortfall);
        Pico credited = credit.minus(shortfall);
        state.accounts.credit(state.wallets.walletAccount(wallet), credited);
        state.wallets.repayOverdraft(wallet, overdraft.hi(), overdraft.lo());
        return credited.minus(overdraft);
    }

    /** wallet → breakage for paid credit; given credit goes back to promo. */
    private void grantExpired(Wallets.GrantExpired event) {
        int grant = state.names.grants.refOf(event.grant());
        Pico left = event.lapsed().plus(event.carried());
        state.wallets.takeFree(grant, left.hi(), left.lo());
        GrantTerms terms = state.wallets.grantTerms(grant);
        AccountKind lapsesTo =
                terms.kind() == GrantKind.PAID ? AccountKind.BREAKAGE : AccountKind.PROMO;
        giveUp(grant, lapsesTo, event.lapsed());
        GrantTerms successor = event.successor();
        if (successor != null) {
            grant(successor, event.carried());
        }
        state.wallets.notices().done(grant);
    }

    private void grantVoided(Wallets.GrantVoided event) {
        int grant = state.names.grants.refOf(event.grant());
        state.wallets.takeFree(grant, event.amount().hi(), event.amount().lo());
        giveUp(grant, source(state.wallets.grantTerms(grant).kind()), event.amount());
        state.wallets.end(grant, state.lastRecordedEpochNanos());
        state.wallets.notices().done(grant);
    }

    private void giveUp(int grant, AccountKind to, Pico amount) {
        int wallet = state.wallets.walletOfGrant(grant);
        state.accounts.debit(state.wallets.walletAccount(wallet), amount);
        state.accounts.credit(ofOperator(to, wallet), amount);
    }

    /** wallet → wallet in one book; the receiver's debts first. */
    private void creditTransferred(Wallets.CreditTransferred event) {
        Pico amount = Pico.ZERO;
        for (GrantShare share : event.shares()) {
            int grant = state.names.grants.refOf(share.grant());
            state.wallets.takeFree(grant, share.amount().hi(), share.amount().lo());
            amount = amount.plus(share.amount());
        }
        state.accounts.debit(state.wallets.walletAccount(wallet(event.fromWallet())), amount);
        Pico left =
                repayDebts(
                        wallet(event.toWallet()),
                        amount,
                        event.shortfallRepaid(),
                        event.overdraftRepaid());
        GrantTerms terms =
                new GrantTerms(
                        event.transfer(),
                        event.toWallet(),
                        amount,
                        event.asset(),
                        GrantKind.PAID,
                        TRANSFER_PRIORITY,
                        state.lastRecordedEpochNanos(),
                        GrantTerms.NEVER);
        state.wallets.grant(terms, left.hi(), left.lo());
    }
}
