package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Pico;

/**
 * A Merkle sum tree over the amounts of a window (settlement chapter §4.8, audit chapter §6.5):
 * each holder sees that its amount is inside the total, and nobody sees another's name. The leaves
 * stand in the order of their salted hashes, so neither the order given nor a name shows.
 *
 * <p>A hub could still make up a leaf; the number of leaves is in the root, and who counts the
 * holders sees it. Shape: neighbours pair up level by level, an odd last node moves up as it is.
 */
public final class SumTree {

    private final SumRoot root;
    private final List<List<SumNode>> levels;
    private final SortedMap<String, SortedMap<Integer, Placed>> places;

    private record Placed(int index, SumLeaf leaf) {}

    private record Hashed(SumLeaf leaf, SumNode node) {}

    private SumTree(
            SumRoot root,
            List<List<SumNode>> levels,
            SortedMap<String, SortedMap<Integer, Placed>> places) {
        this.root = root;
        this.levels = levels;
        this.places = places;
    }

    /**
     * Builds the tree.
     *
     * @param leaves in any order, each holder and part once; may be none
     * @throws IllegalArgumentException for a leaf that is there twice, an amount below 0 among
     *     charges, or positions that do not sum to 0
     * @throws ArithmeticException when a sum leaves 128 bits of pico-units
     */
    public static SumTree of(SumScope scope, List<SumLeaf> leaves) {
        Sha256 scopeHash = scope.hash();
        List<Hashed> sorted = new ArrayList<>();
        for (SumLeaf leaf : leaves) {
            ArgumentCheck.that(
                    scope.kind().takes(leaf.amount()),
                    "amount of " + leaf.holder(),
                    "must be 0 or more");
            sorted.add(new Hashed(leaf, SumNode.leaf(scopeHash, leaf)));
        }
        sorted.sort(Comparator.comparing(hashed -> hashed.node.hash()));
        List<List<SumNode>> levels = new ArrayList<>();
        levels.add(sorted.stream().map(Hashed::node).toList());
        while (levels.getLast().size() > 1) {
            levels.add(above(scopeHash, levels.getLast()));
        }
        return new SumTree(root(scope, levels.getLast()), levels, places(sorted));
    }

    /** What is published. */
    public SumRoot root() {
        return root;
    }

    /**
     * The proof for one leaf.
     *
     * @throws IllegalArgumentException when the holder has no such part
     */
    public SumProof proof(String holder, int part) {
        Placed placed = places.getOrDefault(holder, new TreeMap<>()).get(part);
        if (placed == null) {
            throw new IllegalArgumentException("holder must be in the tree: " + holder);
        }
        List<SumProof.Step> steps = new ArrayList<>();
        int index = placed.index;
        for (List<SumNode> level : levels) {
            int sibling = index ^ 1;
            if (sibling < level.size()) {
                steps.add(new SumProof.Step(level.get(sibling), sibling < index));
            }
            index >>= 1;
        }
        return new SumProof(placed.leaf, steps);
    }

    private static List<SumNode> above(Sha256 scope, List<SumNode> level) {
        List<SumNode> above = new ArrayList<>();
        for (int left = 0; left < level.size(); left += 2) {
            above.add(
                    left + 1 < level.size()
                            ? SumNode.over(scope, level.get(left), level.get(left + 1))
                            : level.get(left));
        }
        return above;
    }

    private static SumRoot root(SumScope scope, List<SumNode> top) {
        return top.isEmpty()
                ? new SumRoot(scope, scope.hash(), Pico.ZERO, 0)
                : new SumRoot(
                        scope,
                        top.getFirst().hash(),
                        top.getFirst().sum(),
                        top.getFirst().leaves());
    }

    private static SortedMap<String, SortedMap<Integer, Placed>> places(List<Hashed> sorted) {
        SortedMap<String, SortedMap<Integer, Placed>> places = new TreeMap<>();
        for (int index = 0; index < sorted.size(); index++) {
            SumLeaf leaf = sorted.get(index).leaf;
            ArgumentCheck.that(
                    places.computeIfAbsent(leaf.holder(), _ -> new TreeMap<>())
                                    .put(leaf.part(), new Placed(index, leaf))
                            == null,
                    "leaves",
                    "must be one per holder and part: " + leaf.holder());
        }
        return places;
    }
}
