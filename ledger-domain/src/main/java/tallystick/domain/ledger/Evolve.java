package tallystick.domain.ledger;

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
import tallystick.domain.usage.UsageRecord;

/** What each event does to the state, postings included. Decides nothing. */
final class Evolve {

    private final LedgerState state;
    private final EvolveWallets wallets;
    private final EvolveHolds holds;
    private final EvolveUsage usage;
    private final EvolveSettlement settlement;

    Evolve(LedgerState state) {
        this.state = state;
        this.wallets = new EvolveWallets(state);
        this.holds = new EvolveHolds(state);
        this.usage = new EvolveUsage(state);
        this.settlement = new EvolveSettlement(state);
    }

    void apply(LedgerEvent event, long position) {
        switch (event) {
            case Reference e -> reference(e);
            case Wallets e -> wallets.apply(e);
            case Holds e -> holds.apply(e, position);
            case Quotas e -> quotas(e);
            case Caps e -> caps(e);
            case Rerating e -> rerating(e);
            case Settlement e -> settlement.apply(e);
            case RequestAnswered e -> state.requests.add(e, position);
            case UsageRecorded _ -> throw new IllegalArgumentException("applied record by record");
        }
    }

    void usage(UsageRecord record) {
        usage.apply(record);
    }

    private void reference(Reference event) {
        switch (event) {
            case Reference.OperatorRegistered e -> state.reference.register(e);
            case Reference.FactoryRegistered e -> state.reference.register(e);
            case Reference.ModelRegistered e -> state.names.models.add(e.model());
            case Reference.TenantRegistered e -> state.reference.register(e);
            case Reference.TariffPublished e -> state.tariffs.publish(e.terms(), e.version());
            case Reference.AgreementConcluded e -> {
                state.agreements.conclude(e.terms());
                state.terms.supersede(e.terms());
            }
            case Reference.ConditionsAgreed e -> state.terms.agree(e);
        }
    }

    private void quotas(Quotas event) {
        switch (event) {
            case Quotas.QuotaSet e -> state.quotas.set(e.terms(), state.holds.openHolds());
            case Quotas.QuotaRemoved e -> state.quotas.remove(e.quota());
        }
    }

    private void caps(Caps event) {
        switch (event) {
            case Caps.BilateralCapSet e ->
                    state.caps.setBilateral(
                            state.names.operators.refOf(e.homeOperator()),
                            state.names.operators.refOf(e.servingOperator()),
                            state.names.assets.refOf(e.asset()),
                            e.cap());
            case Caps.NetDebitCapSet e ->
                    state.caps.setNetDebit(
                            state.names.operators.refOf(e.operator()),
                            state.names.assets.refOf(e.asset()),
                            e.cap(),
                            e.haircutBasisPoints());
            case Caps.ExposureAlerted e -> state.capAlerts.told(e);
        }
    }

    private void rerating(Rerating event) {
        switch (event) {
            case Rerating.ReleaseProposed e -> state.suspense.propose(e.position(), e.actor());
            case Rerating.ReleaseApproved _ -> {
                // Kept for whoever asks who approved; what it releases is the next event.
            }
        }
    }
}
