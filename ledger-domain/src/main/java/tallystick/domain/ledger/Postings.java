package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * The double entry of an event that moves a wallet, told from the event: what evolve posted when it
 * was applied. Debits equal credits in every book and asset.
 */
public final class Postings {

    private final LedgerState state;
    private final List<Posting> postings = new ArrayList<>();

    private Postings(LedgerState state) {
        this.state = state;
    }

    /**
     * What an event posted.
     *
     * @param event one that is in the ledger; usage as a run of one record
     * @param wallet one that it concerns
     * @param move what it moved in that wallet
     * @param state the ledger, for names and owners alone; the deciding thread's
     */
    public static List<Posting> of(
            LedgerEvent event, String wallet, WalletMove move, LedgerState state) {
        Postings postings = new Postings(state);
        postings.held(wallet, move.held());
        switch (event) {
            case UsageRecorded e -> postings.usage(e.records().getFirst());
            case Wallets e -> postings.wallets(e);
            case LedgerEvent.Holds _,
                    LedgerEvent.Reference _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {
                // Holds post what they set aside; the others nothing.
            }
        }
        return postings.postings;
    }

    private void held(String wallet, Pico more) {
        ofWallet(true, AccountKind.WALLET, wallet, more);
        ofWallet(false, AccountKind.HELD, wallet, more);
    }

    private void usage(UsageRecord usage) {
        if (usage.status != UsageStatus.ACCEPTED || usage.retailVersionRef == UsageRecord.NO_REF) {
            return;
        }
        ofWallet(true, AccountKind.WALLET, usage.wallet, usage.retail().minus(usage.shortfall()));
        ofWallet(true, AccountKind.SHORTFALL, usage.wallet, usage.shortfall());
        ofOperator(
                false,
                AccountKind.REVENUE_RETAIL,
                usage.homeOperator,
                state.names().tariffVersionAssets.nameOf(usage.retailVersionRef),
                usage.retail());
        if (usage.isRoaming()) {
            wholesale(usage);
        }
    }

    private void wholesale(UsageRecord usage) {
        String asset = state.names().tariffVersionAssets.nameOf(usage.wholesaleVersionRef);
        String home = usage.homeOperator;
        String serving = usage.servingOperator;
        Pico amount = usage.wholesale();
        between(true, AccountKind.COST_WHOLESALE, home, "", asset, amount);
        between(false, AccountKind.INTEROP_PAYABLE, home, "/" + serving, asset, amount);
        between(true, AccountKind.INTEROP_RECEIVABLE, serving, "/" + home, asset, amount);
        between(false, AccountKind.REVENUE_WHOLESALE, serving, "", asset, amount);
    }

    private void wallets(Wallets event) {
        switch (event) {
            case Wallets.GrantIssued e -> {
                String wallet = e.terms().wallet();
                ofOperatorOf(wallet, true, source(e.terms().kind()), e.terms().amount());
                credit(wallet, e.terms().amount(), e.shortfallRepaid());
            }
            case Wallets.GrantExpired e -> {
                AccountKind to =
                        kind(e.grant()) == GrantKind.PAID
                                ? AccountKind.BREAKAGE
                                : AccountKind.PROMO;
                giveUp(e.grant(), to, e.lapsed());
            }
            case Wallets.GrantVoided e -> giveUp(e.grant(), source(kind(e.grant())), e.amount());
            case Wallets.CreditTransferred e -> {
                Pico amount =
                        e.shares().stream().map(s -> s.amount()).reduce(Pico.ZERO, Pico::plus);
                ofWallet(true, AccountKind.WALLET, e.fromWallet(), amount);
                credit(e.toWallet(), amount, e.shortfallRepaid());
            }
            case Wallets.WalletOpened _,
                    Wallets.GrantExpiring _,
                    Wallets.AutoTopUpSet _,
                    Wallets.AlertsSet _,
                    Wallets.WalletSuspended _,
                    Wallets.WalletResumed _ -> {
                // They post nothing.
            }
        }
    }

    private GrantKind kind(String grant) {
        return state.wallets.grantTerms(state.names().grants.refOf(grant)).kind();
    }

    private static AccountKind source(GrantKind kind) {
        return switch (kind) {
            case PAID -> AccountKind.FUNDING;
            case PROMO, GOODWILL -> AccountKind.PROMO;
        };
    }

    private void credit(String wallet, Pico amount, Pico shortfallRepaid) {
        ofWallet(false, AccountKind.SHORTFALL, wallet, shortfallRepaid);
        ofWallet(false, AccountKind.WALLET, wallet, amount.minus(shortfallRepaid));
    }

    private void giveUp(String grant, AccountKind to, Pico amount) {
        String wallet =
                state.names()
                        .wallets
                        .nameOf(state.wallets.walletOfGrant(state.names().grants.refOf(grant)));
        ofWallet(true, AccountKind.WALLET, wallet, amount);
        ofOperatorOf(wallet, false, to, amount);
    }

    private void ofOperatorOf(String wallet, boolean debit, AccountKind kind, Pico amount) {
        ofOperator(
                debit, kind, state.operatorOfWallet(wallet), state.assetOfWallet(wallet), amount);
    }

    private void ofWallet(boolean debit, AccountKind kind, String wallet, Pico amount) {
        add(
                debit,
                kind.wireName() + "/" + wallet,
                state.operatorOfWallet(wallet),
                state.assetOfWallet(wallet),
                false,
                amount);
    }

    private void ofOperator(
            boolean debit, AccountKind kind, String operator, String asset, Pico amount) {
        add(debit, kind.wireName() + "/" + operator, operator, asset, false, amount);
    }

    private void between(
            boolean debit,
            AccountKind kind,
            String operator,
            String peer,
            String asset,
            Pico amount) {
        add(debit, kind.wireName() + "/" + operator + peer, operator, asset, true, amount);
    }

    /** What gives back stands on the other side. */
    private void add(
            boolean debit, String account, String book, String asset, boolean among, Pico amount) {
        if (!amount.isZero()) {
            boolean back = amount.isNegative();
            postings.add(
                    new Posting(
                            account,
                            book,
                            asset,
                            among,
                            debit != back,
                            back ? amount.negate() : amount));
        }
    }
}
