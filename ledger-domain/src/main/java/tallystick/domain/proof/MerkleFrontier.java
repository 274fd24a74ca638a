package tallystick.domain.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The root of a growing Merkle tree after RFC 6962 section 2.1, in memory that grows with the
 * logarithm of its size. One thread at a time.
 */
public final class MerkleFrontier {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;
    private final List<byte[]> peaks = new ArrayList<>();
    private long size;

    public MerkleFrontier() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Goes on from a tree.
     *
     * @param size its leaves
     * @param peaks the roots of its complete subtrees, largest first: one for each bit of the size
     */
    public static MerkleFrontier of(long size, List<Hash> peaks) {
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException(
                    peaks.size() + " subtrees do not make " + size + " leaves");
        }
        MerkleFrontier frontier = new MerkleFrontier();
        peaks.forEach(peak -> frontier.peaks.add(peak.bytes()));
        frontier.size = size;
        return frontier;
    }

    /** Appends a leaf, the stored bytes of one event. */
    public void append(byte[] leaf, int offset, int length) {
        sha256.update(LEAF);
        sha256.update(leaf, offset, length);
        push(sha256.digest());
    }

    /** Appends a leaf of which the hash is known. */
    public void append(Hash leafHash) {
        push(leafHash.bytes());
    }

    /** How many leaves there are. */
    public long size() {
        return size;
    }

    /** The root: of no leaves, the hash of the empty string. */
    public byte[] root() {
        if (peaks.isEmpty()) {
            return sha256.digest();
        }
        byte[] root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = node(peaks.get(i), root);
        }
        return root;
    }

    /** The root as 64 lower-case hex digits. */
    public String rootHex() {
        return HexFormat.of().formatHex(root());
    }

    private void push(byte[] hash) {
        byte[] peak = hash;
        for (long level = size; (level & 1) == 1; level >>= 1) {
            peak = node(peaks.removeLast(), peak);
        }
        peaks.add(peak);
        size++;
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }
}
