package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.amount;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.free;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent.Wallets.AlertsSet;
import tallystick.domain.LedgerEvent.Wallets.AutoTopUpSet;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.LedgerEvent.Wallets.WalletResumed;
import tallystick.domain.LedgerEvent.Wallets.WalletSuspended;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;

/** Decides wallets: opened, watched, suspended. */
final class WalletDecider {

    private static final int MAX_ALERTS = 16;

    private WalletDecider() {}

    static Decision decide(Wallets command, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Wallets.OpenWallet c -> openWallet(c.terms(), state);
            case Wallets.IssueGrant c -> GrantDecider.issue(c.terms(), state);
            case Wallets.VoidGrant c -> GrantDecider.voidGrant(c, state);
            case Wallets.TransferCredit c -> GrantDecider.transfer(c, state, nowEpochNanos);
            case Wallets.SetAutoTopUp c -> setAutoTopUp(c, state);
            case Wallets.SetAlerts c -> setAlerts(c, state);
            case Wallets.SuspendWallet c -> suspend(c, state);
            case Wallets.ResumeWallet c -> resume(c, state);
        };
    }

    private static Decision openWallet(WalletTerms terms, LedgerState state) {
        Refused refused =
                first(
                        name("wallet", terms.wallet()),
                        ReferenceDecider.asset("asset", terms.asset()),
                        amount("overdraft_limit", terms.overdraftLimit()),
                        jurisdictions(terms.allowedJurisdictions()),
                        known("tenant", terms.tenant(), state.names.tenants),
                        known("tariff", terms.tariff(), state.names.tariffs),
                        free("wallet", terms.wallet(), state.names.wallets));
        if (refused == null) {
            refused = retailTariff(terms, state);
        }
        return refused != null ? refused : accepted(terms.wallet(), new WalletOpened(terms));
    }

    private static @Nullable Refused jurisdictions(List<String> codes) {
        for (int i = 0; i < codes.size(); i++) {
            String field = "allowed_jurisdictions[" + i + "]";
            Refused refused = FieldCheck.jurisdiction(field, codes.get(i));
            if (refused != null) {
                return refused;
            }
            if (codes.indexOf(codes.get(i)) != i) {
                return invalid(field, "repeats an earlier jurisdiction");
            }
        }
        return null;
    }

    private static @Nullable Refused retailTariff(WalletTerms terms, LedgerState state) {
        TariffTerms tariff = state.tariffs.firstTerms(terms.tariff());
        int operator = state.reference.operatorOfTenant(state.names.tenants.refOf(terms.tenant()));
        if (tariff == null
                || tariff.kind() != TariffKind.RETAIL
                || state.names.operators.refOf(tariff.operator()) != operator) {
            return LedgerDecider.refused(
                    RefusalCode.NOT_FOUND,
                    "tariff",
                    "is not a retail tariff of the tenant's operator");
        }
        return tariff.asset().equals(terms.asset())
                ? null
                : LedgerDecider.refused(
                        RefusalCode.ASSET_MISMATCH, "asset", "must be the tariff's asset");
    }

    private static Decision setAutoTopUp(Wallets.SetAutoTopUp c, LedgerState state) {
        Refused refused =
                first(
                        amount("threshold", c.threshold()),
                        amount("amount", c.amount()),
                        known("wallet", c.wallet(), state.names.wallets));
        return refused != null
                ? refused
                : accepted(c.wallet(), new AutoTopUpSet(c.wallet(), c.threshold(), c.amount()));
    }

    private static Decision setAlerts(Wallets.SetAlerts c, LedgerState state) {
        if (c.thresholds().size() > MAX_ALERTS) {
            return invalid("thresholds", "must be at most " + MAX_ALERTS);
        }
        for (int i = 0; i < c.thresholds().size(); i++) {
            Refused refused = amount("thresholds[" + i + "]", c.thresholds().get(i));
            if (refused != null) {
                return refused;
            }
        }
        Refused refused = known("wallet", c.wallet(), state.names.wallets);
        return refused != null
                ? refused
                : accepted(c.wallet(), new AlertsSet(c.wallet(), c.thresholds()));
    }

    private static Decision suspend(Wallets.SuspendWallet c, LedgerState state) {
        Refused refused =
                first(text("reason", c.reason()), known("wallet", c.wallet(), state.names.wallets));
        if (refused != null) {
            return refused;
        }
        return state.wallets.isSuspended(state.names.wallets.refOf(c.wallet()))
                ? LedgerDecider.refused(RefusalCode.WRONG_STATE, "wallet", "is suspended already")
                : accepted(c.wallet(), new WalletSuspended(c.wallet(), c.reason()));
    }

    private static Decision resume(Wallets.ResumeWallet c, LedgerState state) {
        Refused refused = known("wallet", c.wallet(), state.names.wallets);
        if (refused != null) {
            return refused;
        }
        return state.wallets.isSuspended(state.names.wallets.refOf(c.wallet()))
                ? accepted(c.wallet(), new WalletResumed(c.wallet()))
                : LedgerDecider.refused(RefusalCode.WRONG_STATE, "wallet", "is not suspended");
    }
}
