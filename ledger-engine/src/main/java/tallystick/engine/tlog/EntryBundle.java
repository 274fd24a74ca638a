package tallystick.engine.tlog;

import java.util.Arrays;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TreeHash;

/**
 * The entries under a tile of level 0, each behind its length: C2SP's entry bundle. A bundle with
 * an entry of more than 65,535 bytes, which that format has no length for, has lengths of four
 * bytes and another path. Grows; one thread.
 */
public final class EntryBundle {

    private static final int SHORT_LIMIT = 0xFFFF;
    private static final int HEAD = Integer.BYTES;
    private static final int KEPT_BYTES = 1 << 20;

    private byte[] bytes = new byte[1 << 16];
    private final int[] ends = new int[Tile.FULL];
    private int count;
    private int longest;

    EntryBundle() {}

    /** Makes room for one more entry and answers where its bytes go. */
    int reserve(int length) {
        int at = (count == 0 ? 0 : ends[count - 1]) + HEAD;
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, 2 * bytes.length));
        }
        return at;
    }

    /** Where reserved bytes go. */
    byte[] bytes() {
        return bytes;
    }

    /** The reserved entry is there. */
    void added(int at, int length) {
        bytes[at - 4] = (byte) (length >>> 24);
        bytes[at - 3] = (byte) (length >>> 16);
        bytes[at - 2] = (byte) (length >>> 8);
        bytes[at - 1] = (byte) length;
        ends[count++] = at + length;
        longest = Math.max(longest, length);
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        longest = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[1 << 16];
        }
    }

    /** How it is written. */
    Tile.Kind kind() {
        return longest > SHORT_LIMIT ? Tile.Kind.LONG_ENTRIES : Tile.Kind.ENTRIES;
    }

    /** As it is written. */
    byte[] encode() {
        int head = head(kind());
        int length = count == 0 ? 0 : ends[count - 1] - count * (HEAD - head);
        byte[] encoded = new byte[length];
        int to = 0;
        int from = 0;
        for (int i = 0; i < count; i++) {
            int skipped = HEAD - head;
            int size = ends[i] - from - skipped;
            System.arraycopy(bytes, from + skipped, encoded, to, size);
            to += size;
            from = ends[i];
        }
        return encoded;
    }

    private static int head(Tile.Kind kind) {
        return kind == Tile.Kind.LONG_ENTRIES ? 4 : 2;
    }

    /** Shown the entries of a bundle in order. */
    @FunctionalInterface
    public interface Visitor {
        /** One entry. */
        void entry(int index, byte[] bytes, int offset, int length);
    }

    /**
     * Walks a bundle as it is written.
     *
     * @throws ProofFormatException unless it is exactly its tile's width of entries, in the form
     *     that such entries have
     */
    public static void walk(Tile tile, byte[] encoded, Visitor visitor) {
        int head = head(tile.kind());
        int at = 0;
        int longest = 0;
        for (int i = 0; i < tile.width(); i++) {
            long length = 0;
            if (head > encoded.length - at) {
                throw new ProofFormatException(tile.path() + " ends at its entry " + i);
            }
            for (int b = 0; b < head; b++) {
                length = length << 8 | (encoded[at + b] & 0xFF);
            }
            at += head;
            if (length > encoded.length - at) {
                throw new ProofFormatException(tile.path() + " ends within its entry " + i);
            }
            visitor.entry(i, encoded, at, (int) length);
            at += (int) length;
            longest = Math.max(longest, (int) length);
        }
        boolean rightForm = longest > SHORT_LIMIT == (tile.kind() == Tile.Kind.LONG_ENTRIES);
        if (at != encoded.length || !rightForm) {
            throw new ProofFormatException(tile.path() + " has bytes behind its entries");
        }
    }

    /** The hashes of a bundle's entries, one behind the other. */
    static byte[] leafHashes(Tile tile, byte[] encoded, TreeHash hash) {
        byte[] hashes = new byte[tile.width() * 32];
        walk(
                tile,
                encoded,
                (i, bytes, offset, length) -> hash.leaf(bytes, offset, length, hashes, 32 * i));
        return hashes;
    }
}
