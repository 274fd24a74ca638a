package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** What each event does to the state, postings included. Decides nothing. */
final class Evolve {

    private final LedgerState state;

    Evolve(LedgerState state) {
        this.state = state;
    }

    void reference(Reference event) {
        switch (event) {
            case Reference.OperatorRegistered e -> state.reference.register(e);
            case Reference.FactoryRegistered e -> state.reference.register(e);
            case Reference.ModelRegistered e -> state.names.models.add(e.model());
            case Reference.TenantRegistered e -> state.reference.register(e);
            case Reference.TariffPublished e -> state.tariffs.publish(e.terms(), e.version());
            case Reference.AgreementConcluded e -> state.agreements.conclude(e.terms());
        }
    }

    void wallets(Wallets event) {
        switch (event) {
            case Wallets.WalletOpened e -> {
                int tenant = state.names.tenants.refOf(e.terms().tenant());
                state.wallets.open(e.terms(), state.reference.operatorOfTenant(tenant));
            }
            case Wallets.GrantIssued e -> grantIssued(e);
        }
    }

    /** Debit where the credit comes from; credit debts first, the rest is the grant's. */
    private void grantIssued(Wallets.GrantIssued event) {
        GrantTerms terms = event.terms();
        int wallet = state.names.wallets.refOf(terms.wallet());
        int operator = state.wallets.operator(wallet);
        int asset = state.wallets.asset(wallet);
        AccountKind source =
                switch (terms.kind()) {
                    case PAID -> AccountKind.FUNDING;
                    case PROMO, GOODWILL -> AccountKind.PROMO;
                };
        Accounts accounts = state.accounts;
        accounts.debit(accounts.ofOperator(source, operator, asset), terms.amount());
        accounts.credit(state.wallets.shortfallAccount(wallet), event.shortfallRepaid());
        Pico credited = terms.amount().minus(event.shortfallRepaid());
        accounts.credit(state.wallets.walletAccount(wallet), credited);
        Pico overdraft = event.overdraftRepaid();
        state.wallets.repayOverdraft(wallet, overdraft.hi(), overdraft.lo());
        Pico left = credited.minus(overdraft);
        state.wallets.grant(terms, left.hi(), left.lo());
    }

    void usage(UsageRecord usage) {
        internTexts(usage);
        state.identities.put(usage.keyHi, usage.keyLo, usage.fingerprint, usage.position);
        state.totals.add(usage);
        if (usage.walletRef != NO_REF) {
            state.wallets.nextSequence(usage.walletRef);
        }
        if (usage.status == UsageStatus.ACCEPTED) {
            postRetail(usage);
            if (usage.isRoaming()) {
                postWholesale(usage);
            }
            state.windows
                    .get(usage.windowRef)
                    .add(usage, state.tariffs.version(usage.retailVersionRef).assetRef());
        }
    }

    private void internTexts(UsageRecord usage) {
        intern(usage.sourceRef, usage.source);
        intern(usage.modelServedRef, usage.modelServed);
        intern(usage.tenantRef, usage.tenant);
        intern(usage.apiKeyRef, usage.apiKey);
        intern(usage.siteRef, usage.site);
    }

    /** A text is spelled out at first mention; from then on its number stands for it. */
    private void intern(int ref, @Nullable String text) {
        if (ref == NO_REF
                && text != null
                && !state.names.texts.isFull()
                && !state.names.texts.contains(text)) {
            state.names.texts.add(text);
        }
    }

    /** wallet and shortfall → revenue.retail, in the home operator's book. */
    private void postRetail(UsageRecord usage) {
        Accounts accounts = state.accounts;
        int asset = state.tariffs.version(usage.retailVersionRef).assetRef();
        int wallet = usage.walletRef;
        state.wallets.applyDraws(usage);
        int walletAccount = state.wallets.walletAccount(wallet);
        for (int i = 0; i < usage.drawCount; i++) {
            accounts.debit(walletAccount, usage.drawHi[i], usage.drawLo[i]);
        }
        accounts.debit(walletAccount, usage.overdraftHi, usage.overdraftLo);
        accounts.debit(
                state.wallets.shortfallAccount(wallet), usage.shortfallHi, usage.shortfallLo);
        accounts.credit(
                accounts.ofOperator(AccountKind.REVENUE_RETAIL, usage.homeRef, asset),
                usage.retailHi,
                usage.retailLo);
    }

