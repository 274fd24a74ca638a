package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.SumProof.Step;
import tallystick.domain.settlement.SumProof.Verdict;
import tallystick.domain.settlement.SumScope.Kind;

class SumTreeTest {

    private interface Checking {
        Verdict verify(SumProof proof, SumRoot root);
    }

    private static final SumScope WALLETS = new SumScope(Kind.CHARGES, "2026-10", "EUR");
    private static final SumScope POSITIONS = new SumScope(Kind.POSITIONS, "2026-10", "EUR");
    private static final Sha256 SECRET = new Sha256(1, 2, 3, 4);

    @Test
    void everyHolderProvesItsAmountInsideTheTotal() {
        for (int holders = 1; holders <= 33; holders++) {
            SumTree tree = wallets(holders);
            assertEquals(holders, tree.root().leaves());
            assertEquals(
                    Pico.product(holders, holders + 1),
                    tree.root().total().plus(tree.root().total()));
            for (int i = 1; i <= holders; i++) {
                SumProof proof = tree.proof("wallet-" + i, 0);
                assertEquals(Pico.of(i), proof.leaf().amount());
                assertEquals("wallet-" + i, proof.leaf().holder());
                assertEquals(Verdict.PROVED, proof.verify(tree.root()));
                assertTrue(proof.steps().size() <= 6, "logarithmic");
            }
        }
    }

    /** Three leaves by hand: the two first in order of their hashes pair up, the third moves up. */
    @Test
    void theHashesAreWhatTheDocumentSays() {
        List<SumLeaf> leaves =
                List.of(
                        SumLeaf.whole(SECRET, "a", Pico.of(5)),
                        SumLeaf.whole(SECRET, "b", Pico.MAX.minus(Pico.of(12))),
                        SumLeaf.whole(SECRET, "c", Pico.of(7)));
        byte[] scope =
                sha256(
                        bytes(2),
                        text("tallystick/sum-tree/v1"),
                        number(0),
                        text("2026-10"),
                        text("EUR"));
        List<byte[]> hashes = new ArrayList<>();
        for (SumLeaf leaf : leaves) {
            byte[] inner = sha256(bytes(4), SECRET.bytes(), text(leaf.holder()), number(0));
            byte[] salt = sha256(bytes(5), inner);
            assertEquals(Sha256.of(salt), leaf.salt());
            hashes.add(
                    sha256(
                            bytes(0),
                            scope,
                            salt,
                            text(leaf.holder()),
                            number(0),
                            amount(leaf.amount())));
        }
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        order.sort((i, j) -> Arrays.compareUnsigned(hashes.get(i), hashes.get(j)));
        Pico[] sums = new Pico[3];
        for (int i = 0; i < 3; i++) {
            sums[i] = leaves.get(order.get(i)).amount();
        }
        byte[] pair =
                sha256(
                        bytes(1),
                        scope,
                        hashes.get(order.get(0)),
                        amount(sums[0]),
                        number(1),
                        hashes.get(order.get(1)),
                        amount(sums[1]),
                        number(1));
        byte[] top =
                sha256(
                        bytes(1),
                        scope,
                        pair,
                        amount(sums[0].plus(sums[1])),
                        number(2),
                        hashes.get(order.get(2)),
                        amount(sums[2]),
                        number(1));
        SumRoot root = SumTree.of(WALLETS, leaves).root();
        assertEquals(Sha256.of(top), root.hash());
        assertEquals(Pico.MAX, root.total());
        assertEquals(3, root.leaves());
        assertEquals(
                Sha256.of(sha256(bytes(3), scope, top, amount(Pico.MAX), number(3))),
                root.commitment());
    }

    @Test
    void anEmptyWindowHasATotalOfZero() {
        SumRoot root = SumTree.of(WALLETS, List.of()).root();
        assertEquals(Pico.ZERO, root.total());
        assertEquals(0, root.leaves());
        assertEquals(WALLETS.hash(), root.hash());
        assertNotEquals(SumTree.of(POSITIONS, List.of()).root().hash(), root.hash());
    }

    @Test
    void nothingInAProofCanBeChanged() {
        Seeded.check(random -> nothingChanges(random, SumProof::verify));
        // A check of hashes alone, sums believed as told: what a plain Merkle tree would do.
        Seeded.isCaught(
                random ->
                        nothingChanges(
                                random,
                                (proof, root) -> {
                                    Verdict real = proof.verify(root);
                                    return real == Verdict.OTHER_TOTAL || real == Verdict.BAD_SUM
                                            ? Verdict.PROVED
                                            : real;
                                }));
        // A check of sums alone.
        Seeded.isCaught(
                random ->
                        nothingChanges(
                                random,
                                (proof, root) -> {
                                    Verdict real = proof.verify(root);
                                    return real == Verdict.OTHER_HASH ? Verdict.PROVED : real;
                                }));
    }

