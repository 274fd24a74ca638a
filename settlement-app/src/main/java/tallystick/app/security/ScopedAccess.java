package tallystick.app.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.Binding.Federation;
import tallystick.app.security.Binding.OfJurisdiction;
import tallystick.app.security.Binding.OfOperator;
import tallystick.app.security.Binding.OfTenant;
import tallystick.domain.ClosingCommand;
import tallystick.domain.DisputeCommand;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.Quotas;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Rerating;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.ledger.WalletOwner;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults.Fault;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.sql.RowScope;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.SuspenseView.SuspendedRecord;

/** What one principal may see and touch. */
final class ScopedAccess implements Access {

    /** What scopes ask about the ledger. */
    record Sources(
            Ownership ownership, ReferenceView reference, SuspenseView suspense, CursorSeal seal) {}

    private final LedgerPrincipal principal;
    private final Sources sources;
    private @Nullable RowScope rows;

    ScopedAccess(LedgerPrincipal principal, Sources sources) {
        this.principal = principal;
        this.sources = sources;
    }

    @Override
    public RowScope rows() {
        RowScope known = rows;
        if (known == null) {
            known =
                    switch (principal.binding()) {
                        case Federation _ -> RowScope.ALL;
                        case OfOperator of -> RowScope.ofOperators(List.of(of.operator()));
                        case OfTenant of ->
                                new RowScope(List.of(of.operator()), of.tenant(), of.wallets());
                        case OfJurisdiction of ->
                                RowScope.ofOperators(sources.reference.operatorsOf(of.country()));
                    };
            rows = known;
        }
        return known;
    }

    @Override
    public @Nullable String jurisdiction() {
        return principal.binding() instanceof OfJurisdiction of ? of.country() : null;
    }

    @Override
    public String cursorMark(String list, String after) {
        return sources.seal.mark(principal.getName() + "\n" + principal.binding(), list, after);
    }

    // ---- objects

    @Override
    public void requireWallet(String wallet) {
        if (!(principal.binding() instanceof Federation)
                && !isOwn(wallet, sources.ownership.ownerOf(wallet))) {
            throw missing("wallet");
        }
    }

    /** The same for a hold, by its wallet. */
    void requireHold(String hold) {
        if (principal.binding() instanceof Federation) {
            return;
        }
        String wallet = sources.ownership.walletOfHold(hold);
        if (wallet == null || !isOwn(wallet, sources.ownership.ownerOf(wallet))) {
            throw missing("hold");
        }
    }

    private boolean isOwn(String wallet, @Nullable WalletOwner owner) {
        if (owner == null || !rows().hasOperator(owner.operator())) {
            return false;
        }
        return !(principal.binding() instanceof OfTenant of)
                || (owner.tenant().equals(of.tenant())
                        && (of.wallets() == null || of.wallets().contains(wallet)));
    }

    private ProblemException missing(String what) {
        sources.ownership.lookInVain();
        return Reads.missing(what);
    }

    private void requireOperator(String operator) {
        if (!rows().hasOperator(operator)) {
            throw missing("operator");
        }
    }

    private void requireTenant(String tenant) {
        if (!rows().isNarrow()) {
            return;
        }
        String operator = sources.ownership.operatorOfTenant(tenant);
        if (operator == null || !rows().hasOperator(operator)) {
            throw missing("tenant");
        }
    }

    private void requireGrant(String grant) {
        if (!rows().isNarrow()) {
            return;
        }
        String wallet = sources.ownership.walletOfGrant(grant);
        if (wallet == null || !isOwn(wallet, sources.ownership.ownerOf(wallet))) {
            throw missing("grant");
        }
    }

