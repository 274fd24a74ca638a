package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.amount;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.free;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.GrantTerms.Rollover;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent.Wallets.CreditTransferred;
import tallystick.domain.LedgerEvent.Wallets.GrantIssued;
import tallystick.domain.LedgerEvent.Wallets.GrantVoided;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;

/** Decides credit: issued, taken back, moved to another wallet. */
final class GrantDecider {

    private static final int MAX_PRIORITY = 255;

    /** Most grants with credit left a wallet may hold: one record may have to draw on them all. */
    private static final int MAX_LIVE_GRANTS = 4_096;

    private static final int MAX_MODELS = 1_024;
    private static final int MAX_ROLLOVERS = 120;
    private static final int BASIS_POINTS = 10_000;

    private GrantDecider() {}

    static Decision issue(GrantTerms terms, LedgerState state) {
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
                        rollover(terms.rollover()),
                        known("wallet", terms.wallet(), state.names.wallets),
                        models(terms.appliesTo(), state),
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
        Pico overdraft = overdraftRepaid(wallet, terms.amount().minus(shortfall), state);
        return new GrantIssued(terms, overdraft, shortfall);
    }

    /** Debt that credit repays at once; credit without a grant is no debt. */
    private static Pico overdraftRepaid(int wallet, Pico credit, LedgerState state) {
        Pico overdrawn = state.wallets.overdrawn().get(wallet);
        return overdrawn.isNegative() ? Pico.ZERO : overdrawn.min(credit);
    }

    private static @Nullable Refused rollover(@Nullable Rollover rollover) {
        if (rollover == null) {
            return null;
        }
        return first(
                rollover.shareBasisPoints() < 1 || rollover.shareBasisPoints() > BASIS_POINTS
                        ? invalid("rollover.share_basis_points", "must be 1 to 10000")
                        : null,
                rollover.periodNanos() < 1
                        ? invalid("rollover.period", "must be more than 0")
                        : null,
                rollover.times() < 1 || rollover.times() > MAX_ROLLOVERS
                        ? invalid("rollover.times", "must be 1 to " + MAX_ROLLOVERS)
                        : null);
    }

    private static @Nullable Refused models(List<String> models, LedgerState state) {
        if (models.size() > MAX_MODELS) {
            return invalid("applies_to", "must be at most " + MAX_MODELS + " models");
        }
        for (int i = 0; i < models.size(); i++) {
            String field = "applies_to[" + i + "]";
            if (models.indexOf(models.get(i)) != i) {
                return invalid(field, "repeats an earlier model");
            }
            Refused refused = known(field, models.get(i), state.names.models);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    /** Takes back what is free; what its holds give back later lapses. */
    static Decision voidGrant(Wallets.VoidGrant c, LedgerState state) {
        Refused refused =
                first(text("reason", c.reason()), known("grant", c.grant(), state.names.grants));
        if (refused != null) {
            return refused;
        }
        Pico left = state.wallets.free().get(state.names.grants.refOf(c.grant()));
        return left.isZero()
                ? LedgerDecider.refused(
                        RefusalCode.WRONG_STATE, "grant", "has nothing left that is not held")
                : accepted(c.grant(), new GrantVoided(c.grant(), left, c.reason()));
    }

    static Decision transfer(Wallets.TransferCredit c, LedgerState state, long nowEpochNanos) {
        Refused refused =
                first(
                        name("transfer", c.transfer()),
                        c.amount().signum() == 0
                                ? invalid("amount", "must be more than 0")
                                : amount("amount", c.amount()),
                        known("from_wallet", c.fromWallet(), state.names.wallets),
                        known("to_wallet", c.toWallet(), state.names.wallets),
                        c.fromWallet().equals(c.toWallet())
                                ? invalid("to_wallet", "must be another wallet")
                                : null,
                        free("transfer", c.transfer(), state.names.grants));
        if (refused != null) {
            return refused;
        }
        int from = state.names.wallets.refOf(c.fromWallet());
        int to = state.names.wallets.refOf(c.toWallet());
        refused = first(comparable(c, from, to, state), takes(to, state));
        return refused != null ? refused : transfer(c, from, to, state, nowEpochNanos);
    }

    private static @Nullable Refused comparable(
            Wallets.TransferCredit c, int from, int to, LedgerState state) {
        if (state.wallets.operator(from) != state.wallets.operator(to)) {
            return invalid("to_wallet", "must be of the same operator");
        }
        boolean same =
                state.wallets.asset(from) == state.wallets.asset(to)
                        && state.names.assets.nameOf(state.wallets.asset(from)).equals(c.asset());
        return same
                ? null
                : LedgerDecider.refused(
                        RefusalCode.ASSET_MISMATCH, "asset", "must be that of both wallets");
    }

    private static @Nullable Refused takes(int wallet, LedgerState state) {
        if (state.wallets.liveGrants(wallet) >= MAX_LIVE_GRANTS) {
            return LedgerDecider.refused(
                    RefusalCode.LIMIT_REACHED,
                    "to_wallet",
                    "has " + MAX_LIVE_GRANTS + " grants that are not used up");
        }
        return state.accounts.hasHeadroom(state.wallets.walletAccount(wallet))
                ? null
                : LedgerDecider.refused(
                        RefusalCode.AMOUNT_OVERFLOW, "amount", "a balance would leave 128 bits");
    }

    private static Decision transfer(
            Wallets.TransferCredit c, int from, int to, LedgerState state, long nowEpochNanos) {
        List<GrantShare> shares = new ArrayList<>();
        Pico rest = c.amount();
        for (int grant : state.wallets.drawOrder(from)) {
            GrantTerms terms = state.wallets.grantTerms(grant);
            boolean movable =
                    terms.kind() == GrantKind.PAID
                            && terms.expiresAtEpochNanos() == GrantTerms.NEVER
                            && terms.appliesTo().isEmpty()
                            && terms.effectiveAtEpochNanos() <= nowEpochNanos;
            if (movable && !rest.isZero()) {
                Pico part = rest.min(state.wallets.free().get(grant));
                shares.add(new GrantShare(terms.grant(), part));
                rest = rest.minus(part);
            }
        }
        if (!rest.isZero()) {
            return new Refused(insufficient(c, c.amount().minus(rest)), List.of());
        }
        Pico shortfall = state.accounts.balance(state.wallets.shortfallAccount(to)).min(c.amount());
        Pico overdraft = overdraftRepaid(to, c.amount().minus(shortfall), state);
        return accepted(
                c.transfer(),
                new CreditTransferred(
                        c.transfer(),
                        c.fromWallet(),
                        c.toWallet(),
                        c.asset(),
                        shares,
                        overdraft,
                        shortfall));
    }

    private static Refusal insufficient(Wallets.TransferCredit c, Pico available) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("available", available.toDecimalString());
        facts.put("required", c.amount().toDecimalString());
        facts.put("asset", c.asset());
        return new Refusal(
                RefusalCode.INSUFFICIENT_BALANCE,
                "amount",
                "is more than the paid credit without expiry that is not held",
                facts);
    }
}