    private static void nothingChanges(SplittableRandom random, Checking checking) {
        List<SumLeaf> leaves = new ArrayList<>();
        for (int i = 2 + random.nextInt(30); i > 0; i--) {
            leaves.add(
                    SumLeaf.whole(
                            new Sha256(random.nextLong(), 0, 0, 0),
                            "wallet-" + i,
                            new Pico(Seeded.magnitude(random, 40), random.nextLong())));
        }
        SumTree tree = SumTree.of(WALLETS, leaves);
        assertEquals(tree.root(), SumTree.of(WALLETS, Seeded.shuffled(leaves, random)).root());
        SumLeaf leaf = leaves.get(random.nextInt(leaves.size()));
        SumProof proof = tree.proof(leaf.holder(), 0);
        assertEquals(Verdict.PROVED, checking.verify(proof, tree.root()));
        Pico more = Pico.of(1 + Seeded.magnitude(random, 40));
        int at = random.nextInt(proof.steps().size());
        Step step = proof.steps().get(at);
        SumNode node = step.sibling();
        List<SumProof> forged =
                List.of(
                        with(proof, leaf("wallet-0", leaf.amount(), leaf.salt())),
                        with(proof, leaf(leaf.holder(), leaf.amount().plus(more), leaf.salt())),
                        with(proof, leaf(leaf.holder(), leaf.amount(), SECRET)),
                        with(proof, new SumLeaf(leaf.holder(), 1, leaf.amount(), leaf.salt())),
                        with(proof, at, new Step(node, !step.onLeft())),
                        with(proof, at, step(step, SECRET, node.sum(), node.leaves())),
                        with(
                                proof,
                                at,
                                step(step, node.hash(), node.sum().plus(more), node.leaves())),
                        with(proof, at, step(step, node.hash(), node.sum(), node.leaves() + 1)),
                        new SumProof(leaf, proof.steps().subList(1, proof.steps().size())));
        for (SumProof wrong : forged) {
            assertNotEquals(Verdict.PROVED, checking.verify(wrong, tree.root()));
        }
        SumRoot root = tree.root();
        SumRoot[] others = {
            new SumRoot(root.scope(), SECRET, root.total(), root.leaves()),
            new SumRoot(root.scope(), root.hash(), root.total().plus(more), root.leaves()),
            new SumRoot(root.scope(), root.hash(), root.total(), root.leaves() + 1),
            root(root, new SumScope(Kind.CHARGES, "2026-11", "EUR")),
            root(root, new SumScope(Kind.CHARGES, "2026-10", "USD"))
        };
        for (SumRoot other : others) {
            assertNotEquals(Verdict.PROVED, checking.verify(proof, other));
            assertNotEquals(root.commitment(), other.commitment());
        }
    }

    /** More on one side, less on the other: the sum is the same, but each sum is in the hash. */
    @Test
    void moneyCannotBeMovedBetweenSiblings() {
        SumTree tree = wallets(2);
        SumProof mine = tree.proof("wallet-2", 0);
        Step step = mine.steps().getFirst();
        SumProof moved =
                new SumProof(
                        leaf("wallet-2", Pico.of(1), mine.leaf().salt()),
                        List.of(step(step, step.sibling().hash(), Pico.of(2), 1)));
        assertEquals(Verdict.OTHER_HASH, moved.verify(tree.root()));
    }

    /** A hub that hides 3 of wallet-1's charge behind a made-up leaf of −3. */
    @Test
    void negativeLeavesCannotHideCharges() {
        Sha256 scope = WALLETS.hash();
        SumLeaf honest = SumLeaf.whole(SECRET, "wallet-1", Pico.of(5));
        SumNode madeUp = SumNode.leaf(scope, SumLeaf.whole(SECRET, "nobody", Pico.of(-3)));
        SumNode top = SumNode.over(scope, SumNode.leaf(scope, honest), madeUp);
        SumRoot published = new SumRoot(WALLETS, top.hash(), top.sum(), top.leaves());
        assertEquals(
                Verdict.BAD_SUM,
                new SumProof(honest, List.of(new Step(madeUp, false))).verify(published));
        SumLeaf negative = SumLeaf.whole(SECRET, "nobody", Pico.of(-3));
        assertEquals(
                Verdict.BAD_SUM,
                new SumProof(negative, List.of(new Step(SumNode.leaf(scope, honest), true)))
                        .verify(published));
        assertRefused(
                "amount of nobody must be 0 or more",
                () -> SumTree.of(WALLETS, List.of(honest, negative)));
        assertRefused(
                "total must be 0 or more", () -> new SumRoot(WALLETS, top.hash(), Pico.of(-1), 2));
    }

