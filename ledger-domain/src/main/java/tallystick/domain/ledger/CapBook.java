package tallystick.domain.ledger;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;

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

    CapBook(Names names, Accounts accounts) {
        this.names = names;
        this.accounts = accounts;
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

    /** Adds to what statements say is owed and no payment has settled. */
    void state(int home, int serving, int asset, Pico more) {
        merge(stated, new Pair(home, serving, asset), more);
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
        Pico exposure = netOwed(home, asset, limit.haircutBasisPoints());
        return exposure.plus(more).compareTo(limit.cap()) > 0
                ? refusal("net-debit", home, asset, limit.cap(), exposure, more)
                : null;
    }

    private Pico owed(Pair pair) {
        Pico posted =
                accounts.pairBalance(
                        AccountKind.INTEROP_PAYABLE, pair.home(), pair.serving(), pair.asset());
        return posted.plus(stated.getOrDefault(pair, Pico.ZERO))
                .plus(held.getOrDefault(pair, Pico.ZERO));
    }

    /** What an operator owes all others, less what they owe it after the haircut. */
    private Pico netOwed(int operator, int asset, int haircutBasisPoints) {
        Pico sum = Pico.ZERO;
        Pico receivable = Pico.ZERO;
        for (int peer = 0; peer < names.operators.size(); peer++) {
            if (peer != operator) {
                sum = sum.plus(owed(new Pair(operator, peer, asset)));
                receivable =
                        receivable.plus(
                                accounts.pairBalance(
                                        AccountKind.INTEROP_RECEIVABLE, operator, peer, asset));
            }
        }
        return sum.minus(share(receivable, BASIS_POINTS - haircutBasisPoints));
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
