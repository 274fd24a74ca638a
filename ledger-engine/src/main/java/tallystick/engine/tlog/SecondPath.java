package tallystick.engine.tlog;

import java.util.Arrays;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TiledTree;
import tallystick.domain.proof.TreeHash;

/**
 * Derives a tree again before it is signed, from the bytes on disk and by other code than the
 * writer's: entries to leaf hashes to the root, appended to what was derived for the last signed
 * tree; and every new tile against the one below it. One thread.
 */
final class SecondPath {

    private final LogFiles files;
    private final TreeHash hash = new TreeHash();
    private MerkleFrontier frontier = new MerkleFrontier();

    SecondPath(LogFiles files) {
        this.files = files;
    }

    /** Begins at a tree whose tiles have the root that was signed. */
    void resume(long size) {
        TiledTree tree = new TiledTree(size, files::require);
        frontier = MerkleFrontier.of(size, tree.proofs().peaks(size));
    }

    /**
     * The root of a tree that extends the last one.
     *
     * @throws LogRefusedException when what is on disk contradicts itself
     */
    Hash root(long size) {
        long first = frontier.size();
        try {
            for (long index = first / Tile.FULL; index * Tile.FULL < size; index++) {
                entries(index, size);
            }
            for (int level = 0; Tile.hashesAt(level + 1, size) > 0; level++) {
                parents(level, first, size);
            }
            Hash fromTiles = new TiledTree(size, files::require).root();
            Hash fromEntries = Hash.of(frontier.root());
            if (!fromTiles.equals(fromEntries)) {
                throw new LogRefusedException(
                        "tiles and entries on disk have different roots at size " + size);
            }
            return fromEntries;
        } catch (ProofFormatException damaged) {
            throw new LogRefusedException("what was written is not there: " + damaged.getMessage());
        }
    }

    private void entries(long index, long size) {
        Tile bundle = files.entriesTile(index, size);
        byte[] hashes = EntryBundle.leafHashes(bundle, files.require(bundle), hash);
        byte[] tile = files.require(Tile.hashes(0, index, size));
        if (!Arrays.equals(hashes, tile)) {
            throw new LogRefusedException(bundle.path() + " and its tile differ on disk");
        }
        long start = index * Tile.FULL;
        for (int i = (int) (frontier.size() - start); i < bundle.width(); i++) {
            frontier.append(Hash.of(hashes, i * Hash.BYTES));
        }
    }

    /** Each tile that filled up since is folded in the level above. */
    private void parents(int level, long first, long size) {
        long end = Tile.hashesAt(level + 1, size);
        for (long index = Tile.hashesAt(level + 1, first); index < end; index++) {
            byte[] hashes = files.require(new Tile(Tile.Kind.HASHES, level, index, Tile.FULL));
            hash.fold(hashes, Tile.FULL);
            byte[] above = files.require(Tile.hashes(level + 1, index / Tile.FULL, size));
            int at = (int) (index % Tile.FULL) * Hash.BYTES;
            if (!Hash.of(hashes, 0).equals(Hash.of(above, at))) {
                throw new LogRefusedException(
                        "tile %d of level %d is not folded in the level above"
                                .formatted(index, level));
            }
        }
    }
}