    @Test
    void sumsThatLeaveTheirBitsAreRefusedAndProveNothing() {
        SumLeaf most = SumLeaf.whole(SECRET, "a", Pico.MAX);
        SumLeaf one = SumLeaf.whole(SECRET, "b", Pico.of(1));
        assertThrows(ArithmeticException.class, () -> SumTree.of(WALLETS, List.of(most, one)));
        SumNode sibling = SumNode.leaf(WALLETS.hash(), one);
        SumRoot root = SumTree.of(WALLETS, List.of(one)).root();
        assertEquals(
                Verdict.BAD_SUM, new SumProof(most, List.of(new Step(sibling, true))).verify(root));
        SumNode endless = new SumNode(SECRET, Pico.ZERO, Long.MAX_VALUE);
        assertEquals(
                Verdict.BAD_SUM, new SumProof(one, List.of(new Step(endless, true))).verify(root));
    }

    @Test
    void aTotalOrACountThatIsNotThePublishedOneIsNamed() {
        SumTree tree = wallets(5);
        SumProof proof = tree.proof("wallet-3", 0);
        SumRoot root = tree.root();
        assertEquals(
                Verdict.OTHER_TOTAL,
                proof.verify(new SumRoot(WALLETS, root.hash(), Pico.of(14), 5)));
        assertEquals(
                Verdict.OTHER_TOTAL,
                proof.verify(new SumRoot(WALLETS, root.hash(), root.total(), 6)));
        assertEquals(
                Verdict.OTHER_HASH,
                proof.verify(new SumRoot(WALLETS, SECRET, root.total(), root.leaves())));
    }

    // ---- positions -----------------------------------------------------------------------------

    /** A −600, B −100, C +700 (§4.3.3), each in 64 shares: everybody sees 0, nobody sees whose. */
    @Test
    void i6PositionsSumToZeroForEveryParticipant() {
        List<SumLeaf> leaves = new ArrayList<>();
        leaves.addAll(SumLeaf.shares(SECRET, "A", Pico.ofUnits(-600), 64));
        leaves.addAll(SumLeaf.shares(SECRET, "B", Pico.ofUnits(-100), 64));
        leaves.addAll(SumLeaf.shares(SECRET, "C", Pico.ofUnits(700), 64));
        SumTree tree = SumTree.of(POSITIONS, leaves);
        assertEquals(Pico.ZERO, tree.root().total());
        assertEquals(3 * 64, tree.root().leaves());
        Pico sum = Pico.ZERO;
        for (int part = 0; part < 64; part++) {
            SumProof proof = tree.proof("B", part);
            assertEquals(Verdict.PROVED, proof.verify(tree.root()));
            sum = sum.plus(proof.leaf().amount());
        }
        assertEquals(Pico.ofUnits(-100), sum);
        SumLeaf extra = SumLeaf.whole(SECRET, "D", Pico.of(1));
        leaves.add(extra);
        assertRefused("total must be 0", () -> SumTree.of(POSITIONS, leaves));
    }

    @Test
    void aPositionsTreeOfWholeNetsProvesEachOfThem() {
        Seeded.check(
                random -> {
                    NetPositions net = Settlements.matrix(random).multilateral();
                    List<SumLeaf> leaves = new ArrayList<>();
                    net.minor()
                            .forEach(
                                    (who, minor) ->
                                            leaves.add(
                                                    SumLeaf.whole(
                                                            SECRET,
                                                            who,
                                                            Rounding.minorToPico(minor, 2))));
                    SumTree tree = SumTree.of(POSITIONS, leaves);
                    for (String who : net.minor().keySet()) {
                        SumProof proof = tree.proof(who, 0);
                        assertEquals(Verdict.PROVED, proof.verify(tree.root()));
                        assertEquals(
                                Rounding.minorToPico(net.minor(who), 2), proof.leaf().amount());
                    }
                });
    }

    @Test
    void sharesSumToTheAmountAndLookAlikeWhateverItIs() {
        Seeded.check(
                random -> {
                    Sha256 secret = new Sha256(random.nextLong(), random.nextLong(), 0, 0);
                    Pico amount = Pico.of(random.nextLong() >> random.nextInt(64));
                    List<SumLeaf> shares = SumLeaf.shares(secret, "A", amount, 64);
                    List<SumLeaf> others = SumLeaf.shares(secret, "A", Pico.ZERO, 64);
                    assertEquals(64, shares.size());
                    assertEquals(shares.subList(0, 63), others.subList(0, 63));
                    BigInteger sum = BigInteger.ZERO;
                    SortedSet<String> salts = new TreeSet<>();
                    int negative = 0;
                    int wide = 0;
                    for (int part = 0; part < 64; part++) {
                        SumLeaf share = shares.get(part);
                        assertEquals(part, share.part());
                        sum = sum.add(share.amount().toBigInteger());
                        salts.add(share.salt().toHex());
                        negative += share.amount().isNegative() ? 1 : 0;
                        wide += share.amount().toBigInteger().bitLength() > 90 ? 1 : 0;
                    }
                    assertEquals(amount.toBigInteger(), sum);
                    assertEquals(64, salts.size(), "every share has a salt of its own");
                    assertTrue(negative > 8 && negative < 56, "signs are even: " + negative);
                    assertTrue(wide > 56, "shares are wider than any amount: " + wide);
                    assertNotEquals(
                            shares.getFirst(), SumLeaf.shares(secret, "B", amount, 64).getFirst());
                });
    }

