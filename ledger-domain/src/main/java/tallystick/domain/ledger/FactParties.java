package tallystick.domain.ledger;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.UsageRecord;

/**
 * Whose fact an event is: the operators that it is about, and jurisdictions that it names itself.
 * An event about all of a window, or about nobody, is no single jurisdiction's and has none; what
 * such an event says of a pair is in the pair's statements. Whoever may see one of the parties may
 * see all of the event, so an event about a pair is both's.
 *
 * @param operators names, sorted
 * @param jurisdictions ISO 3166-1 alpha-2, sorted; those of the operators come on top
 */
public record FactParties(SortedSet<String> operators, SortedSet<String> jurisdictions) {

    private static final int HOME = 1;
    private static final int SERVING = 2;

    /** Whose things are; an owner never changes. */
    public interface Owners {
        /** The operator of a wallet, null when there is none of that name. */
        @Nullable String operatorOfWallet(String wallet);

        /** The operator of a tenant, null when there is none of that name. */
        @Nullable String operatorOfTenant(String tenant);

        /** The wallet of a grant, null when there is none of that name. */
        @Nullable String walletOfGrant(String grant);
    }

    /**
     * The parties of an event.
     *
     * @param event a run of usage counts as its first record: readers of single events see one
     */
    public static FactParties of(LedgerEvent event, Owners owners) {
        FactParties parties = new FactParties(new TreeSet<>(), new TreeSet<>());
        switch (event) {
            case UsageRecorded run -> parties.usage(run.records().getFirst());
            case Reference of -> parties.reference(of);
            case Wallets of -> parties.wallets(of, owners);
            case Holds.HoldOpened of -> parties.wallet(of.terms().wallet(), owners);
            // Which hold these end is in its opening; what they charge is a usage record.
            case Holds _ -> {}
            case Quotas.QuotaSet of -> parties.quota(of.terms(), owners);
            case Quotas.QuotaRemoved _ -> {}
            case Caps.BilateralCapSet of -> parties.pair(of.homeOperator(), of.servingOperator());
            case Caps.NetDebitCapSet of -> parties.operator(of.operator());
            case Caps.ExposureAlerted of -> parties.pair(of.operator(), of.servingOperator());
            case LedgerEvent.Settlement of -> parties.settlement(of);
            case LedgerEvent.Rerating _, LedgerEvent.RequestAnswered _ -> {}
        }
        return parties;
    }

    private void usage(UsageRecord usage) {
        pair(usage.homeOperator, usage.servingOperator);
        jurisdiction(usage.servedIn);
        jurisdiction(Jurisdiction.unpack(usage.jurisdiction));
    }

    private void reference(Reference event) {
        switch (event) {
            case Reference.OperatorRegistered of -> operator(of.operator());
            case Reference.FactoryRegistered of -> {
                operator(of.operator());
                jurisdiction(of.jurisdiction());
            }
            case Reference.ModelRegistered _ -> {}
            case Reference.TenantRegistered of -> operator(of.operator());
            case Reference.TariffPublished of -> operator(of.terms().operator());
            case Reference.AgreementConcluded of ->
                    pair(of.terms().homeOperator(), of.terms().servingOperator());
            case Reference.ConditionsAgreed of ->
                    pair(of.terms().homeOperator(), of.terms().servingOperator());
        }
    }

    private void wallets(Wallets event, Owners owners) {
        switch (event) {
            case Wallets.WalletOpened of -> operator(owners.operatorOfTenant(of.terms().tenant()));
            case Wallets.GrantIssued of -> wallet(of.terms().wallet(), owners);
            case Wallets.GrantExpired of -> wallet(owners.walletOfGrant(of.grant()), owners);
            case Wallets.GrantExpiring of -> wallet(owners.walletOfGrant(of.grant()), owners);
            case Wallets.GrantVoided of -> wallet(owners.walletOfGrant(of.grant()), owners);
            case Wallets.CreditTransferred of -> wallet(of.fromWallet(), owners);
            case Wallets.AutoTopUpSet of -> wallet(of.wallet(), owners);
            case Wallets.AlertsSet of -> wallet(of.wallet(), owners);
            case Wallets.WalletSuspended of -> wallet(of.wallet(), owners);
            case Wallets.WalletResumed of -> wallet(of.wallet(), owners);
        }
    }

    private void quota(QuotaTerms terms, Owners owners) {
        switch (terms.scope()) {
            case OPERATOR -> operator(terms.subject());
            case TENANT -> operator(owners.operatorOfTenant(terms.subject()));
            case WALLET -> wallet(terms.subject(), owners);
            case JURISDICTION -> jurisdiction(terms.subject());
            case API_KEY, MODEL -> {}
        }
    }

    private void settlement(LedgerEvent.Settlement event) {
        switch (event) {
            case ClosingEvent.AffirmationProposed of -> statement(of.statement());
            case ClosingEvent.AggregateMismatched of -> statement(of.statement());
            case ClosingEvent.StatementAffirmed of -> statement(of.statement());
            case ClosingEvent.PayInReceived of -> operator(of.operator());
            case DisputeEvent.DisputeOpened of -> statement(of.statement());
            case DefaultEvent.CollateralMoved of -> operator(of.operator());
            case WindowRunEvent.BatchNoted of -> operator(of.notice().servingOperator());
            case WindowRunEvent.BatchReturned of -> operator(of.notice().servingOperator());
            // About all of a window: nobody's alone.
            default -> {}
        }
    }

    /** A statement's name is its window, pair and asset, and names have no colons. */
    private void statement(String name) {
        String[] parts = name.split(":", -1);
        if (parts.length > SERVING) {
            pair(parts[HOME], parts[SERVING]);
        }
    }

    private void wallet(@Nullable String wallet, Owners owners) {
        operator(wallet == null ? null : owners.operatorOfWallet(wallet));
    }

    private void pair(String home, String serving) {
        operator(home);
        operator(serving);
    }

    private void operator(@Nullable String operator) {
        if (operator != null && !operator.isEmpty()) {
            operators.add(operator);
        }
    }

    private void jurisdiction(@Nullable String code) {
        if (code != null && Jurisdiction.isCode(code)) {
            jurisdictions.add(code);
        }
    }
}
