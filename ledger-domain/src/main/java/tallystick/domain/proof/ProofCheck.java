package tallystick.domain.proof;

import java.util.List;

/** Verifies proofs, step by step as RFC 9162 has it. */
public final class ProofCheck {

    private ProofCheck() {}

    /**
     * RFC 9162 section 2.1.3.2: whether a leaf stands at an index of the tree with this root.
     *
     * @param leaf its hash
     * @param index of the leaf; none but 0 … size − 1 is believed
     * @param path from the leaf's sibling up
     */
    public static boolean inclusion(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        TreeHash hash = new TreeHash();
        long fn = index;
        long sn = size - 1;
        Hash r = leaf;
        for (Hash p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hash.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = hash.node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r.equals(root);
    }

    /**
     * RFC 9162 section 2.1.4.2: whether the tree with the first root is a prefix of that with the
     * second. From no leaves and between equal sizes the proof must be empty, and the roots those
     * of the empty tree and the same.
     */
    public static boolean consistency(
            long firstSize, long secondSize, List<Hash> proof, Hash firstRoot, Hash secondRoot) {
        if (firstSize < 0 || secondSize < firstSize) {
            return false;
        }
        if (firstSize == secondSize) {
            return proof.isEmpty() && firstRoot.equals(secondRoot);
        }
        if (firstSize == 0) {
            return proof.isEmpty() && firstRoot.equals(TreeHash.emptyRoot());
        }
        if (proof.isEmpty()) {
            return false;
        }
        return climb(firstSize, secondSize, proof, firstRoot, secondRoot);
    }

    private static boolean climb(
            long firstSize, long secondSize, List<Hash> proof, Hash firstRoot, Hash secondRoot) {
        TreeHash hash = new TreeHash();
        boolean complete = Long.bitCount(firstSize) == 1;
        long fn = firstSize - 1;
        long sn = secondSize - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        Hash fr = complete ? firstRoot : proof.getFirst();
        Hash sr = fr;
        for (Hash c : proof.subList(complete ? 0 : 1, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hash.node(c, fr);
                sr = hash.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = hash.node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
    }
}