    @Test
    void refusesWhatIsNoTree() {
        SumLeaf leaf = SumLeaf.whole(SECRET, "a", Pico.of(1));
        assertRefused(
                "leaves must be one per holder and part: a",
                () -> SumTree.of(WALLETS, List.of(leaf, leaf)));
        assertRefused(
                "holder must be in the tree: b",
                () -> SumTree.of(WALLETS, List.of(leaf)).proof("b", 0));
        assertRefused(
                "holder must be in the tree: a",
                () -> SumTree.of(WALLETS, List.of(leaf)).proof("a", 1));
        assertRefused("holder must not be blank", () -> leaf("", Pico.ZERO, SECRET));
        assertRefused("part must be 0 or more", () -> new SumLeaf("a", -1, Pico.ZERO, SECRET));
        assertRefused("parts must be 64 or more", () -> SumLeaf.shares(SECRET, "a", Pico.ZERO, 63));
        assertRefused("window must not be blank", () -> new SumScope(Kind.CHARGES, "", "EUR"));
        assertRefused("asset must not be blank", () -> new SumScope(Kind.CHARGES, "w", ""));
        assertRefused("leaves must be more than 0", () -> new SumNode(SECRET, Pico.ZERO, 0));
        assertRefused(
                "leaves must be 0 or more", () -> new SumRoot(WALLETS, SECRET, Pico.ZERO, -1));
        assertRefused("total must be 0", () -> new SumRoot(POSITIONS, SECRET, Pico.of(1), 1));
    }

    @Test
    void fieldsCannotBeShiftedIntoEachOther() {
        assertNotEquals(
                new SumScope(Kind.CHARGES, "ab", "c").hash(),
                new SumScope(Kind.CHARGES, "a", "bc").hash());
        assertNotEquals(WALLETS.hash(), new SumScope(Kind.POSITIONS, "2026-10", "EUR").hash());
    }

    @Test
    void hashesReadAndSortAsTheirBytes() {
        String hex = "00ff".repeat(16);
        assertEquals(hex, Sha256.ofHex(hex).toHex());
        assertEquals(hex, Sha256.ofHex(hex).toString());
        assertRefused("bytes must be 32", () -> Sha256.of(new byte[31]));
        assertRefused("bytes must be 32", () -> Sha256.ofHex("00"));
        Seeded.check(
                random -> {
                    byte[] one = new byte[Sha256.BYTES];
                    random.nextBytes(one);
                    byte[] other = one.clone();
                    other[random.nextInt(Sha256.BYTES)] ^= (byte) random.nextInt(256);
                    assertEquals(
                            Integer.signum(Arrays.compareUnsigned(one, other)),
                            Integer.signum(Sha256.of(one).compareTo(Sha256.of(other))));
                });
    }

    private static SumTree wallets(int holders) {
        List<SumLeaf> leaves = new ArrayList<>();
        for (int i = 1; i <= holders; i++) {
            leaves.add(SumLeaf.whole(SECRET, "wallet-" + i, Pico.of(i)));
        }
        return SumTree.of(WALLETS, leaves);
    }

    private static SumLeaf leaf(String holder, Pico amount, Sha256 salt) {
        return new SumLeaf(holder, 0, amount, salt);
    }

    private static SumProof with(SumProof proof, SumLeaf leaf) {
        return new SumProof(leaf, proof.steps());
    }

    private static SumProof with(SumProof proof, int at, Step step) {
        List<Step> steps = new ArrayList<>(proof.steps());
        steps.set(at, step);
        return new SumProof(proof.leaf(), steps);
    }

    private static Step step(Step like, Sha256 hash, Pico sum, long leaves) {
        return new Step(new SumNode(hash, sum, leaves), like.onLeft());
    }

    private static SumRoot root(SumRoot like, SumScope scope) {
        return new SumRoot(scope, like.hash(), like.total(), like.leaves());
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static byte[] amount(Pico value) {
        return ByteBuffer.allocate(16).putLong(value.hi()).putLong(value.lo()).array();
    }

    private static byte[] text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length).putLong(utf8.length).put(utf8).array();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
