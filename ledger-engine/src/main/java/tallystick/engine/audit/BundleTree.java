package tallystick.engine.audit;

import static tallystick.engine.audit.BundleFaultException.incomplete;
import static tallystick.engine.audit.BundleFaultException.tampered;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TiledTree;
import tallystick.domain.proof.TreeHash;
import tallystick.engine.tlog.EntryBundle;

/** Tiles and entries in a bundle, each against the one above, the uppermost against the root. */
final class BundleTree {

    private final TarReader tar;
    private final Checkpoint tree;
    private final long from;
    private final long to;
    private final TreeHash hash = new TreeHash();
    private long keptIndex = -1;
    private byte[] kept = {};
    private @Nullable Tile keptTile;

    /** Takes an entry into a batch. */
    interface Filler {
        void add(EntryBatch batch, byte[] bytes, int offset, int length);
    }

    BundleTree(TarReader tar, Checkpoint tree, long from, long to) {
        this.tar = tar;
        this.tree = tree;
        this.from = from;
        this.to = to;
    }

    /** The hashes of a bundle's tree. */
    static TiledTree hashes(TarReader tar, Checkpoint tree) {
        return new TiledTree(
                tree.size(),
                tile -> {
                    byte[] bytes = tar.read(tile.path());
                    if (bytes == null) {
                        throw incomplete(tile.path() + " is missing");
                    }
                    return bytes;
                });
    }

    private byte[] tile(Tile tile) {
        byte[] bytes = tar.read(tile.path());
        if (bytes == null) {
            throw incomplete(tile.path() + " is missing");
        }
        if (bytes.length != tile.width() * Hash.BYTES) {
            throw tampered(start(tile), tile.path() + " has another length");
        }
        return bytes;
    }

    private static long start(Tile tile) {
        return (tile.index() * Tile.FULL) << (Tile.HEIGHT * tile.level());
    }

    String tiles() {
        if (!hashes(tar, tree).root().equals(tree.root())) {
            throw tampered("the tiles do not have the checkpoint's root");
        }
        Set<String> known = new HashSet<>();
        int top = 0;
        while (Tile.hashesAt(top + 1, tree.size()) > 0) {
            top++;
        }
        long count = 0;
        for (int level = top; level >= 0; level--) {
            long hashes = Tile.hashesAt(level, tree.size());
            for (long index = 0; index * Tile.FULL < hashes; index++) {
                long start = index * Tile.FULL;
                boolean last = start + Tile.FULL > hashes;
                if (level > 0 || last || (start >= from && start < to)) {
                    Tile tile = Tile.hashes(level, index, tree.size());
                    requireFolded(tile);
                    known.add(tile.path());
                    count++;
                }
            }
        }
        requireNoOthers(known);
        return count + " tiles";
    }

    private void requireFolded(Tile tile) {
        byte[] bytes = tile(tile);
        if (!tile.isFull()) {
            return;
        }
        byte[] folded = bytes.clone();
        hash.fold(folded, Tile.FULL);
        Tile above = Tile.hashes(tile.level() + 1, tile.index() / Tile.FULL, tree.size());
        int at = (int) (tile.index() % Tile.FULL) * Hash.BYTES;
        if (!Hash.of(folded, 0).equals(Hash.of(tile(above), at))) {
            throw tampered(start(tile), tile.path() + " is not what the tile above says");
        }
    }

    private void requireNoOthers(Set<String> known) {
        for (long index = from / Tile.FULL; index * Tile.FULL < to; index++) {
            known.add(bundle(index).path());
        }
        for (String name : tar.names()) {
            if (name.startsWith("tile/") && !known.contains(name)) {
                throw tampered(name + " does not belong to the tree");
            }
        }
    }

    private Tile bundle(long index) {
        Tile plain = Tile.entries(Tile.Kind.ENTRIES, index, tree.size());
        if (tar.has(plain.path())) {
            return plain;
        }
        Tile longer = Tile.entries(Tile.Kind.LONG_ENTRIES, index, tree.size());
        if (!tar.has(longer.path())) {
            throw incomplete(plain.path() + " is missing");
        }
        return longer;
    }

    /** Every entry is what its leaf hash says. */
    String entries() {
        for (long index = from / Tile.FULL; index * Tile.FULL < to; index++) {
            Tile bundle = load(index);
            byte[] hashes = tile(Tile.hashes(0, index, tree.size()));
            long start = index * Tile.FULL;
            byte[] made = new byte[hashes.length];
            try {
                EntryBundle.walk(
                        bundle,
                        kept,
                        (i, bytes, offset, length) -> {
                            int at = i * Hash.BYTES;
                            hash.leaf(bytes, offset, length, made, at);
                            if (!Arrays.equals(
                                    made, at, at + Hash.BYTES, hashes, at, at + Hash.BYTES)) {
                                throw tampered(
                                        start + i,
                                        "the event at " + (start + i) + " has another leaf hash");
                            }
                        });
            } catch (ProofFormatException malformed) {
                throw tampered(start, String.valueOf(malformed.getMessage()));
            }
        }
        return (to - from) + " entries";
    }

    private Tile load(long index) {
        Tile known = keptTile;
        if (index == keptIndex && known != null) {
            return known;
        }
        Tile bundle = bundle(index);
        byte[] bytes = tar.read(bundle.path());
        kept = bytes == null ? new byte[0] : bytes;
        keptIndex = index;
        keptTile = bundle;
        return bundle;
    }

    /** Index of the first bundle of entries. */
    long firstBundle() {
        return from / Tile.FULL;
    }

    /** Index behind the last bundle of entries. */
    long endBundle() {
        return (to + Tile.FULL - 1) / Tile.FULL;
    }

    /** Position of a bundle's first entry. */
    long firstOf(long index) {
        return index * Tile.FULL;
    }

    /** Fills in a bundle's entries, with the hashes that their tile has for them. */
    void fill(long index, EntryBatch batch, Filler filler) {
        Tile bundle = bundle(index);
        byte[] bytes = tar.read(bundle.path());
        batch.hashes(tile(Tile.hashes(0, index, tree.size())));
        EntryBundle.walk(
                bundle,
                bytes == null ? new byte[0] : bytes,
                (_, content, offset, length) -> filler.add(batch, content, offset, length));
    }

    /** The entries for a rerun. */
    LedgerRerun.Entries asEntries() {
        return new LedgerRerun.Entries() {
            @Override
            public byte[] at(long position) {
                return entry(position);
            }

            @Override
            public long end() {
                return to;
            }
        };
    }

    /** One entry's bytes. */
    byte[] entry(long position) {
        Tile bundle = load(position / Tile.FULL);
        byte[][] found = new byte[1][];
        EntryBundle.walk(
                bundle,
                kept,
                (i, bytes, offset, length) -> {
                    if (i == position % Tile.FULL) {
                        found[0] = Arrays.copyOfRange(bytes, offset, offset + length);
                    }
                });
        return found[0];
    }
}
