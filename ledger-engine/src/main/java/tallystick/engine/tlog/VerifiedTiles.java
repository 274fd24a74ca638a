package tallystick.engine.tlog;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TiledTree;
import tallystick.domain.proof.TreeHash;

/**
 * The tiles and bundles of a published tree, none of which leaves here unless it hashes up to the
 * signed root. What is damaged or missing on disk is made again by a {@link Mender}, and is not
 * believed either before it fits.
 */
public final class VerifiedTiles {

    private static final int KEPT = 32;

    private final LogFiles files;
    private final Checkpoint tree;
    private final @Nullable Mender mender;
    private final TreeHash hash = new TreeHash();
    private boolean edgeIsGood;
    private final Map<Tile, byte[]> good =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
                    return size() > KEPT;
                }
            };

    /** Makes files again from where their content comes from. */
    interface Mender {

        /** A full bundle and its tile of leaf hashes, in this order, as the journal has them. */
        byte[][] entries(Tile bundle);

        /** A whole file is to be that. */
        void write(Tile tile, byte[] bytes) throws IOException;
    }

    VerifiedTiles(LogFiles files, Checkpoint tree, @Nullable Mender mender) {
        this.files = files;
        this.tree = tree;
        this.mender = mender;
    }

    /**
     * Files of a log that nobody mends.
     *
     * @param tree a checkpoint of which the signature is believed
     */
    public VerifiedTiles(LogFiles files, Checkpoint tree) {
        this(files, tree, null);
    }

    /**
     * The bytes of a tile or bundle of this tree, or of an earlier one where it was narrower.
     *
     * @throws ProofFormatException when the tree has no such tile, or what there is does not fit it
     */
    public synchronized byte[] read(Tile tile) throws IOException {
        if (tile.kind() == Tile.Kind.HASHES) {
            Tile now = Tile.hashes(tile.level(), tile.index(), tree.size());
            return prefix(tile, now, hashes(now), tile.width() * Hash.BYTES);
        }
        Tile now = files.entriesTile(tile.index(), tree.size());
        if (now.kind() != tile.kind()) {
            // A bundle whose later entries are long was short before.
            throw new ProofFormatException("the entries are at " + now.path());
        }
        byte[] bytes = entries(now);
        int[] end = {bytes.length};
        EntryBundle.walk(
                now,
                bytes,
                (i, content, offset, length) -> {
                    if (i == tile.width() - 1) {
                        end[0] = offset + length;
                    }
                });
        return prefix(tile, now, bytes, end[0]);
    }

    private static byte[] prefix(Tile tile, Tile now, byte[] bytes, int length) {
        if (tile.width() > now.width()) {
            throw new ProofFormatException("the tree is not so large yet");
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The tree's hashes, for proofs; not to be used by two threads. */
    public TiledTree tree() {
        return new TiledTree(
                tree.size(),
                tile -> {
                    try {
                        return read(tile);
                    } catch (IOException unreadable) {
                        throw new java.io.UncheckedIOException(
                                "cannot read " + tile.path(), unreadable);
                    }
                });
    }

    /** The tile of a level and number with the width that this tree gives it. */
    private byte[] hashes(Tile tile) throws IOException {
        byte[] known = good.get(tile);
        if (known != null) {
            return known;
        }
        byte[] bytes;
        if (tile.isFull()) {
            Tile above = Tile.hashes(tile.level() + 1, tile.index() / Tile.FULL, tree.size());
            byte[] parent = hashes(above);
            Hash expected = Hash.of(parent, (int) (tile.index() % Tile.FULL) * Hash.BYTES);
            bytes = full(tile, expected);
        } else {
            requireEdge();
            bytes = files.require(tile);
        }
        good.put(tile, bytes);
        return bytes;
    }

    private byte[] full(Tile tile, Hash expected) throws IOException {
        byte[] bytes = files.read(tile);
        if (bytes != null && bytes.length == Tile.FULL * Hash.BYTES && fits(bytes, expected)) {
            return bytes;
        }
        byte[] mended = mend(tile);
        if (mended == null || !fits(mended, expected)) {
            throw new ProofFormatException(
                    tile.path() + (bytes == null ? " is missing" : " is damaged"));
        }
        return mended;
    }

    private boolean fits(byte[] hashes, Hash expected) {
        byte[] folded = hashes.clone();
        hash.fold(folded, Tile.FULL);
        return Hash.of(folded, 0).equals(expected);
    }

    /** Made again, and put on disk only if that is what it must be: the caller checks it first. */
    private byte @Nullable [] mend(Tile tile) throws IOException {
        if (mender == null) {
            return null;
        }
        byte[] made = new byte[Tile.FULL * Hash.BYTES];
        if (tile.level() == 0) {
            made = mender.entries(new Tile(Tile.Kind.ENTRIES, 0, tile.index(), Tile.FULL))[1];
        } else {
            for (int i = 0; i < Tile.FULL; i++) {
                Tile below =
                        new Tile(
                                Tile.Kind.HASHES,
                                tile.level() - 1,
                                tile.index() * Tile.FULL + i,
                                Tile.FULL);
                byte[] hashes = files.read(below);
                if (hashes == null || hashes.length != made.length) {
                    return null;
                }
                hash.fold(hashes, Tile.FULL);
                System.arraycopy(hashes, 0, made, i * Hash.BYTES, Hash.BYTES);
            }
        }
        Tile above = Tile.hashes(tile.level() + 1, tile.index() / Tile.FULL, tree.size());
        Hash expected = Hash.of(hashes(above), (int) (tile.index() % Tile.FULL) * Hash.BYTES);
        if (fits(made, expected)) {
            mender.write(tile, made);
        }
        return made;
    }

    /** All partial tiles together have the root, or none is believed. */
    private void requireEdge() {
        if (!edgeIsGood) {
            Hash root = new TiledTree(tree.size(), files::require).root();
            if (!root.equals(tree.root())) {
                throw new ProofFormatException(
                        "the last tiles of size " + tree.size() + " do not have the signed root");
            }
            edgeIsGood = true;
        }
    }

    private byte[] entries(Tile bundle) throws IOException {
        byte[] tile = hashes(Tile.hashes(0, bundle.index(), tree.size()));
        byte[] bytes = files.read(bundle);
        if (bytes != null && hashesTo(bundle, bytes, tile)) {
            return bytes;
        }
        if (mender != null && bundle.isFull()) {
            byte[] made = mender.entries(bundle)[0];
            if (hashesTo(bundle, made, tile)) {
                mender.write(bundle, made);
                return made;
            }
        }
        throw new ProofFormatException(
                bundle.path() + (bytes == null ? " is missing" : " is damaged"));
    }

    private boolean hashesTo(Tile bundle, byte[] bytes, byte[] tile) {
        try {
            return Arrays.equals(EntryBundle.leafHashes(bundle, bytes, hash), tile);
        } catch (ProofFormatException damaged) {
            return false;
        }
    }
}
