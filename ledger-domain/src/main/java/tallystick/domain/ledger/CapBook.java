package tallystick.domain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Rounding;

/**
 * What operators may come to owe each other: posted and not settled, stated and not settled, and
 * held. What others owe an operator covers it only after the haircut, which by default leaves
 * nothing.
 */
final class CapBook {

    private record Pair(int home, int serving, int asset) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byHome = Integer.compare(home, other.home);
            int byServing = byHome != 0 ? byHome : Integer.compare(serving, other.serving);
            return byServing != 0 ? byServing : Integer.compare(asset, other.asset);
        }
    }

    private record NetDebit(Pico cap, int haircutBasisPoints) {}

    private static final int BASIS_POINTS = 10_000;

    private final Names names;
    private final Accounts accounts;
    private final SortedMap<Pair, Pico> bilateral = new TreeMap<>();
    private final SortedMap<Pair, NetDebit> netDebit = new TreeMap<>();
    private final SortedMap<Pair, Pico> held = new TreeMap<>();
    private final SortedMap<Pair, Pico> stated = new TreeMap<>();

    /** What covers exposure after the haircut: of an operator in an asset. */
    interface Credit {
        Pico of(int operator, int asset);
    }

    private final Credit credit;

    CapBook(Names names, Accounts accounts, Credit credit) {
        this.names = names;
        this.accounts = accounts;
        this.credit = credit;
    }

    /** The net debit cap of an operator, null when none is set. */
    @Nullable Pico netDebitCap(int operator, int asset) {
        NetDebit limit = netDebit.get(new Pair(operator, operator, asset));
        return limit == null ? null : limit.cap();
    }

    /** Whether no cap is set. */
    boolean isEmpty() {
        return bilateral.isEmpty() && netDebit.isEmpty();
    }

    /** The bilateral cap, null when none is set. */
    @Nullable Pico bilateralCap(int home, int serving, int asset) {
        return bilateral.get(new Pair(home, serving, asset));
    }

    /** What a net debit cap comes to: no more than collateral backs. There must be one. */
    Pico netDebitLimit(int operator, int asset) {
        return backed(operator, asset, netDebit(operator, asset).cap());
    }

    private NetDebit netDebit(int operator, int asset) {
        return Objects.requireNonNull(netDebit.get(new Pair(operator, operator, asset)));
    }

    Pico owed(int home, int serving, int asset) {
        return owed(new Pair(home, serving, asset));
    }

    /** What counts against a net debit cap. There must be one. */
    Pico netExposure(int operator, int asset) {
        int haircut = netDebit(operator, asset).haircutBasisPoints();
        return netOwed(operator, asset).minus(cover(operator, asset, haircut));
    }

    /** A bilateral cap. */
    interface EachPair {
        void look(int home, int serving, int asset);
    }

    /** A net debit cap. */
    interface EachOperator {
        void look(int operator, int asset);
    }

    void eachBilateral(EachPair each) {
        bilateral.keySet().forEach(p -> each.look(p.home(), p.serving(), p.asset()));
    }

    void eachNetDebit(EachOperator each) {
        netDebit.keySet().forEach(p -> each.look(p.home(), p.asset()));
    }

    /** What cuts every bilateral cap of a home operator to 0, in canonical order. */
    List<LedgerEvent> cutBilateral(int home) {
        List<LedgerEvent> cuts = new ArrayList<>();
        bilateral.forEach(
                (pair, cap) -> {
                    if (pair.home() == home && !cap.isZero()) {
                        cuts.add(
                                new LedgerEvent.Caps.BilateralCapSet(
                                        names.operators.nameOf(home),
                                        names.operators.nameOf(pair.serving()),
                                        names.assets.nameOf(pair.asset()),
                                        Pico.ZERO));
                    }
                });
        return cuts;
    }

    /** What cuts the net debit cap; nothing of what others owe the operator counts from then. */
    LedgerEvent cutNetDebit(int operator, String asset, long minor) {
        return new LedgerEvent.Caps.NetDebitCapSet(
                names.operators.nameOf(operator),
                asset,
                Rounding.minorToPico(minor, Assets.minorDigits(asset)),
                BASIS_POINTS);
    }

    void setBilateral(int home, int serving, int asset, Pico cap) {
        bilateral.put(new Pair(home, serving, asset), cap);
    }

    void setNetDebit(int operator, int asset, Pico cap, int haircutBasisPoints) {
        netDebit.put(new Pair(operator, operator, asset), new NetDebit(cap, haircutBasisPoints));
    }

    /** Adds to what holds may come to owe. */
    void hold(int home, int serving, int asset, Pico more) {
        merge(held, new Pair(home, serving, asset), more);
    }

    /**
     * Adds what a statement says is owed and no payment has settled. One below 0 is owed the other
     * way round, and is no credit that covers anything.
     */
    void state(int home, int serving, int asset, Pico total) {
        if (total.isNegative()) {
            merge(stated, new Pair(serving, home, asset), total.negate());
        } else {
            merge(stated, new Pair(home, serving, asset), total);
        }
    }

    /** Takes back what {@link #state} added: it is paid, or no longer stated. */
    void unstate(int home, int serving, int asset, Pico total) {
        if (total.isNegative()) {
            merge(stated, new Pair(serving, home, asset), total);
        } else {
            merge(stated, new Pair(home, serving, asset), total.negate());
        }
    }

    private static void merge(SortedMap<Pair, Pico> sums, Pair pair, Pico more) {
        if (!more.isZero()) {
            sums.merge(pair, more, Pico::plus);
            sums.remove(pair, Pico.ZERO);
        }
    }

    /** Why home may not come to owe serving so much more, null when it may. */
    @Nullable Refusal refusal(int home, int serving, int asset, Pico more) {
        Pair pair = new Pair(home, serving, asset);
        Pico cap = bilateral.get(pair);
        if (cap != null && owed(pair).plus(more).compareTo(cap) > 0) {
            return refusal("bilateral", home, asset, cap, owed(pair), more);
        }
        NetDebit limit = netDebit.get(new Pair(home, home, asset));
        if (limit == null) {
            return null;
        }
        Pico most = backed(home, asset, limit.cap());
        Pico owed = netOwed(home, asset);
        if (owed.plus(more).compareTo(most) <= 0) {
            return null;
        }
        Pico exposure = owed.minus(cover(home, asset, limit.haircutBasisPoints()));
        return exposure.plus(more).compareTo(most) > 0
                ? refusal("net-debit", home, asset, most, exposure, more)
                : null;
    }

    /** I15: of an operator with collateral, the cap is never more than what that is worth. */
    private Pico backed(int operator, int asset, Pico cap) {
        return accounts.isOpen(AccountKind.COLLATERAL, operator, asset)
                ? cap.min(accounts.pairBalance(AccountKind.COLLATERAL, operator, 0, asset))
                : cap;
    }

    /** The refusal of a new hold abroad of an operator in default. */
    Refusal inDefault(int home) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("policy", "default");
        facts.put("operator", names.operators.nameOf(home));
        return new Refusal(
                RefusalCode.CAP_EXCEEDED,
                "factory",
                "the operator is in default: its customers are served at home",
                facts);
    }

    private Pico owed(Pair pair) {
        Pico posted =
                accounts.pairBalance(
                        AccountKind.INTEROP_PAYABLE, pair.home(), pair.serving(), pair.asset());
        return posted.plus(stated.getOrDefault(pair, Pico.ZERO))
                .plus(held.getOrDefault(pair, Pico.ZERO));
    }

    /** What an operator owes all others. */
    Pico netOwed(int operator, int asset) {
        Pico sum = Pico.ZERO;
        for (int peer = 0; peer < names.operators.size(); peer++) {
            if (peer != operator) {
                sum = sum.plus(owed(new Pair(operator, peer, asset)));
            }
        }
        return sum;
    }

    /** What others owe it in open windows, after the haircut; asked only where it decides. */
    private Pico cover(int operator, int asset, int haircutBasisPoints) {
        if (haircutBasisPoints == BASIS_POINTS) {
            return Pico.ZERO;
        }
        Pico open = credit.of(operator, asset);
        return open.isNegative() ? Pico.ZERO : share(open, BASIS_POINTS - haircutBasisPoints);
    }

    /** Rounded down: what covers is never overstated. */
    private static Pico share(Pico amount, int basisPoints) {
        return Pico.of(
                amount.toBigInteger()
                        .multiply(BigInteger.valueOf(basisPoints))
                        .divide(BigInteger.valueOf(BASIS_POINTS)));
    }

    private Refusal refusal(
            String policy, int home, int asset, Pico cap, Pico exposure, Pico more) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("policy", policy);
        facts.put("operator", names.operators.nameOf(home));
        facts.put("asset", names.assets.nameOf(asset));
        facts.put("cap", cap.toDecimalString());
        facts.put("exposure", exposure.toDecimalString());
        facts.put("required", more.toDecimalString());
        return new Refusal(
                RefusalCode.CAP_EXCEEDED,
                "factory",
                "the " + policy + " cap between the operators has no room",
                facts);
    }

    void digestInto(StateDigest digest) {
        digest.text(bilateral.toString())
                .text(netDebit.toString())
                .text(held.toString())
                .text(stated.toString());
    }

    void saveInto(StateWriter out) {
        out.section("caps");
        for (SortedMap<Pair, Pico> sums : List.of(bilateral, held, stated)) {
            out.number(sums.size());
            sums.forEach((pair, sum) -> write(out, pair).amount(sum));
        }
        out.number(netDebit.size());
        netDebit.forEach(
                (pair, limit) ->
                        write(out, pair).amount(limit.cap()).number(limit.haircutBasisPoints()));
    }

    private static StateWriter write(StateWriter out, Pair pair) {
        return out.number(pair.home()).number(pair.serving()).number(pair.asset());
    }

    void load(StateReader in) {
        in.section("caps");
        for (SortedMap<Pair, Pico> sums : List.of(bilateral, held, stated)) {
            for (int left = in.count(); left > 0; left--) {
                sums.put(new Pair(in.ref(), in.ref(), in.ref()), in.amount());
            }
        }
        for (int left = in.count(); left > 0; left--) {
            Pair pair = new Pair(in.ref(), in.ref(), in.ref());
            netDebit.put(pair, new NetDebit(in.amount(), in.ref()));
        }
    }
}
