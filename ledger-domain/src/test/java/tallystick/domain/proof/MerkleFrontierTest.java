package tallystick.domain.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleFrontierTest {

    /** The eight leaves that RFC 6962 implementations publish as test inputs, and their roots. */
    private static final String[] LEAVES = {
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f"
    };

    @Test
    void knownRootsOfTheReferenceLeaves() {
        MerkleFrontier frontier = new MerkleFrontier();
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                frontier.rootHex());
        append(frontier, LEAVES[0]);
        assertEquals(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                frontier.rootHex());
        append(frontier, LEAVES[1]);
        assertEquals(
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                frontier.rootHex());
        for (int i = 2; i < LEAVES.length; i++) {
            append(frontier, LEAVES[i]);
        }
        assertEquals(
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
                frontier.rootHex());
    }

    @Test
    void equalsTheRecursiveDefinitionAtEverySize() throws Exception {
        MerkleFrontier frontier = new MerkleFrontier();
        List<byte[]> leaves = new ArrayList<>();
        for (int size = 1; size <= 130; size++) {
            byte[] leaf = ("leaf " + size).getBytes(StandardCharsets.UTF_8);
            leaves.add(leaf);
            frontier.append(leaf, 0, leaf.length);
            assertEquals(HexFormat.of().formatHex(root(leaves)), frontier.rootHex());
            assertEquals(size, frontier.size());
        }
    }

    /** RFC 6962 section 2.1, word by word. */
    private static byte[] root(List<byte[]> leaves) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        if (leaves.size() == 1) {
            sha256.update((byte) 0);
            return sha256.digest(leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        sha256.update((byte) 1);
        sha256.update(root(leaves.subList(0, split)));
        return sha256.digest(root(leaves.subList(split, leaves.size())));
    }

    private static void append(MerkleFrontier frontier, String hex) {
        byte[] leaf = HexFormat.of().parseHex(hex);
        frontier.append(leaf, 0, leaf.length);
    }
}
