package tallystick.domain.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1 and 2.1.1, word by word, over leaves in memory: the naive twin. */
final class NaiveTree implements Subtrees {

    private final List<byte[]> leaves;
    private final TreeHash hash = new TreeHash();

    NaiveTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    static NaiveTree of(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
        }
        return new NaiveTree(leaves);
    }

    Hash leaf(int index) {
        return TreeHash.leaf(leaves.get(index));
    }

    /** MTH(D[from:to]). */
    Hash root(int from, int to) {
        if (from == to) {
            return TreeHash.emptyRoot();
        }
        if (to - from == 1) {
            return leaf(from);
        }
        int k = Integer.highestOneBit(to - from - 1);
        return hash.node(root(from, from + k), root(from + k, to));
    }

    /** PATH(m, D[from:to]). */
    List<Hash> path(int m, int from, int to) {
        if (to - from == 1) {
            return List.of();
        }
        int k = Integer.highestOneBit(to - from - 1);
        boolean left = m < from + k;
        List<Hash> path = new ArrayList<>(left ? path(m, from, from + k) : path(m, from + k, to));
        path.add(left ? root(from + k, to) : root(from, from + k));
        return path;
    }

    /** SUBPROOF(m, D[from:to], b). */
    List<Hash> subproof(int m, int from, int to, boolean b) {
        if (m == to - from) {
            return b ? List.of() : List.of(root(from, to));
        }
        int k = Integer.highestOneBit(to - from - 1);
        boolean left = m <= k;
        List<Hash> proof =
                new ArrayList<>(
                        left
                                ? subproof(m, from, from + k, b)
                                : subproof(m - k, from + k, to, false));
        proof.add(left ? root(from + k, to) : root(from, from + k));
        return proof;
    }

    @Override
    public Hash at(int level, long index) {
        return root((int) (index << level), (int) ((index + 1) << level));
    }
}
