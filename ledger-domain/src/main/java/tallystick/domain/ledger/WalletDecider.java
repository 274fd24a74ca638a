package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.amount;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.free;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent.Wallets.GrantIssued;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;

/** Decides what customers hold. */
final class WalletDecider {

    private static final int MAX_PRIORITY = 255;

    /** Most grants with credit left a wallet may hold: one record may have to draw on them all. */
    private static final int MAX_LIVE_GRANTS = 4_096;

    private WalletDecider() {}

    static Decision decide(Wallets command, LedgerState state) {
        return switch (command) {
            case Wallets.OpenWallet c -> openWallet(c.terms(), state);
            case Wallets.IssueGrant c -> issueGrant(c.terms(), state);
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

    private static Decision issueGrant(GrantTerms terms, LedgerState state) {
        Refused refused =
                first(
                        name("grant", terms.grant()),
                        terms.amount().signum() == 0
                                ? invalid("amount", "must be more than 0")
                                : amount("amount", terms.amount()),
                        terms.priority() < 0 || terms.priority() > MAX_PRIORITY
                                ? invalid("priority", "must be 0 to 255")
                                : null,
                        terms.expiresAtEpochNanos() <= terms.effectiveAtEpochNanos()
                                ? invalid("expires_at", "must be after effective_at")
                                : null,
                        known("wallet", terms.wallet(), state.names.wallets),
                        free("grant", terms.grant(), state.names.grants));
        if (refused != null) {
            return refused;
        }
        int wallet = state.names.wallets.refOf(terms.wallet());
        int asset = state.wallets.asset(wallet);
        if (!state.names.assets.nameOf(asset).equals(terms.asset())) {
            return LedgerDecider.refused(
                    RefusalCode.ASSET_MISMATCH, "asset", "must be the wallet's asset");
        }
        if (state.wallets.liveGrants(wallet) >= MAX_LIVE_GRANTS) {
            return LedgerDecider.refused(
                    RefusalCode.LIMIT_REACHED,
                    "wallet",
                    "has " + MAX_LIVE_GRANTS + " grants that are not used up");
        }
        return hasHeadroom(terms, wallet, asset, state)
                ? accepted(terms.grant(), granted(terms, wallet, state))
                : LedgerDecider.refused(
                        RefusalCode.AMOUNT_OVERFLOW, "amount", "a balance would leave 128 bits");
    }

    private static boolean hasHeadroom(GrantTerms terms, int wallet, int asset, LedgerState state) {
        AccountKind source =
                terms.kind() == GrantKind.PAID ? AccountKind.FUNDING : AccountKind.PROMO;
        return state.accounts.hasHeadroom(state.wallets.walletAccount(wallet))
                && state.accounts.hasHeadroom(source, state.wallets.operator(wallet), asset);
    }

    /** Paid credit repays debts at once, shortfall before overdraft; given credit repays none. */
    private static GrantIssued granted(GrantTerms terms, int wallet, LedgerState state) {
        if (terms.kind() != GrantKind.PAID) {
            return new GrantIssued(terms, Pico.ZERO, Pico.ZERO);
        }
        Pico shortfall =
                state.accounts.balance(state.wallets.shortfallAccount(wallet)).min(terms.amount());
        Pico overdraft = state.wallets.overdrawn().get(wallet).min(terms.amount().minus(shortfall));
        return new GrantIssued(terms, overdraft, shortfall);
    }
}
