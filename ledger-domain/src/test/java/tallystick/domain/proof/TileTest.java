package tallystick.domain.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles after C2SP tlog-tiles: names, widths, and that the tree is in them. */
class TileTest {

    /** The example of the specification. */
    @Test
    void pathOfTheSpecification() {
        assertEquals("tile/0/x001/x234/067", new Tile(Tile.Kind.HASHES, 0, 1_234_067, 256).path());
    }

    @Test
    void pathsAreReadAsTheyAreWritten() {
        for (Tile.Kind kind : Tile.Kind.values()) {
            for (long index :
                    new long[] {0, 7, 999, 1000, 1_234_067, 999_999_999, 5_000_000_000L}) {
                for (int width : new int[] {1, 99, 255, 256}) {
                    for (int level : new int[] {0, 1, 10, 63}) {
                        if (level == 0 || kind == Tile.Kind.HASHES) {
                            Tile tile = new Tile(kind, level, index, width);
                            assertEquals(tile, Tile.parse(tile.path()));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000/../001",
                "tile/../checkpoint",
                "tile/0/0",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/001.p/256",
                "tile/0/001.p/0",
                "tile/0/001.p/01",
                "tile/0/001.p/",
                "tile/00/001",
                "tile/64/001",
                "tile/-1/001",
                "tile/0/001/x002",
                "tile/0/x001/2",
                "tile/0/001\n",
                "tile/0/001.P/1",
                "tile/entries/001.p/1/2",
                "tile/entrie/001",
                "/tile/0/001",
                "tile/0/\u0661\u0661\u0661",
                "tile/0/x001/x001/x001/x001/x001/x001/x001/001",
                ""
            })
    void otherPathsAreRefused(String path) {
        assertThrows(ProofFormatException.class, () -> Tile.parse(path));
    }

    /** The example of the specification: 70,000 leaves. */
    @Test
    void widthsOfTheSpecification() {
        assertEquals(256, Tile.hashes(0, 272, 70_000).width());
        assertEquals(112, Tile.hashes(0, 273, 70_000).width());
        assertEquals(256, Tile.hashes(1, 0, 70_000).width());
        assertEquals(17, Tile.hashes(1, 1, 70_000).width());
        assertEquals(1, Tile.hashes(2, 0, 70_000).width());
        assertThrows(ProofFormatException.class, () -> Tile.hashes(0, 274, 70_000));
        assertThrows(ProofFormatException.class, () -> Tile.hashes(3, 0, 70_000));
        assertEquals(1, Tile.hashes(1, 0, 256).width());
        assertThrows(ProofFormatException.class, () -> Tile.hashes(1, 0, 255));
    }

    @Test
    void theTreeIsInItsTiles() {
        NaiveTree tree = NaiveTree.of(70_000);
        MerkleFrontier frontier = new MerkleFrontier();
        Map<Tile, byte[]> made = new HashMap<>();
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 65_537, 70_000}) {
            while (frontier.size() < size) {
                frontier.append(tree.leaf((int) frontier.size()));
            }
            TiledTree tiled =
                    new TiledTree(size, tile -> made.computeIfAbsent(tile, t -> bytes(tree, t)));
            assertEquals(Hash.of(frontier.root()), tiled.root(), "size " + size);
            MerkleFrontier resumed = MerkleFrontier.of(size, tiled.proofs().peaks(size));
            assertEquals(frontier.rootHex(), resumed.rootHex());
            int index = size / 3;
            assertEquals(
                    true,
                    ProofCheck.inclusion(
                            tree.leaf(index),
                            index,
                            size,
                            tiled.proofs().inclusion(index, size),
                            tiled.root()));
        }
    }

    @Test
    void aTileOfAnotherLengthIsRefused() {
        TiledTree tiled = new TiledTree(300, tile -> new byte[31 * tile.width()]);
        assertThrows(ProofFormatException.class, tiled::root);
    }

    private static byte[] bytes(NaiveTree tree, Tile tile) {
        byte[] bytes = new byte[tile.width() * Hash.BYTES];
        for (int i = 0; i < tile.width(); i++) {
            Hash hash = tree.at(8 * tile.level(), tile.index() * 256 + i);
            System.arraycopy(hash.bytes(), 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        return bytes;
    }
}
