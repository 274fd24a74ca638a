package tallystick.app.api.sums;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Sha256;
import tallystick.domain.settlement.SumLeaf;
import tallystick.domain.settlement.SumRoot;
import tallystick.domain.settlement.SumScope;
import tallystick.domain.settlement.SumScope.Kind;
import tallystick.domain.settlement.SumTree;

/**
 * The sum trees of a window. What was charged and what was given back are summed apart, record by
 * record, so that no leaf is below 0 and a made-up negative one cannot hide part of a total.
 */
final class WindowTrees {

    /** Behind the name of what charges are of, where they were given back. */
    static final String CREDITS = ":credits";

    /** Leaves that hide an operator's position. */
    private static final int SHARES = SumLeaf.MIN_SHARES;

    private final SecretOfTrees secret;
    private final SortedMap<SumName, SortedMap<String, Pico>> amounts = new TreeMap<>();
    private final SortedMap<SumName, SumTree> trees = new TreeMap<>();

    /** What a tree is called: of what, and in which asset. */
    record SumName(Kind kind, String of, String asset) implements Comparable<SumName> {
        @Override
        public int compareTo(SumName other) {
            int byKind = kind.compareTo(other.kind);
            int byName = byKind != 0 ? byKind : of.compareTo(other.of);
            return byName != 0 ? byName : asset.compareTo(other.asset);
        }
    }

    /** Secrets of trees, another one for each. */
    interface SecretOfTrees {
        Sha256 of(String tree);
    }

    WindowTrees(SecretOfTrees secret) {
        this.secret = secret;
    }

    /** Adds what a wallet was charged or, below 0, given back. */
    void charge(String of, String asset, String wallet, Pico amount) {
        boolean isCredit = amount.isNegative();
        // A tree of credits is there wherever one of charges is, if only to say 0.
        holders(of, asset).putIfAbsent(wallet, Pico.ZERO);
        holders(of + CREDITS, asset).putIfAbsent(wallet, Pico.ZERO);
        holders(isCredit ? of + CREDITS : of, asset)
                .merge(wallet, isCredit ? Pico.ZERO.minus(amount) : amount, Pico::plus);
    }

    private SortedMap<String, Pico> holders(String of, String asset) {
        return amounts.computeIfAbsent(new SumName(Kind.CHARGES, of, asset), _ -> new TreeMap<>());
    }

    /** Adds an operator's net position, as shares that say nothing of it one by one. */
    void position(String window, String asset, String operator, Pico amount) {
        amounts.computeIfAbsent(new SumName(Kind.POSITIONS, window, asset), _ -> new TreeMap<>())
                .merge(operator, amount, Pico::plus);
    }

    /** Builds all trees. */
    WindowTrees built() {
        for (Map.Entry<SumName, SortedMap<String, Pico>> entry : amounts.entrySet()) {
            SumName name = entry.getKey();
            Sha256 own = secret.of(name.kind() + "\n" + name.of() + "\n" + name.asset());
            List<SumLeaf> leaves = new ArrayList<>();
            entry.getValue()
                    .forEach(
                            (holder, amount) -> {
                                if (name.kind() == Kind.POSITIONS) {
                                    leaves.addAll(SumLeaf.shares(own, holder, amount, SHARES));
                                } else {
                                    leaves.add(SumLeaf.whole(own, holder, amount));
                                }
                            });
            trees.put(name, SumTree.of(new SumScope(name.kind(), name.of(), name.asset()), leaves));
        }
        amounts.replaceAll((_, holders) -> new TreeMap<>(holders));
        return this;
    }

    /** What is published of all trees, in order of their names. */
    List<SumRoot> roots() {
        return trees.values().stream().map(SumTree::root).toList();
    }

    /** All proofs of a holder, of the trees of a kind and of one thing, charges and credits. */
    List<SumProofResource> proofs(Kind kind, String of, String holder) {
        List<SumProofResource> proofs = new ArrayList<>();
        for (Map.Entry<SumName, SumTree> entry : trees.entrySet()) {
            SumName name = entry.getKey();
            boolean isOf =
                    name.kind() == kind
                            && (name.of().equals(of) || name.of().equals(of + CREDITS))
                            && amounts.getOrDefault(name, new TreeMap<>()).containsKey(holder);
            if (isOf) {
                proofs.add(SumProofResource.of(entry.getValue(), holder, parts(kind)));
            }
        }
        return proofs;
    }

    private static int parts(Kind kind) {
        return kind == Kind.POSITIONS ? SHARES : 1;
    }
}
