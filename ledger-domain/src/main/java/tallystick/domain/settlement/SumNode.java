package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * A node of a sum tree: the hash of both children <em>with their sums</em>, so that neither sum can
 * be told differently to two holders.
 *
 * @param hash over the children or the leaf
 * @param sum Σ of the leaves below, pico-units
 * @param leaves how many leaves are below, 1 or more
 */
public record SumNode(Sha256 hash, Pico sum, long leaves) {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /**
     * @throws IllegalArgumentException for less than one leaf
     */
    public SumNode {
        ArgumentCheck.positive("leaves", leaves);
    }

    static SumNode leaf(Sha256 scope, SumLeaf leaf) {
        Sha256 hash =
                new Sha256.Fields(LEAF)
                        .hash(scope)
                        .hash(leaf.salt())
                        .text(leaf.holder())
                        .number(leaf.part())
                        .amount(leaf.amount())
                        .end();
        return new SumNode(hash, leaf.amount(), 1);
    }

    /**
     * @throws ArithmeticException when the sum leaves 128 bits or the count 63
     */
    static SumNode over(Sha256 scope, SumNode left, SumNode right) {
        Sha256 hash =
                new Sha256.Fields(NODE)
                        .hash(scope)
                        .hash(left.hash)
                        .amount(left.sum)
                        .number(left.leaves)
                        .hash(right.hash)
                        .amount(right.sum)
                        .number(right.leaves)
                        .end();
        return new SumNode(
                hash, left.sum.plus(right.sum), Math.addExact(left.leaves, right.leaves));
    }
}
