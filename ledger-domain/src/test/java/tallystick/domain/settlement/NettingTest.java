package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NettingTest {

    /** The worked example of the settlement chapter, §4.3.3, in cents. */
    private static final List<Obligation> EXAMPLE =
            List.of(
                    new Obligation("EUR", "A", "B", 120_000),
                    new Obligation("EUR", "A", "C", 30_000),
                    new Obligation("EUR", "B", "A", 50_000),
                    new Obligation("EUR", "B", "C", 90_000),
                    new Obligation("EUR", "C", "A", 40_000),
                    new Obligation("EUR", "C", "B", 10_000));

    @Test
    void theWorkedExampleComesOutExactly() {
        Netting netting = Netting.of(EXAMPLE);

        assertEquals(Map.of("EUR", 340_000L), netting.grossMinor());
        assertEquals(
                List.of(
                        new BilateralPosition("EUR", "A", "B", 70_000),
                        new BilateralPosition("EUR", "C", "A", 10_000),
                        new BilateralPosition("EUR", "B", "C", 80_000)),
                netting.bilateral());
        assertEquals(
                160_000, netting.bilateral().stream().mapToLong(BilateralPosition::minor).sum());
        assertEquals(
                List.of(
                        new NetPosition("EUR", "A", -60_000),
                        new NetPosition("EUR", "B", -10_000),
                        new NetPosition("EUR", "C", 70_000)),
                netting.positions());
        assertEquals(
                70_000, netting.positions().stream().mapToLong(p -> Math.max(p.minor(), 0)).sum());
    }

    @Test
    void whatRemainsIsInOrderOfThePairs() {
        Netting netting =
                Netting.of(
                        List.of(
                                new Obligation("EUR", "D", "A", 1),
                                new Obligation("EUR", "C", "B", 2),
                                new Obligation("EUR", "A", "B", 3),
                                new Obligation("EUR", "A", "C", 4)));
        assertEquals(
                List.of(
                        new BilateralPosition("EUR", "A", "B", 3),
                        new BilateralPosition("EUR", "A", "C", 4),
                        new BilateralPosition("EUR", "D", "A", 1),
                        new BilateralPosition("EUR", "C", "B", 2)),
                netting.bilateral());
    }

    @Test
    void positionsSumToZeroAndEqualTheBilateralSums() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            Netting netting = Netting.of(random(random, 12, 5, 300));
            Map<String, Long> perAsset = new HashMap<>();
            Map<String, Long> perParty = new HashMap<>();
            for (NetPosition position : netting.positions()) {
                perAsset.merge(position.asset(), position.minor(), Long::sum);
                perParty.put(position.asset() + position.operator(), position.minor());
            }
            perAsset.values().forEach(sum -> assertEquals(0, sum));
            for (BilateralPosition pair : netting.bilateral()) {
                perParty.merge(pair.asset() + pair.debtor(), pair.minor(), Long::sum);
                perParty.merge(pair.asset() + pair.creditor(), -pair.minor(), Long::sum);
            }
            perParty.values().forEach(rest -> assertEquals(0, rest));
        }
    }

    @Test
    void orderDoesNotMatter() {
        List<Obligation> shuffled = new ArrayList<>(EXAMPLE);
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(Netting.of(EXAMPLE), Netting.of(shuffled));
        }
    }

    @Test
    void nettingTwoWindowsTogetherIsNettingThemApart() {
        Random random = new Random(17);
        List<Obligation> first = random(random, 8, 3, 100);
        List<Obligation> second = random(random, 8, 3, 100);
        List<Obligation> both = new ArrayList<>(first);
        both.addAll(second);
        Map<String, Long> apart = new HashMap<>();
        for (List<Obligation> window : List.of(first, second)) {
            for (NetPosition p : Netting.of(window).positions()) {
                apart.merge(p.asset() + p.operator(), p.minor(), Long::sum);
            }
        }
        Map<String, Long> together = new HashMap<>();
        Netting.of(both)
                .positions()
                .forEach(p -> together.put(p.asset() + p.operator(), p.minor()));
        assertEquals(together, apart);
    }

    @Test
    void refusesDebtsToOneselfAndBelowZero() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Netting.of(List.of(new Obligation("EUR", "A", "A", 1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> Netting.of(List.of(new Obligation("EUR", "A", "B", -1))));
        assertThrows(
                ArithmeticException.class,
                () ->
                        Netting.of(
                                List.of(
                                        new Obligation("EUR", "A", "B", Long.MAX_VALUE),
                                        new Obligation("EUR", "A", "B", 1))));
    }

    private static List<Obligation> random(Random random, int operators, int assets, int count) {
        List<Obligation> result = new ArrayList<>();
        while (result.size() < count) {
            String debtor = "op-" + random.nextInt(operators);
            String creditor = "op-" + random.nextInt(operators);
            if (!debtor.equals(creditor)) {
                result.add(
                        new Obligation(
                                "X" + random.nextInt(assets),
                                debtor,
                                creditor,
                                random.nextInt(1_000_000)));
            }
        }
        return result;
    }
}
