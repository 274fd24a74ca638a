package tallystick.domain.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantShare;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.Rerating;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.LedgerRequest;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * The request that an event opens the run of. What somebody asked for stands in the events; what
 * the ledger added to it is left out, and has to come out of deciding again.
 */
final class RequestBehind {

    /** Who asks where the events do not say and the ledger does not look. */
    static final String UNNAMED = "verifier";

    private RequestBehind() {}

    /**
     * @param position of the event
     * @return null for an event that no request begins with: a deadline's, or a later one of a run
     */
    static @Nullable LedgerRequest of(
            LedgerEvent event, long position, LedgerState state, Ahead ahead) {
        if (event instanceof Settlement settlement) {
            return SettlementRequestBehind.of(settlement, position, state, ahead);
        }
        if (event instanceof Rerating released) {
            return by(released);
        }
        LedgerCommand command =
                switch (event) {
                    case Reference e -> reference(e, position, ahead);
                    case Wallets e -> wallets(e);
                    case Holds e -> holds(e);
                    case Quotas e -> quotas(e);
                    case Caps e -> caps(e);
                    case UsageRecorded e -> usage(e.records().getFirst(), position, ahead);
                    case RequestAnswered _, Settlement _, Rerating _ -> null;
                };
        return command == null ? null : by(UNNAMED, command);
    }

    static LedgerRequest by(String actor, LedgerCommand command) {
        return new LedgerRequest(command, actor, null);
    }

    private static @Nullable LedgerCommand reference(Reference event, long position, Ahead ahead) {
        return switch (event) {
            case Reference.OperatorRegistered e ->
                    new LedgerCommand.Reference.RegisterOperator(
                            e.operator(), e.country(), e.currency(), e.publicKey());
            case Reference.FactoryRegistered e ->
                    new LedgerCommand.Reference.RegisterFactory(
                            e.factory(), e.operator(), e.jurisdiction());
            case Reference.ModelRegistered e ->
                    new LedgerCommand.Reference.RegisterModel(e.model());
            case Reference.TenantRegistered e ->
                    new LedgerCommand.Reference.RegisterTenant(e.tenant(), e.operator());
            case Reference.TariffPublished e ->
                    new LedgerCommand.Reference.PublishTariff(e.terms());
            case Reference.AgreementConcluded e ->
                    new LedgerCommand.Reference.ConcludeAgreement(
                            e.terms(), conditionsAt(position + 1, e, ahead));
            case Reference.ConditionsAgreed _ -> null;
        };
    }

    /** What was agreed with it follows the agreement, if anything was. */
    private static AgreementConditions conditionsAt(
            long position, Reference.AgreementConcluded agreement, Ahead ahead) {
        return ahead.at(position) instanceof Reference.ConditionsAgreed agreed
                        && agreed.terms().equals(agreement.terms())
                        && agreed.version() == agreement.version()
                ? agreed.conditions()
                : AgreementConditions.NONE;
    }

    private static @Nullable LedgerCommand wallets(Wallets event) {
        return switch (event) {
            case Wallets.WalletOpened e -> new LedgerCommand.Wallets.OpenWallet(e.terms());
            case Wallets.GrantIssued e -> new LedgerCommand.Wallets.IssueGrant(e.terms());
            case Wallets.GrantExpired _, Wallets.GrantExpiring _ -> null;
            case Wallets.GrantVoided e ->
                    new LedgerCommand.Wallets.VoidGrant(e.grant(), e.reason());
            case Wallets.CreditTransferred e ->
                    new LedgerCommand.Wallets.TransferCredit(
                            e.transfer(), e.fromWallet(), e.toWallet(), sum(e.shares()), e.asset());
            case Wallets.AutoTopUpSet e ->
                    new LedgerCommand.Wallets.SetAutoTopUp(e.wallet(), e.threshold(), e.amount());
            case Wallets.AlertsSet e ->
                    new LedgerCommand.Wallets.SetAlerts(e.wallet(), e.thresholds());
            case Wallets.WalletSuspended e ->
                    new LedgerCommand.Wallets.SuspendWallet(e.wallet(), e.reason());
            case Wallets.WalletResumed e -> new LedgerCommand.Wallets.ResumeWallet(e.wallet());
        };
    }

    private static Pico sum(List<GrantShare> shares) {
        Pico sum = Pico.ZERO;
        for (GrantShare share : shares) {
            sum = sum.plus(share.amount());
        }
        return sum;
    }

    private static @Nullable LedgerCommand holds(Holds event) {
        return switch (event) {
            case Holds.HoldOpened e -> new LedgerCommand.Holds.OpenHold(e.terms());
            case Holds.HoldExtended e ->
                    new LedgerCommand.Holds.ExtendHold(
                            e.hold(), e.sequence(), e.usedTokens(), e.sliceTokens());
            case Holds.HoldCommitted e -> commit(e);
            case Holds.HoldReleased e ->
                    new LedgerCommand.Holds.ReleaseHold(e.hold(), e.sequence(), e.reason());
            case Holds.HoldExpired _ -> null;
        };
    }

    private static LedgerCommand commit(Holds.HoldCommitted e) {
        return new LedgerCommand.Holds.CommitHold(e.hold(), e.sequence(), e.usedTokens(), e.last());
    }

    private static LedgerCommand quotas(Quotas event) {
        return switch (event) {
            case Quotas.QuotaSet e -> new LedgerCommand.Quotas.SetQuota(e.terms());
            case Quotas.QuotaRemoved e -> new LedgerCommand.Quotas.RemoveQuota(e.quota());
        };
    }

    private static @Nullable LedgerCommand caps(Caps event) {
        return switch (event) {
            case Caps.BilateralCapSet e ->
                    new LedgerCommand.Caps.SetBilateralCap(
                            e.homeOperator(), e.servingOperator(), e.asset(), e.cap());
            case Caps.NetDebitCapSet e ->
                    new LedgerCommand.Caps.SetNetDebitCap(
                            e.operator(), e.asset(), e.cap(), e.haircutBasisPoints());
            case Caps.ExposureAlerted _ -> null;
        };
    }

    private static LedgerRequest by(Rerating event) {
        return switch (event) {
            case Rerating.ReleaseProposed e ->
                    by(
                            e.actor(),
                            new LedgerCommand.Rerating.ProposeRelease(e.position(), e.reason()));
            case Rerating.ReleaseApproved e ->
                    by(e.actor(), new LedgerCommand.Rerating.ApproveRelease(e.position()));
        };
    }

    /** A record that the ledger wrote: what a hold's commit charges, or what is priced again. */
    private static @Nullable LedgerCommand usage(UsageRecord usage, long position, Ahead ahead) {
        if (usage.source.equals(UsageRecord.HOLD_SOURCE)) {
            return ahead.at(position + 1) instanceof Holds.HoldCommitted committed
                    ? commit(committed)
                    : null;
        }
        if (!usage.source.equals(UsageRecord.LEDGER_SOURCE)) {
            return null;
        }
        if (usage.kind == UsageKind.REPRICED) {
            return new LedgerCommand.Rerating.RepriceRecorded(usage.refersTo);
        }
        return usage.settles < 0 ? null : new LedgerCommand.Rerating.RerateSuspended(usage.settles);
    }
}
