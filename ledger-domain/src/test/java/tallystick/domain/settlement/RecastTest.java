package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.domain.settlement.Refusals.assertRefused;
import static tallystick.domain.settlement.Settlements.only;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.Recast.Rule;

class RecastTest {

    private interface Recasting {
        Recast of(GrossMatrix debts, String defaulter, Rule rule);
    }

    private static final List<Obligation> EXAMPLE =
            List.of(
                    new Obligation("EUR", "A", "B", 1_200),
                    new Obligation("EUR", "A", "C", 300),
                    new Obligation("EUR", "B", "A", 500),
                    new Obligation("EUR", "B", "C", 900),
                    new Obligation("EUR", "C", "A", 400),
                    new Obligation("EUR", "C", "B", 100));

    private static final GrossMatrix DEBTS = only(GrossMatrix.perAsset(EXAMPLE));

    /** Without A only B→C 900 and C→B 100 remain: B −800, C +800; B lost 700, C gained 100. */
    @Test
    void aDefaulterLeavesTheWindow() {
        Recast recast = Recast.of(DEBTS, "A", Rule.UNWIND_DEFAULTER);
        assertEquals(Map.of("A", -600L, "B", -100L, "C", 700L), recast.before().minor());
        assertEquals(Map.of("A", 0L, "B", -800L, "C", 800L), recast.after().minor());
        assertEquals(Map.of("A", 600L, "B", -700L, "C", 100L), recast.difference().minor());
        assertEquals(2_400, recast.unwound().grossMinor());
    }

    /** What A owes is out, what it is owed stays: A +900, B −1300, C +400. */
    @Test
    void onlyWhatTheDefaulterOwesIsUnwound() {
        Recast recast = Recast.of(DEBTS, "A", Rule.UNWIND_OWED_BY_DEFAULTER);
        assertEquals(Map.of("A", 900L, "B", -1_300L, "C", 400L), recast.after().minor());
        assertEquals(Map.of("A", 1_500L, "B", -1_200L, "C", -300L), recast.difference().minor());
        assertEquals(1_500, recast.unwound().grossMinor());
    }

    @Test
    void theDifferenceIsTheNetOfWhatWasUnwound() {
        Seeded.check(random -> differenceIsUnwound(random, Recast::of));
        // A rule that unwinds what the defaulter is owed instead of what it owes.
        Seeded.isCaught(
                random ->
                        differenceIsUnwound(
                                random,
                                (debts, defaulter, _) ->
                                        Recast.of(
                                                debts, defaulter, Rule.UNWIND_OWED_BY_DEFAULTER)));
    }

    private static void differenceIsUnwound(SplittableRandom random, Recasting recasting) {
        List<Obligation> obligations = Settlements.obligations(random);
        List<Obligation> kept = new ArrayList<>();
        String defaulter = obligations.getFirst().debtor();
        for (GrossMatrix debts : GrossMatrix.perAsset(obligations).values()) {
            boolean involved = debts.multilateral().minor().containsKey(defaulter);
            if (!involved) {
                continue;
            }
            kept.clear();
            for (Obligation o : obligations) {
                if (o.asset().equals(debts.asset())
                        && !o.debtor().equals(defaulter)
                        && !o.creditor().equals(defaulter)) {
                    kept.add(o);
                }
            }
            Recast recast = recasting.of(debts, defaulter, Rule.UNWIND_DEFAULTER);
            assertEquals(0, recast.after().minor(defaulter));
            for (GrossMatrix rest : GrossMatrix.perAsset(kept).values()) {
                rest.multilateral()
                        .minor()
                        .forEach(
                                (operator, minor) ->
                                        assertEquals(minor, recast.after().minor(operator)));
                assertEquals(debts.grossMinor(), rest.grossMinor() + recast.unwound().grossMinor());
            }
            NetPositions nobody = recast.before().minus(recast.before());
            assertEquals(nobody.minus(recast.unwound().multilateral()), recast.difference());
            assertEquals(recast.after(), recast.before().plus(recast.difference()));
        }
    }

    @Test
    void otherNamesAreRecastAlike() {
        Seeded.check(
                random -> {
                    List<Obligation> obligations = new ArrayList<>();
                    Settlements.obligations(random)
                            .forEach(
                                    o ->
                                            obligations.add(
                                                    new Obligation(
                                                            "EUR",
                                                            o.debtor(),
                                                            o.creditor(),
                                                            o.minor())));
                    String defaulter = obligations.getFirst().debtor();
                    Rule rule = Rule.values()[random.nextInt(2)];
                    Recast one =
                            Recast.of(only(GrossMatrix.perAsset(obligations)), defaulter, rule);
                    Recast shuffled =
                            Recast.of(
                                    only(
                                            GrossMatrix.perAsset(
                                                    Seeded.shuffled(obligations, random))),
                                    defaulter,
                                    rule);
                    assertEquals(one, shuffled);
                    Recast renamed =
                            Recast.of(
                                    only(GrossMatrix.perAsset(Settlements.relabelled(obligations))),
                                    Settlements.relabelled(defaulter),
                                    rule);
                    assertEquals(
                            Settlements.relabelledKeys(one.after().minor()),
                            renamed.after().minor());
                    assertEquals(
                            Settlements.relabelledKeys(one.difference().minor()),
                            renamed.difference().minor());
                });
    }

    @Test
    void refusesARecastOfNothingOrWithAnotherDifference() {
        assertRefused(
                "defaulter must have debts to unwind: Z",
                () -> Recast.of(DEBTS, "Z", Rule.UNWIND_DEFAULTER));
        GrossMatrix onlyOwed =
                new GrossMatrix("EUR", new TreeMap<>(Map.of(new OperatorPair("B", "A"), 5L)));
        assertRefused(
                "defaulter must have debts to unwind: A",
                () -> Recast.of(onlyOwed, "A", Rule.UNWIND_OWED_BY_DEFAULTER));
        assertEquals(
                Map.of("A", 0L, "B", 0L),
                Recast.of(onlyOwed, "A", Rule.UNWIND_DEFAULTER).after().minor());
        Recast real = Recast.of(DEBTS, "A", Rule.UNWIND_DEFAULTER);
        assertRefused(
                "difference must be after less before",
                () ->
                        new Recast(
                                real.rule(),
                                "A",
                                real.unwound(),
                                real.before(),
                                real.after(),
                                real.before()));
    }
}
