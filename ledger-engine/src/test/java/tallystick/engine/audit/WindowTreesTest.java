package tallystick.engine.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.TreeHash;

/** Roots that are hashed beside are those that are hashed one by one. */
class WindowTreesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 4_095, 4_096, 4_097, 8_192, 20_001})
    void theRootIsThatOfTheMembersInOrder(int members) {
        MerkleFrontier plain = new MerkleFrontier();
        MerkleFrontier other = new MerkleFrontier();
        try (WindowTrees trees = new WindowTrees()) {
            for (int i = 0; i < members; i++) {
                Hash leaf = TreeHash.leaf(new byte[] {(byte) i, (byte) (i >> 8), 1});
                plain.append(leaf);
                trees.add(7, leaf.bytes(), 0);
                if (i % 3 == 0) {
                    // Another window's members come in between.
                    Hash strange = TreeHash.leaf(new byte[] {(byte) i});
                    other.append(strange);
                    trees.add(8, strange.bytes(), 0);
                }
            }
            trees.fence(7, "w7");
            trees.fence(8, "w8");
            assertEquals(plain.rootHex(), trees.rootOf("w7"));
            assertEquals(plain.rootHex(), trees.rootOf("w7"), "asked again");
            assertEquals(other.rootHex(), trees.rootOf("w8"));
        }
    }

    @Test
    void aWindowThatIsNotFencedHasNoRoot() {
        try (WindowTrees trees = new WindowTrees()) {
            trees.add(7, new byte[32], 0);
            assertEquals("", trees.rootOf("w7"));
        }
    }
}
