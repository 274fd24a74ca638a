package tallystick.domain.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Proofs are those of the RFCs, every size; nothing else is believed. */
class ProofTest {

    private static final int SIZES = 66;

    /*
     * Known answers of the eight reference leaves: facts published with the Merkle tree tests of
     * Google's certificate-transparency (Apache-2.0, Copyright 2013 Google Inc.); values alone, no
     * code.
     */
    private static final List<byte[]> REFERENCE =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(HexFormat.of()::parseHex)
                    .toList();

    private static final List<Hash> ROOTS =
            hashes(
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void knownRoots() {
        NaiveTree tree = new NaiveTree(REFERENCE);
        for (int size = 1; size <= 8; size++) {
            assertEquals(ROOTS.get(size - 1), new TreeProofs(tree).root(size));
        }
    }

    @Test
    void knownInclusionProofs() {
        TreeProofs proofs = new TreeProofs(new NaiveTree(REFERENCE));
        assertEquals(List.of(), proofs.inclusion(0, 1));
        assertEquals(
                hashes(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
                proofs.inclusion(0, 8));
        assertEquals(
                hashes("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
                proofs.inclusion(2, 3));
    }

    @Test
    void knownConsistencyProofs() {
        TreeProofs proofs = new TreeProofs(new NaiveTree(REFERENCE));
        assertEquals(List.of(), proofs.consistency(1, 1));
        assertEquals(
                hashes(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
                proofs.consistency(1, 8));
        assertEquals(
                hashes(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
                proofs.consistency(6, 8));
        assertEquals(
                hashes(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
                proofs.consistency(2, 5));
    }

    @Test
    void everyInclusionProofIsTheRecursiveOneAndIsBelieved() {
        NaiveTree tree = NaiveTree.of(SIZES);
        TreeProofs proofs = new TreeProofs(tree);
        for (int size = 1; size <= SIZES; size++) {
            Hash root = tree.root(0, size);
            for (int index = 0; index < size; index++) {
                List<Hash> path = proofs.inclusion(index, size);
                assertEquals(tree.path(index, 0, size), path);
                assertTrue(ProofCheck.inclusion(tree.leaf(index), index, size, path, root));
            }
        }
    }

    @Test
    void everyConsistencyProofIsTheRecursiveOneAndIsBelieved() {
        NaiveTree tree = NaiveTree.of(SIZES);
        TreeProofs proofs = new TreeProofs(tree);
        for (int size = 0; size <= SIZES; size++) {
            for (int from = 0; from <= size; from++) {
                List<Hash> proof = proofs.consistency(from, size);
                if (from > 0) {
                    assertEquals(tree.subproof(from, 0, size, true), proof);
                }
                assertTrue(
                        ProofCheck.consistency(
                                from, size, proof, tree.root(0, from), tree.root(0, size)));
            }
        }
    }

    @Test
    void nothingElseProvesInclusion() {
        NaiveTree tree = NaiveTree.of(SIZES);
        for (int size : new int[] {1, 2, 3, 7, 8, 13, 32, 33, 65}) {
            Hash root = tree.root(0, size);
            for (int index = 0; index < size; index++) {
                List<Hash> path = tree.path(index, 0, size);
                Hash leaf = tree.leaf(index);
                for (List<Hash> bent : bent(path)) {
                    assertFalse(ProofCheck.inclusion(leaf, index, size, bent, root));
                }
                for (int bit = 0; bit < 256; bit++) {
                    assertFalse(ProofCheck.inclusion(flip(leaf, bit), index, size, path, root));
                    assertFalse(ProofCheck.inclusion(leaf, index, size, path, flip(root, bit)));
                }
                for (int other = -1; other <= size; other++) {
                    assertEquals(
                            other == index,
                            ProofCheck.inclusion(leaf, other, size, path, root),
                            index + " as " + other + " of " + size);
                }
                for (int other = -1; other < SIZES; other++) {
                    // A path may fit a tree of another size, but never that tree's root.
                    Hash otherRoot = other < 0 ? root : tree.root(0, other);
                    assertEquals(
                            other == size,
                            ProofCheck.inclusion(leaf, index, other, path, otherRoot));
                }
            }
        }
    }

    @Test
    void nothingElseProvesConsistency() {
        NaiveTree tree = NaiveTree.of(34);
        for (int size : new int[] {2, 3, 8, 13, 33}) {
            Hash root = tree.root(0, size);
            for (int from = 1; from < size; from++) {
                List<Hash> proof = tree.subproof(from, 0, size, true);
                Hash first = tree.root(0, from);
                for (List<Hash> bent : bent(proof)) {
                    assertFalse(ProofCheck.consistency(from, size, bent, first, root));
                }
                for (int bit = 0; bit < 256; bit++) {
                    assertFalse(ProofCheck.consistency(from, size, proof, flip(first, bit), root));
                    assertFalse(ProofCheck.consistency(from, size, proof, first, flip(root, bit)));
                }
                assertFalse(ProofCheck.consistency(size, from, proof, root, first));
                for (int other = -1; other <= size; other++) {
                    if (other != from) {
                        Hash of = other < 0 ? first : tree.root(0, other);
                        assertFalse(ProofCheck.consistency(other, size, proof, of, root));
                    }
                }
            }
        }
    }

    @Test
    void fromNothingAndToItselfOnlyWithoutProof() {
        NaiveTree tree = NaiveTree.of(3);
        Hash root = tree.root(0, 3);
        Hash other = tree.root(0, 2);
        assertTrue(ProofCheck.consistency(0, 3, List.of(), TreeHash.emptyRoot(), root));
        assertFalse(ProofCheck.consistency(0, 3, List.of(), other, root));
        assertFalse(ProofCheck.consistency(0, 3, List.of(root), TreeHash.emptyRoot(), root));
        assertTrue(ProofCheck.consistency(3, 3, List.of(), root, root));
        assertFalse(ProofCheck.consistency(3, 3, List.of(), root, other));
        assertFalse(ProofCheck.consistency(3, 3, List.of(root), root, root));
        assertFalse(ProofCheck.consistency(2, 3, List.of(), other, root));
    }

    /** Every bit flipped, every hash left out or doubled, one more at either end, all reversed. */
    private static List<List<Hash>> bent(List<Hash> proof) {
        List<List<Hash>> bent = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            for (int bit = 0; bit < 256; bit++) {
                List<Hash> flipped = new ArrayList<>(proof);
                flipped.set(i, flip(proof.get(i), bit));
                bent.add(flipped);
            }
            List<Hash> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            bent.add(shorter);
            List<Hash> doubled = new ArrayList<>(proof);
            doubled.add(i, proof.get(i));
            bent.add(doubled);
        }
        List<Hash> after = new ArrayList<>(proof);
        after.add(TreeHash.emptyRoot());
        bent.add(after);
        List<Hash> before = new ArrayList<>(proof);
        before.addFirst(TreeHash.emptyRoot());
        bent.add(before);
        if (proof.size() > 1) {
            bent.add(proof.reversed());
        }
        return bent;
    }

    private static Hash flip(Hash hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        return Hash.of(bytes);
    }

    private static List<Hash> hashes(String... hex) {
        return Stream.of(hex).map(HexFormat.of()::parseHex).map(Hash::of).toList();
    }
}