    private void requireFederation() {
        if (!(principal.binding() instanceof Federation)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN, "this is for principals of the federation");
        }
    }

    // ---- commands

    @Override
    public void require(LedgerCommand command) {
        switch (command) {
            case Reference of -> reference(of);
            case Wallets of -> wallets(of);
            case Holds of -> holds(of);
            case Quotas of -> quotas(of);
            case Caps of -> caps(of);
            case Rerating of -> rerating(of);
            // Its records are judged one by one.
            case LedgerCommand.RecordUsage _ -> {}
            case LedgerCommand.PassDeadline _ -> requireFederation();
            case Settlement of -> settlement(of);
        }
    }

    private void settlement(Settlement command) {
        switch (command) {
            case ClosingCommand.ProposeAffirmation c -> requireOperator(c.operator());
            case ClosingCommand.ConfirmAffirmation c -> requireOperator(c.operator());
            case ClosingCommand.SubmitAggregate c -> requireOperator(c.operator());
            case DisputeCommand.OpenDispute c -> requireOperator(c.operator());
            case DisputeCommand.AcknowledgeDispute c -> requireOperator(c.operator());
            case DisputeCommand.SubmitEvidence c -> requireOperator(c.operator());
            case DisputeCommand.AgreeDispute c -> requireOperator(c.operator());
            case DisputeCommand.RejectDispute c -> requireOperator(c.operator());
            case DisputeCommand.EscalateDispute c -> requireOperator(c.operator());
            case WindowRunCommand.NoteBatch c -> requireOperator(c.notice().servingOperator());
            default -> requireFederation();
        }
    }

    private void reference(Reference command) {
        switch (command) {
            case Reference.RegisterFactory c -> requireOperator(c.operator());
            case Reference.RegisterTenant c -> requireOperator(c.operator());
            case Reference.PublishTariff c -> requireOperator(c.terms().operator());
            case Reference.RegisterOperator _,
                    Reference.RegisterModel _,
                    Reference.ConcludeAgreement _ ->
                    requireFederation();
        }
    }

    private void wallets(Wallets command) {
        switch (command) {
            case Wallets.OpenWallet c -> requireTenant(c.terms().tenant());
            case Wallets.IssueGrant c -> requireWallet(c.terms().wallet());
            case Wallets.VoidGrant c -> requireGrant(c.grant());
            case Wallets.TransferCredit c -> {
                requireWallet(c.fromWallet());
                requireWallet(c.toWallet());
            }
            case Wallets.SetAutoTopUp c -> requireWallet(c.wallet());
            case Wallets.SetAlerts c -> requireWallet(c.wallet());
            case Wallets.SuspendWallet c -> requireWallet(c.wallet());
            case Wallets.ResumeWallet c -> requireWallet(c.wallet());
        }
    }

    private void holds(Holds command) {
        switch (command) {
            case Holds.OpenHold c -> requireWallet(c.terms().wallet());
            case Holds.ExtendHold c -> requireHold(c.hold());
            case Holds.CommitHold c -> requireHold(c.hold());
            case Holds.ReleaseHold c -> requireHold(c.hold());
        }
    }

    private void quotas(Quotas command) {
        if (!rows().isNarrow()) {
            return;
        }
        switch (command) {
            case Quotas.SetQuota c -> {
                requireSubject(c.terms());
                // Set anew, it would take the place of whoever's has the name.
                QuotaTerms old = sources.ownership.quota(c.terms().quota());
                if (old != null) {
                    requireSubject(old);
                }
            }
            case Quotas.RemoveQuota c -> {
                QuotaTerms old = sources.ownership.quota(c.quota());
                if (old == null) {
                    throw missing("quota");
                }
                requireSubject(old);
            }
        }
    }

    private void requireSubject(QuotaTerms terms) {
        boolean isOwn =
                switch (terms.scope()) {
                    case OPERATOR -> rows().hasOperator(terms.subject());
                    case TENANT -> {
                        String operator = sources.ownership.operatorOfTenant(terms.subject());
                        yield operator != null && rows().hasOperator(operator);
                    }
                    case WALLET ->
                            isOwn(terms.subject(), sources.ownership.ownerOf(terms.subject()));
                    // Counted over all operators.
                    case API_KEY, MODEL, JURISDICTION -> false;
                };
        if (!isOwn) {
            throw missing("quota");
        }
    }

    private void caps(Caps command) {
        switch (command) {
            // A creditor says how much it may be owed.
            case Caps.SetBilateralCap c -> requireOperator(c.servingOperator());
            case Caps.SetNetDebitCap _ -> requireFederation();
        }
    }

    private void rerating(Rerating command) {
        switch (command) {
            case Rerating.ProposeRelease c -> requireSuspended(c.position());
            case Rerating.ApproveRelease c -> requireSuspended(c.position());
            case Rerating.RerateSuspended _, Rerating.RepriceRecorded _ -> requireFederation();
        }
    }

    private void requireSuspended(long position) {
        if (!rows().isNarrow()) {
            return;
        }
        SuspendedRecord found = sources.suspense.record(position);
        if (found == null || !rows().hasOperator(found.homeOperator())) {
            throw missing("suspended record");
        }
    }

    // ---- usage

    @Override
    public List<@Nullable Fault> judge(List<UsageRecord> records) {
        Set<String> wallets = new HashSet<>();
        records.forEach(usage -> wallets.add(usage.wallet));
        boolean isFree = principal.binding() instanceof Federation;
        Map<String, WalletOwner> owners = isFree ? Map.of() : sources.ownership.ownersOf(wallets);
        UsageRights rights = new UsageRights(principal.binding());
        List<@Nullable Fault> faults = new ArrayList<>(records.size());
        for (UsageRecord usage : records) {
            faults.add(isFree ? null : rights.fault(usage, owners.get(usage.wallet)));
        }
        return faults;
    }
}
