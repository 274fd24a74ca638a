package tallystick.domain.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes what proves something of a tree from the hashes of its complete subtrees: RFC 9162 sections
 * 2.1.3.1 and 2.1.4.1, the same as RFC 6962 sections 2.1.1 and 2.1.2.
 */
public final class TreeProofs {

    private final Subtrees subtrees;
    private final TreeHash hash = new TreeHash();

    public TreeProofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** The root of the first leaves. */
    public Hash root(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        return size == 0 ? TreeHash.emptyRoot() : range(0, size);
    }

    /** The roots of the complete subtrees that make up the first leaves, largest first. */
    public List<Hash> peaks(long size) {
        List<Hash> peaks = new ArrayList<>();
        long at = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                peaks.add(subtrees.at(level, at >>> level));
                at += 1L << level;
            }
        }
        return peaks;
    }

    /**
     * The audit path of a leaf, from its sibling up.
     *
     * @param index 0 … size − 1
     */
    public List<Hash> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " of " + size);
        }
        List<Hash> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(range(middle, to));
                to = middle;
            } else {
                path.add(range(from, middle));
                from = middle;
            }
        }
        return path.reversed();
    }

    /**
     * Proof that the first leaves are a prefix of more; empty from none and from the same.
     *
     * @param fromSize 0 … toSize
     */
    public List<Hash> consistency(long fromSize, long toSize) {
        if (fromSize < 0 || fromSize > toSize) {
            throw new IllegalArgumentException("no proof from " + fromSize + " to " + toSize);
        }
        List<Hash> proof = new ArrayList<>();
        if (fromSize == 0 || fromSize == toSize) {
            return proof;
        }
        long from = 0;
        long to = toSize;
        boolean whole = true;
        List<Hash> outer = new ArrayList<>();
        while (fromSize != to) {
            long middle = from + split(to - from);
            if (fromSize <= middle) {
                outer.add(range(middle, to));
                to = middle;
            } else {
                outer.add(range(from, middle));
                from = middle;
                whole = false;
            }
        }
        if (!whole) {
            proof.add(range(from, to));
        }
        proof.addAll(outer.reversed());
        return proof;
    }

    /** Any range that a proof asks for: a complete subtree, or the right edge of the tree. */
    private Hash range(long from, long to) {
        long length = to - from;
        int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(length);
        if (length == 1L << level) {
            return subtrees.at(level, from >>> level);
        }
        long middle = from + split(length);
        return hash.node(range(from, middle), range(middle, to));
    }

    /** The largest power of two below a number of leaves. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
