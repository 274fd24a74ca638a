package tallystick.domain.ledger;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import org.jspecify.annotations.Nullable;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** What a usage record does to the state, postings included; allocates nothing for a plain one. */
final class EvolveUsage {

    private final LedgerState state;

    EvolveUsage(LedgerState state) {
        this.state = state;
    }

    void apply(UsageRecord usage) {
        internTexts(usage);
        state.remember(usage);
        state.fingerprints.put(usage.position, usage.fingerprint);
        state.totals.add(usage);
        if (usage.walletRef != NO_REF) {
            state.wallets.nextSequence(usage.walletRef);
        }
        if (usage.status == UsageStatus.ACCEPTED) {
            accepted(usage);
        } else {
            state.suspense.add(usage.position, usage.suspense);
        }
    }

    private void accepted(UsageRecord usage) {
        link(usage);
        if (usage.retailVersionRef == NO_REF) {
            state.windows.get(usage.windowRef).addUncharged(usage);
            return;
        }
        Hold hold = state.holds.of(usage);
        if (hold != null) {
            state.changeLegs(hold, () -> state.holds.charge(hold, usage));
        }
        TariffVersion retail = state.tariffs.version(usage.retailVersionRef);
        postRetail(usage, retail);
        if (usage.isRoaming()) {
            postWholesale(usage);
            if (!state.terms.isEmpty()) {
                state.terms.add(usage);
            }
            if (usage.source.startsWith(UsageRecord.RESERVED_SOURCES)) {
                state.streams.addOwn(usage);
            }
        }
        if (!state.quotas.isEmpty()) {
            state.quotas.count(usage);
        }
        state.windows.get(usage.windowRef).add(usage, retail.assetRef());
    }

    /** Notes which earlier records it settles or changes. */
    private void link(UsageRecord usage) {
        if (usage.settles != NO_REF) {
            state.suspense.remove(usage.settles);
            state.amendments.settle(usage.settles, usage.position);
            state.totals.settle();
        }
        if (usage.refersTo != NO_REF && usage.refersTo != usage.settles) {
            state.amendments.amend(usage.refersTo, usage.position);
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

    /** wallet and shortfall → revenue.retail, in the home operator's book; or back. */
    private void postRetail(UsageRecord usage, TariffVersion version) {
        if (version.isTiered()) {
            state.tiers.add(usage, version, TierBook.retailPayer(usage.walletRef));
        }
        Accounts accounts = state.accounts;
        int wallet = usage.walletRef;
        int walletAccount = state.wallets.walletAccount(wallet);
        for (int i = 0; i < usage.drawCount; i++) {
            state.wallets.draw(usage.drawGrantRef[i], usage.drawHi[i], usage.drawLo[i]);
            accounts.debit(walletAccount, usage.drawHi[i], usage.drawLo[i]);
        }
        if ((usage.overdraftHi | usage.overdraftLo) != 0) {
            state.wallets.overdrawn().add(wallet, usage.overdraftHi, usage.overdraftLo);
            accounts.debit(walletAccount, usage.overdraftHi, usage.overdraftLo);
        }
        if ((usage.shortfallHi | usage.shortfallLo) != 0) {
            accounts.debit(
                    state.wallets.shortfallAccount(wallet), usage.shortfallHi, usage.shortfallLo);
        }
        accounts.credit(
                accounts.ofOperator(AccountKind.REVENUE_RETAIL, usage.homeRef, version.assetRef()),
                usage.retailHi,
                usage.retailLo);
    }

    /** cost ↔ payable in the home operator's book, receivable ↔ revenue in the serving one's. */
    private void postWholesale(UsageRecord usage) {
        Accounts accounts = state.accounts;
        TariffVersion version = state.tariffs.version(usage.wholesaleVersionRef);
        int asset = version.assetRef();
        int home = usage.homeRef;
        int serving = usage.servingRef;
        long hi = usage.wholesaleHi;
        long lo = usage.wholesaleLo;
        if (version.isTiered()) {
            state.tiers.add(usage, version, TierBook.wholesalePayer(home, serving));
        }
        accounts.debit(accounts.ofOperator(AccountKind.COST_WHOLESALE, home, asset), hi, lo);
        accounts.credit(accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), hi, lo);
        accounts.debit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), hi, lo);
        accounts.credit(accounts.ofOperator(AccountKind.REVENUE_WHOLESALE, serving, asset), hi, lo);
    }
}
