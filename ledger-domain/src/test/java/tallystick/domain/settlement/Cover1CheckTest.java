package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.Cover1Check.Cover;

class Cover1CheckTest {

    private static final NetPositions EUROS = net("EUR", Map.of("A", -600L, "B", -100L, "C", 700L));

    @Test
    void resourcesMustOutlastTheLargestDebtor() {
        Cover covered = cover(EUROS, 600);
        assertEquals(Set.of("A"), covered.largestDebtors());
        assertEquals(600, covered.largestNetDebitMinor());
        assertEquals(600, covered.resourcesMinor());
        assertEquals(0, covered.shortfallMinor());
        assertTrue(Cover1Check.of(List.of(EUROS), Map.of("EUR", 600L)).isCovered());
        assertEquals(1, cover(EUROS, 599).shortfallMinor());
        assertFalse(Cover1Check.of(List.of(EUROS), Map.of("EUR", 599L)).isCovered());
        assertFalse(Cover1Check.of(List.of(EUROS), Map.of("USD", 600L)).isCovered());
    }

    /** Resources of one currency do not cover another. */
    @Test
    void everyCurrencyIsCoveredByItself() {
        List<NetPositions> both = List.of(EUROS, net("USD", Map.of("A", 5L, "B", -5L)));
        assertTrue(Cover1Check.of(both, Map.of("EUR", 600L, "USD", 5L)).isCovered());
        assertFalse(Cover1Check.of(both, Map.of("EUR", 9_999L, "USD", 4L)).isCovered());
    }

    @Test
    void tiedDebtorsAreAllNamedAndNobodyWhereNobodyPays() {
        Cover tied = cover(net("EUR", Map.of("A", -1L, "B", -5L, "C", -5L, "D", 11L)), 0);
        assertEquals(Set.of("B", "C"), tied.largestDebtors());
        assertEquals(5, tied.shortfallMinor());
        Cover idle = cover(net("EUR", Map.of("A", 0L)), 0);
        assertEquals(Set.of(), idle.largestDebtors());
        assertEquals(0, idle.shortfallMinor());
        assertTrue(Cover1Check.of(List.of(), Map.of()).isCovered());
    }

    @Test
    void whoeverDefaultsIsCovered() {
        Seeded.check(
                random -> {
                    NetPositions net = Settlements.matrix(random).multilateral();
                    long resources = Seeded.magnitude(random, 44);
                    boolean naive = true;
                    SortedMap<Long, Set<String>> byDebit = new TreeMap<>();
                    for (Map.Entry<String, Long> each : net.minor().entrySet()) {
                        naive &= resources + each.getValue() >= 0;
                        byDebit.computeIfAbsent(-each.getValue(), _ -> new TreeSet<>())
                                .add(each.getKey());
                    }
                    Cover1Check check = Cover1Check.of(List.of(net), Map.of("EUR", resources));
                    assertEquals(naive, check.isCovered());
                    Cover cover = cover(net, resources);
                    if (byDebit.lastKey() > 0) {
                        assertEquals(byDebit.lastEntry().getValue(), cover.largestDebtors());
                        assertEquals(byDebit.lastKey(), cover.largestNetDebitMinor());
                    }
                    Cover renamed =
                            cover(
                                    new NetPositions(
                                            "EUR", Settlements.relabelledKeys(net.minor())),
                                    resources);
                    assertEquals(cover.shortfallMinor(), renamed.shortfallMinor());
                    assertEquals(cover.largestDebtors().size(), renamed.largestDebtors().size());
                });
    }

    @Test
    void orderDoesNotMatter() {
        Seeded.check(
                random -> {
                    List<NetPositions> nets = new ArrayList<>();
                    GrossMatrix.perAsset(Settlements.obligations(random))
                            .values()
                            .forEach(matrix -> nets.add(matrix.multilateral()));
                    Map<String, Long> resources = Map.of("EUR", 1L << 30, "USD", 1L << 35);
                    assertEquals(
                            Cover1Check.of(nets, resources),
                            Cover1Check.of(Seeded.shuffled(nets, random), resources));
                });
    }

    @Test
    void refusesAmountsThatCannotBe() {
        assertRefused(
                "resourcesMinor[EUR] must be 0 or more",
                () -> Cover1Check.of(List.of(EUROS), Map.of("EUR", -1L)));
        assertRefused(
                "positions must be one set per asset: EUR",
                () -> Cover1Check.of(List.of(EUROS, EUROS), Map.of()));
        assertThrows(
                ArithmeticException.class,
                () ->
                        cover(
                                net(
                                        "EUR",
                                        Map.of("A", Long.MIN_VALUE, "B", Long.MAX_VALUE, "C", 1L)),
                                0));
    }

    private static Cover cover(NetPositions net, long resources) {
        return Settlements.only(
                Cover1Check.of(List.of(net), Map.of(net.asset(), resources)).assets());
    }

    private static NetPositions net(String asset, Map<String, Long> minor) {
        return new NetPositions(asset, new TreeMap<>(minor));
    }
}
