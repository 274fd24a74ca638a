package tallystick.domain.proof;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of RFC 6962 section 2.1: a leaf is SHA-256 of a zero byte and its bytes, a node that
 * of a one byte and its two children. One thread per instance; nothing is allocated by the forms
 * that are given a place.
 */
public final class TreeHash {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;

    public TreeHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The root of no leaves: the hash of the empty string. */
    public static Hash emptyRoot() {
        return Hash.of(new TreeHash().sha256.digest());
    }

    /** The hash of a leaf. */
    public static Hash leaf(byte[] bytes) {
        byte[] hash = new byte[Hash.BYTES];
        new TreeHash().leaf(bytes, 0, bytes.length, hash, 0);
        return Hash.of(hash);
    }

    /** The hash of a leaf that stands in a larger array. */
    public static Hash leaf(byte[] bytes, int offset, int length) {
        byte[] hash = new byte[Hash.BYTES];
        new TreeHash().leaf(bytes, offset, length, hash, 0);
        return Hash.of(hash);
    }

    /** The hash of two subtrees side by side. */
    public Hash node(Hash left, Hash right) {
        sha256.update(NODE);
        sha256.update(left.bytes());
        sha256.update(right.bytes());
        return Hash.of(sha256.digest());
    }

    /** Puts the hash of a leaf into 32 bytes of another array. */
    public void leaf(byte[] leaf, int offset, int length, byte[] into, int at) {
        sha256.update(LEAF);
        sha256.update(leaf, offset, length);
        digest(into, at);
    }

    /**
     * The root of a complete subtree whose leaves' hashes stand one behind the other; they are
     * overwritten, and the root is the first 32 bytes.
     *
     * @param count a power of two
     */
    public void fold(byte[] hashes, int count) {
        for (int width = count; width > 1; width >>= 1) {
            for (int i = 0; i < width; i += 2) {
                sha256.update(NODE);
                sha256.update(hashes, i * Hash.BYTES, 2 * Hash.BYTES);
                digest(hashes, i / 2 * Hash.BYTES);
            }
        }
    }

    private void digest(byte[] into, int at) {
        try {
            sha256.digest(into, at, Hash.BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException("there was room for 32 bytes", impossible);
        }
    }
}