    /** cost ↔ payable in the home operator's book, receivable ↔ revenue in the serving one's. */
    private void postWholesale(UsageRecord usage) {
        Accounts accounts = state.accounts;
        int asset = state.tariffs.version(usage.wholesaleVersionRef).assetRef();
        int home = usage.homeRef;
        int serving = usage.servingRef;
        long hi = usage.wholesaleHi;
        long lo = usage.wholesaleLo;
        accounts.debit(accounts.ofOperator(AccountKind.COST_WHOLESALE, home, asset), hi, lo);
        accounts.credit(accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), hi, lo);
        accounts.debit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), hi, lo);
        accounts.credit(accounts.ofOperator(AccountKind.REVENUE_WHOLESALE, serving, asset), hi, lo);
    }

    void settlement(Settlement event) {
        switch (event) {
            case Settlement.WindowOpened e ->
                    state.windows.open(e.window(), e.settlementModel(), e.startsAtEpochNanos());
            case Settlement.WindowCutOff e -> {
                Window window = window(e.window());
                window.cutOffEpochNanos = e.cutOffEpochNanos();
                window.state = WindowState.GRACE;
            }
            case Settlement.WindowFenced e -> {
                Window window = window(e.window());
                window.lastSequence = e.lastSequence();
                window.state = WindowState.FENCED;
                state.windows.fence(window);
            }
            case Settlement.WindowSealed e -> {
                Window window = window(e.window());
                window.merkleRoot = e.merkleRoot();
                window.state = WindowState.SEALED;
            }
            case Settlement.WindowCalculated e -> windowCalculated(e);
            case Settlement.StatementsIssued e ->
                    window(e.window()).state = WindowState.STATEMENTS_ISSUED;
            case Settlement.WindowNetted e -> windowNetted(e);
        }
    }

    /** What rounding leaves over moves from payable and receivable to rounding, in both books. */
    private void windowCalculated(Settlement.WindowCalculated event) {
        Window window = window(event.window());
        window.state = WindowState.CALCULATED;
        window.statements = event.statements();
        Accounts accounts = state.accounts;
        for (Statement statement : event.statements()) {
            int home = state.names.operators.refOf(statement.homeOperator());
            int serving = state.names.operators.refOf(statement.servingOperator());
            int asset = state.names.assets.refOf(statement.asset());
            Pico residual = statement.residual();
            accounts.debit(
                    accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), residual);
            accounts.credit(accounts.ofOperator(AccountKind.ROUNDING, home, asset), residual);
            accounts.debit(accounts.ofOperator(AccountKind.ROUNDING, serving, asset), residual);
            accounts.credit(
                    accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset),
                    residual);
        }
    }

    /** Stated debts move to settlement.control, whose balance is then the net position. */
    private void windowNetted(Settlement.WindowNetted event) {
        Window window = window(event.window());
        window.state = WindowState.NETTED;
        Accounts accounts = state.accounts;
        for (Statement statement : window.statements) {
            int home = state.names.operators.refOf(statement.homeOperator());
            int serving = state.names.operators.refOf(statement.servingOperator());
            int asset = state.names.assets.refOf(statement.asset());
            Pico total = statement.totalPico();
            accounts.debit(
                    accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), total);
            accounts.credit(
                    accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, home, asset), total);
            accounts.debit(
                    accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, serving, asset), total);
            accounts.credit(
                    accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), total);
        }
    }

    private Window window(String name) {
        Window window = state.windows.find(name);
        if (window == null) {
            throw new IllegalStateException("event of an unknown window " + name);
        }
        return window;
    }
}
