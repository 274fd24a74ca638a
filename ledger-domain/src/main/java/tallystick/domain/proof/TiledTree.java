package tallystick.domain.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The hashes of a tree of one size, read from its tiles. What a tile says of levels between those
 * that are stored is computed. Keeps the last tiles that were read; one thread.
 */
public final class TiledTree implements Subtrees {

    private static final int KEPT = 64;

    private final long size;
    private final Function<Tile, byte[]> source;
    private final TreeHash hash = new TreeHash();
    private final Map<Tile, byte[]> tiles =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
                    return size() > KEPT;
                }
            };

    /**
     * @param size leaves of the tree
     * @param source bytes of a tile of hashes, 32 for each of its width; throws when it is missing
     */
    public TiledTree(long size, Function<Tile, byte[]> source) {
        this.size = size;
        this.source = source;
    }

    /** What is proved from these hashes. */
    public TreeProofs proofs() {
        return new TreeProofs(this);
    }

    /** The hashes of the leaves under the tile of level 0 of a number, one behind the other. */
    public byte[] leaves(long index) {
        Tile tile = Tile.hashes(0, index, size);
        return tiles.computeIfAbsent(tile, this::read).clone();
    }

    /** The root. */
    public Hash root() {
        return proofs().root(size);
    }

    @Override
    public Hash at(int level, long index) {
        int tileLevel = level / Tile.HEIGHT;
        int within = level % Tile.HEIGHT;
        int count = 1 << within;
        long first = index << within;
        Tile tile = Tile.hashes(tileLevel, first / Tile.FULL, size);
        byte[] bytes = tiles.computeIfAbsent(tile, this::read);
        int from = (int) (first % Tile.FULL);
        if (from + count > tile.width()) {
            throw new ProofFormatException("a tree of " + size + " has no such subtree");
        }
        byte[] hashes = new byte[count * Hash.BYTES];
        System.arraycopy(bytes, from * Hash.BYTES, hashes, 0, hashes.length);
        hash.fold(hashes, count);
        return Hash.of(hashes, 0);
    }

    private byte[] read(Tile tile) {
        byte[] bytes = source.apply(tile);
        if (bytes.length != tile.width() * Hash.BYTES) {
            throw new ProofFormatException(
                    tile.path() + " has " + bytes.length + " bytes, not 32 for each hash");
        }
        return bytes;
    }
}
