package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;
import static tallystick.domain.settlement.Settlements.only;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GrossMatrixTest {

    /** Settlement chapter §4.3.3, in cents. */
    private static final GrossMatrix EXAMPLE =
            only(
                    GrossMatrix.perAsset(
                            List.of(
                                    new Obligation("EUR", "A", "B", 120_000),
                                    new Obligation("EUR", "A", "C", 30_000),
                                    new Obligation("EUR", "B", "A", 50_000),
                                    new Obligation("EUR", "B", "C", 90_000),
                                    new Obligation("EUR", "C", "A", 40_000),
                                    new Obligation("EUR", "C", "B", 10_000))));

    @Test
    void theWorkedExampleComesOutExactly() {
        assertEquals(340_000, EXAMPLE.grossMinor());
        assertEquals(120_000, EXAMPLE.owedMinor("A", "B"));
        assertEquals(0, EXAMPLE.owedMinor("A", "Z"));

        BilateralMatrix pairs = EXAMPLE.bilateral();
        assertEquals(70_000, pairs.dueMinor("A", "B"));
        assertEquals(-70_000, pairs.dueMinor("B", "A"));
        assertEquals(-10_000, pairs.dueMinor("A", "C"));
        assertEquals(80_000, pairs.dueMinor("B", "C"));
        assertEquals(0, pairs.dueMinor("A", "Z"));
        assertEquals(
                List.of(
                        new BilateralPosition("EUR", "A", "B", 70_000),
                        new BilateralPosition("EUR", "C", "A", 10_000),
                        new BilateralPosition("EUR", "B", "C", 80_000)),
                pairs.remaining());

        NetPositions net = EXAMPLE.multilateral();
        assertEquals(Map.of("A", -60_000L, "B", -10_000L, "C", 70_000L), net.minor());
        assertEquals(0, net.minor("Z"));
        assertEquals(70_000, net.movedMinor());
        assertEquals(
                List.of(
                        new NetPosition("EUR", "A", -60_000),
                        new NetPosition("EUR", "B", -10_000),
                        new NetPosition("EUR", "C", 70_000)),
                net.each());
    }

    @Test
    void i5BilateralIsAntisymmetricAndGrossLessItsTranspose() {
        Seeded.check(random -> antisymmetric(Settlements.matrix(random), GrossMatrix::bilateral));
        Seeded.isCaught(
                random ->
                        antisymmetric(
                                Settlements.matrix(random),
                                g -> new BilateralMatrix(g.asset(), g.owedMinor())));
    }

    private static void antisymmetric(
            GrossMatrix gross, Function<GrossMatrix, BilateralMatrix> bilateral) {
        BilateralMatrix pairs = bilateral.apply(gross);
        for (String i : gross.multilateral().minor().keySet()) {
            for (String j : gross.multilateral().minor().keySet()) {
                if (!i.equals(j)) {
                    assertEquals(pairs.dueMinor(i, j), -pairs.dueMinor(j, i));
                    assertEquals(
                            gross.owedMinor(i, j) - gross.owedMinor(j, i), pairs.dueMinor(i, j));
                }
            }
        }
    }

    @Test
    void i6AndI7NetsSumToZeroAndAreTheSumsOfThePairs() {
        Seeded.check(
                random ->
                        netsAreSumsOfPairs(Settlements.matrix(random), GrossMatrix::multilateral));
        // The wrong sign, and one operator's receipts forgotten.
        Seeded.isCaught(
                random ->
                        netsAreSumsOfPairs(
                                Settlements.matrix(random),
                                g ->
                                        g.multilateral()
                                                .minus(g.multilateral().plus(g.multilateral()))));
        Seeded.isCaught(
                random ->
                        netsAreSumsOfPairs(
                                Settlements.matrix(random),
                                g -> {
                                    SortedMap<String, Long> net =
                                            new TreeMap<>(g.multilateral().minor());
                                    net.merge(net.firstKey(), 1L, Long::sum);
                                    return new NetPositions(g.asset(), net);
                                }));
    }

    private static void netsAreSumsOfPairs(
            GrossMatrix gross, Function<GrossMatrix, NetPositions> netting) {
        NetPositions net = netting.apply(gross);
        assertEquals(0, net.minor().values().stream().mapToLong(Long::longValue).sum());
        BilateralMatrix pairs = gross.bilateral();
        for (String i : net.minor().keySet()) {
            long received = 0;
            for (String j : net.minor().keySet()) {
                received += i.equals(j) ? 0 : pairs.dueMinor(j, i);
            }
            assertEquals(received, net.minor(i));
        }
        assertEquals(net, pairs.multilateral());
        assertEquals(
                net.minor().values().stream().mapToLong(m -> Math.max(-m, 0)).sum(),
                net.movedMinor());
    }

    @Test
    void i17TwoWindowsTogetherNetToTheSumOfTheirNets() {
        Seeded.check(random -> windowsAdd(random, GrossMatrix::multilateral));
        // Netting that drops a small position is no longer additive.
        Seeded.isCaught(
                random -> windowsAdd(random, g -> withoutSmall(g.multilateral(), 1L << 20)));
    }

    private static void windowsAdd(
            SplittableRandom random, Function<GrossMatrix, NetPositions> netting) {
        GrossMatrix first = Settlements.matrix(random);
        GrossMatrix second = Settlements.matrix(random);
        GrossMatrix both = first.plus(second);
        assertEquals(first.grossMinor() + second.grossMinor(), both.grossMinor());
        assertEquals(netting.apply(first).plus(netting.apply(second)), netting.apply(both));
    }

    private static NetPositions withoutSmall(NetPositions net, long least) {
        SortedMap<String, Long> kept = new TreeMap<>(net.minor());
        kept.replaceAll((_, minor) -> Math.abs(minor) < least ? 0 : minor);
        long sum = kept.values().stream().mapToLong(Long::longValue).sum();
        kept.merge("dropped", -sum, Long::sum);
        return new NetPositions(net.asset(), kept);
    }

    @Test
    void neitherOrderNorNamesOfTheInputMatter() {
        Seeded.check(
                random -> {
                    List<Obligation> obligations = Settlements.obligations(random);
                    SortedMap<String, GrossMatrix> matrices = GrossMatrix.perAsset(obligations);
                    assertEquals(
                            matrices, GrossMatrix.perAsset(Seeded.shuffled(obligations, random)));
                    SortedMap<String, GrossMatrix> renamed =
                            GrossMatrix.perAsset(Settlements.relabelled(obligations));
                    matrices.forEach(
                            (asset, matrix) -> {
                                GrossMatrix other = renamed.getOrDefault(asset, EXAMPLE);
                                assertEquals(matrix.grossMinor(), other.grossMinor());
                                assertEquals(
                                        Settlements.relabelledKeys(matrix.multilateral().minor()),
                                        other.multilateral().minor());
                                assertEquals(sizes(matrix.bilateral()), sizes(other.bilateral()));
                            });
                });
    }

    private static List<Long> sizes(BilateralMatrix pairs) {
        return pairs.remaining().stream().map(BilateralPosition::minor).sorted().toList();
    }

    @Test
    void aMapWithItsOwnOrderIsPutInNaturalOrder() {
        SortedMap<OperatorPair, Long> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(EXAMPLE.owedMinor());
        GrossMatrix same = new GrossMatrix("EUR", backwards);
        assertEquals(EXAMPLE.toString(), same.toString());
        assertEquals(new OperatorPair("A", "B"), same.owedMinor().firstKey());
        assertThrows(
                UnsupportedOperationException.class,
                () -> same.owedMinor().put(new OperatorPair("X", "Y"), 1L));
    }

    @Test
    void nettingTellsTheSame() {
        Seeded.check(
                random -> {
                    List<Obligation> obligations = Settlements.obligations(random);
                    Netting netting = Netting.of(obligations);
                    List<NetPosition> nets = new ArrayList<>();
                    List<BilateralPosition> pairs = new ArrayList<>();
                    for (GrossMatrix matrix : GrossMatrix.perAsset(obligations).values()) {
                        assertEquals(matrix.grossMinor(), netting.grossMinor().get(matrix.asset()));
                        nets.addAll(matrix.multilateral().each());
                        pairs.addAll(matrix.bilateral().remaining());
                    }
                    assertEquals(nets, netting.positions());
                    assertEquals(pairs, netting.bilateral());
                });
    }

    @Test
    void nettingStopsWhenItsTwoWaysDisagree() {
        NetPositions one = positions("A", -1, "B", 1);
        assertEquals(one, Netting.agreed(one, positions("A", -1, "B", 1)));
        assertThrows(
                IllegalStateException.class, () -> Netting.agreed(one, positions("A", -2, "B", 2)));
    }

    @Test
    void whatIsDerivedNeverOverflowsWhenTheTotalFits() {
        GrossMatrix largest =
                new GrossMatrix(
                        "EUR",
                        new TreeMap<>(
                                Map.of(
                                        new OperatorPair("A", "B"),
                                        Long.MAX_VALUE - 1,
                                        new OperatorPair("A", "C"),
                                        1L)));
        assertEquals(Long.MAX_VALUE, largest.grossMinor());
        assertEquals(-Long.MAX_VALUE, largest.multilateral().minor("A"));
        assertEquals(Long.MAX_VALUE - 1, largest.bilateral().dueMinor("A", "B"));
        assertThrows(ArithmeticException.class, () -> largest.plus(EXAMPLE));
        assertThrows(
                ArithmeticException.class,
                () ->
                        new GrossMatrix(
                                "EUR",
                                new TreeMap<>(
                                        Map.of(
                                                new OperatorPair("A", "B"),
                                                Long.MAX_VALUE,
                                                new OperatorPair("A", "C"),
                                                1L))));
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertRefused("owedMinor[A→B] must be 0 or more", () -> pairs("A", "B", -1));
        assertRefused("asset must not be blank", () -> new GrossMatrix(" ", new TreeMap<>()));
        assertRefused("creditor must not be the debtor: A", () -> new OperatorPair("A", "A"));
        assertRefused("debtor must not be blank", () -> new OperatorPair("", "A"));
        assertRefused("creditor must not be blank", () -> new OperatorPair("A", ""));
        assertRefused(
                "minor of A→B must be 0 or more",
                () -> GrossMatrix.perAsset(List.of(new Obligation("EUR", "A", "B", -1))));
        assertRefused(
                "asset must be EUR in both",
                () -> EXAMPLE.plus(new GrossMatrix("USD", new TreeMap<>())));
        assertEquals(0, pairs("A", "B", 0).grossMinor());
    }

    @Test
    void refusesBilateralAmountsThatAreNotAntisymmetric() {
        OperatorPair ab = new OperatorPair("A", "B");
        assertEquals(
                List.of(),
                new BilateralMatrix("EUR", new TreeMap<>(Map.of(ab, 0L, ab.reversed(), 0L)))
                        .remaining());
        String rule = "dueMinor[A→B] must be the negative of its reverse";
        assertRefused(rule, () -> new BilateralMatrix("EUR", new TreeMap<>(Map.of(ab, 1L))));
        assertRefused(
                rule,
                () -> new BilateralMatrix("EUR", new TreeMap<>(Map.of(ab, 1L, ab.reversed(), 1L))));
        assertRefused("asset must not be blank", () -> new BilateralMatrix("", new TreeMap<>()));
        assertThrows(
                ArithmeticException.class,
                () ->
                        new BilateralMatrix(
                                "EUR",
                                new TreeMap<>(
                                        Map.of(
                                                ab,
                                                Long.MIN_VALUE,
                                                ab.reversed(),
                                                Long.MIN_VALUE))));
    }

    @Test
    void refusesPositionsThatMakeOrLoseMoney() {
        assertRefused("minor must sum to 0, not to 1", () -> positions("A", -1, "B", 2));
        // In 64 bits this sum would wrap round to 0.
        assertRefused(
                "minor must sum to 0, not to 18446744073709551616",
                () ->
                        new NetPositions(
                                "EUR",
                                new TreeMap<>(
                                        Map.of(
                                                "A",
                                                Long.MAX_VALUE,
                                                "B",
                                                Long.MAX_VALUE,
                                                "C",
                                                2L))));
        assertRefused("asset must not be blank", () -> new NetPositions("", new TreeMap<>()));
        NetPositions dollars = new NetPositions("USD", new TreeMap<>());
        assertRefused("asset must be EUR in both", () -> positions("A", -1, "B", 1).plus(dollars));
        assertRefused("asset must be EUR in both", () -> positions("A", -1, "B", 1).minus(dollars));
    }

    @Test
    void positionsAddAndSubtractOverTheOperatorsOfEither() {
        NetPositions sum = positions("A", -5, "B", 5).plus(positions("B", -2, "C", 2));
        assertEquals(Map.of("A", -5L, "B", 3L, "C", 2L), sum.minor());
        assertEquals(
                Map.of("A", -5L, "B", 5L, "C", 0L), sum.minus(positions("B", -2, "C", 2)).minor());
        assertNotEquals(sum, positions("A", -5, "B", 5));
    }

    @Test
    void pairsSortByDebtorThenCreditor() {
        OperatorPair ab = new OperatorPair("A", "B");
        assertTrue(ab.compareTo(new OperatorPair("A", "C")) < 0);
        assertTrue(ab.compareTo(new OperatorPair("B", "A")) < 0);
        assertEquals(0, ab.compareTo(new OperatorPair("A", "B")));
        assertEquals("A→B", ab.toString());
    }

    private static GrossMatrix pairs(String debtor, String creditor, long minor) {
        return new GrossMatrix(
                "EUR", new TreeMap<>(Map.of(new OperatorPair(debtor, creditor), minor)));
    }

    private static NetPositions positions(String a, long minorA, String b, long minorB) {
        return new NetPositions("EUR", new TreeMap<>(Map.of(a, minorA, b, minorB)));
    }
}
