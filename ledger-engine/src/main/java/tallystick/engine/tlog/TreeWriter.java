package tallystick.engine.tlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TreeHash;

/**
 * Writes tiles and bundles as leaves come: a full tile once and for good, with its root handed to
 * the level above; partial tiles when a checkpoint is due. One hash per leaf and one node,
 * amortised. One thread.
 */
final class TreeWriter {

    private static final int LEVELS = 8;

    private final LogFiles files;
    private final AtomicFiles out;
    private final TreeHash hash = new TreeHash();
    private final byte[][] tiles = new byte[LEVELS][Tile.FULL * Hash.BYTES];
    private final byte[] folded = new byte[Tile.FULL * Hash.BYTES];
    private final int[] widths = new int[LEVELS];
    private final int[] written = new int[LEVELS];
    private final EntryBundle bundle = new EntryBundle();
    private final List<Tile> filled = new ArrayList<>();
    private int bundleWritten;
    private long size;

    /** A writer of an empty tree. */
    TreeWriter(LogFiles files, AtomicFiles out) {
        this.files = files;
        this.out = out;
    }

    /**
     * Goes on from the tiles of a tree, of which the leaves of the last partial bundle come again:
     * the size is less those.
     *
     * @param from of a tree whose tiles are there and good
     */
    void resume(long from) {
        size = from - from % Tile.FULL;
        for (int level = 1; level < LEVELS; level++) {
            long hashes = Tile.hashesAt(level, size);
            widths[level] = (int) (hashes % Tile.FULL);
            written[level] = 0;
            if (widths[level] > 0) {
                byte[] bytes = files.require(Tile.hashes(level, hashes / Tile.FULL, size));
                System.arraycopy(bytes, 0, tiles[level], 0, bytes.length);
            }
        }
    }

    /** Leaves so far. */
    long size() {
        return size;
    }

    /** Appends the stored bytes of one event. */
    void append(DirectBuffer buffer, int offset, int length) throws IOException {
        int at = bundle.reserve(length);
        buffer.getBytes(offset, bundle.bytes(), at, length);
        bundle.added(at, length);
        hash.leaf(bundle.bytes(), at, length, tiles[0], widths[0] * Hash.BYTES);
        widths[0]++;
        size++;
        if (widths[0] == Tile.FULL) {
            Tile entries = new Tile(bundle.kind(), 0, size / Tile.FULL - 1, Tile.FULL);
            put(entries, bundle.encode());
            filled.add(entries);
            bundle.clear();
            bundleWritten = 0;
            full(0);
        }
    }

    /** A level's tile is full: it is written, and its root is one more hash of the level above. */
    private void full(int level) throws IOException {
        long index = Tile.hashesAt(level, size) / Tile.FULL - 1;
        Tile tile = new Tile(Tile.Kind.HASHES, level, index, Tile.FULL);
        put(tile, tiles[level]);
        filled.add(tile);
        System.arraycopy(tiles[level], 0, folded, 0, folded.length);
        hash.fold(folded, Tile.FULL);
        widths[level] = 0;
        written[level] = 0;
        int above = level + 1;
        System.arraycopy(folded, 0, tiles[above], widths[above] * Hash.BYTES, Hash.BYTES);
        widths[above]++;
        if (widths[above] == Tile.FULL) {
            full(above);
        }
    }

    private void put(Tile tile, byte[] bytes) throws IOException {
        out.put(files.of(tile), bytes, bytes.length);
    }

    /** Writes what a checkpoint of this size needs; all of it is durable on return. */
    void flush() throws IOException {
        for (int level = 0; level < LEVELS; level++) {
            if (widths[level] != written[level]) {
                Tile tile = Tile.hashes(level, Tile.hashesAt(level, size) / Tile.FULL, size);
                out.put(files.of(tile), tiles[level], widths[level] * Hash.BYTES);
                written[level] = widths[level];
            }
        }
        if (bundle.count() != bundleWritten) {
            put(Tile.entries(bundle.kind(), size / Tile.FULL, size), bundle.encode());
            bundleWritten = bundle.count();
        }
        out.forceDirectories();
    }

    /** Partial tiles go when the full ones are published. */
    void tidy() throws IOException {
        for (Tile tile : filled) {
            files.deletePartials(tile);
            if (tile.kind() == Tile.Kind.LONG_ENTRIES) {
                files.deletePartials(new Tile(Tile.Kind.ENTRIES, 0, tile.index(), Tile.FULL));
            }
        }
        filled.clear();
    }

    /** The root of what it holds in memory. */
    Hash root() {
        List<Hash> peaks = new ArrayList<>();
        for (int level = LEVELS - 1; level >= 0; level--) {
            int from = 0;
            for (int bit = Tile.HEIGHT - 1; bit >= 0; bit--) {
                int count = 1 << bit;
                if ((widths[level] & count) != 0) {
                    byte[] hashes =
                            Arrays.copyOfRange(
                                    tiles[level], from * Hash.BYTES, (from + count) * Hash.BYTES);
                    hash.fold(hashes, count);
                    peaks.add(Hash.of(hashes, 0));
                    from += count;
                }
            }
        }
        return Hash.of(MerkleFrontier.of(size, peaks).root());
    }
}
