package tallystick.domain.settlement;

import java.util.List;

/**
 * Proof for one holder that its amount is inside a published total. It shows the hashes and sums
 * beside the way up, nothing of whom they belong to.
 *
 * @param leaf the holder's leaf
 * @param steps the siblings from the leaf up
 */
public record SumProof(SumLeaf leaf, List<Step> steps) {

    /**
     * A sibling on the way up.
     *
     * @param sibling the other child
     * @param onLeft whether it is the left one
     */
    public record Step(SumNode sibling, boolean onLeft) {}

    /** What checking a proof comes to. */
    public enum Verdict {
        /** The leaf is inside the total. */
        PROVED,
        /** An amount or a sum is one the kind of tree does not take, or leaves 128 bits. */
        BAD_SUM,
        /** The total or the number of leaves is another one than published. */
        OTHER_TOTAL,
        /** The way up leads to another hash. */
        OTHER_HASH
    }

    public SumProof {
        steps = List.copyOf(steps);
    }

    /** Checks the proof against what was published; needs nothing else. */
    public Verdict verify(SumRoot root) {
        SumScope.Kind kind = root.scope().kind();
        Sha256 scope = root.scope().hash();
        SumNode node = SumNode.leaf(scope, leaf);
        try {
            for (Step step : steps) {
                if (!kind.takes(node.sum()) || !kind.takes(step.sibling.sum())) {
                    return Verdict.BAD_SUM;
                }
                node =
                        step.onLeft
                                ? SumNode.over(scope, step.sibling, node)
                                : SumNode.over(scope, node, step.sibling);
            }
        } catch (ArithmeticException overflow) {
            return Verdict.BAD_SUM;
        }
        if (!node.sum().equals(root.total()) || node.leaves() != root.leaves()) {
            return Verdict.OTHER_TOTAL;
        }
        return node.hash().equals(root.hash()) ? Verdict.PROVED : Verdict.OTHER_HASH;
    }
}
