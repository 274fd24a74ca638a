package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.Allocation.Share;
import tallystick.domain.settlement.Waterfall.Draw;
import tallystick.domain.settlement.Waterfall.Layer;
import tallystick.domain.settlement.Waterfall.Loss;

class WaterfallTest {

    private interface Falling {
        Waterfall of(Loss loss, List<Layer> layers, Map<String, Share> survivors);
    }

    private record Default(
            GrossMatrix debts, Loss loss, List<Layer> layers, SortedMap<String, Share> survivors) {}

    /** A owes B 1200, C 300; B owes A 500, C 900; C owes A 400, B 100 (§4.3.3). */
    private static final GrossMatrix DEBTS =
            new GrossMatrix(
                    "EUR",
                    new TreeMap<>(
                            Map.of(
                                    new OperatorPair("A", "B"), 1_200L,
                                    new OperatorPair("A", "C"), 300L,
                                    new OperatorPair("B", "A"), 500L,
                                    new OperatorPair("B", "C"), 900L,
                                    new OperatorPair("C", "A"), 400L,
                                    new OperatorPair("C", "B"), 100L)));

    private static final List<Layer> FUND =
            List.of(
                    layer("defaulter", Map.of("A", 50L)),
                    layer("hub-capital", Map.of("hub", 30L)),
                    layer("survivors", Map.of("B", 20L, "C", 10L)));

    /**
     * A pays nothing of its 600. Collateral 400, its own contribution 50, hub 30, survivors' 20 and
     * 10: 510. The 90 left are shared by net credit, and only C is to receive: C bears them.
     * Positions were A −600, B −100, C +700; now A −450, B −120, C +600, hub −30.
     */
    @Test
    void resourcesAreDrawnInTheirOrder() {
        Waterfall fall =
                Waterfall.of(
                        new Loss("EUR", "A", 600, 1_000, 400),
                        FUND,
                        LossSharing.BY_NET_CREDIT.shares(DEBTS, "A", Map.of()));
        assertEquals(
                List.of(
                        new Draw("collateral", "A", 400),
                        new Draw("defaulter", "A", 50),
                        new Draw("hub-capital", "hub", 30),
                        new Draw("survivors", "B", 20),
                        new Draw("survivors", "C", 10),
                        new Draw("loss-sharing", "C", 90)),
                fall.draws());
        assertEquals(0, fall.newCapMinor());
        assertTrue(fall.isWhole());
        assertEquals(
                Map.of("A", -450L, "B", -120L, "C", 600L, "hub", -30L),
                fall.settle(DEBTS.multilateral()).minor());
    }

    /** 420 of 1000 collateral are drawn: the cap of 700 falls to the 580 that are left. */
    @Test
    void theCapIsCutToTheCollateralThatIsLeft() {
        Waterfall fall = Waterfall.of(new Loss("EUR", "A", 420, 700, 1_000), FUND, Map.of());
        assertEquals(580, fall.newCapMinor());
        assertEquals(List.of(new Draw("collateral", "A", 420)), fall.draws());
        assertEquals(
                100,
                Waterfall.of(new Loss("EUR", "A", 420, 100, 1_000), FUND, Map.of()).newCapMinor(),
                "a cap below what is left stays");
        assertEquals(
                Map.of("A", -600L, "B", -100L, "C", 700L),
                fall.settle(DEBTS.multilateral()).minor(),
                "the defaulter's own collateral paid for it");
    }

    /** 45 of a layer of 20 : 10 are all 30; of the hub's 30 before it, 15 are needed first. */
    @Test
    void aLayerIsDrawnInProportion() {
        List<Layer> fund = List.of(layer("pool", Map.of("B", 200L, "C", 100L)));
        assertEquals(
                List.of(new Draw("pool", "B", 30), new Draw("pool", "C", 15)),
                Waterfall.of(new Loss("EUR", "A", 45, 0, 0), fund, Map.of()).draws());
    }

    @Test
    void whatNothingCoversIsSaid() {
        Waterfall fall = Waterfall.of(new Loss("EUR", "A", 600, 0, 0), FUND, Map.of());
        assertEquals(490, fall.uncoveredMinor());
        assertFalse(fall.isWhole());
        assertRefused(
                "uncoveredMinor must be 0 to settle whole",
                () -> fall.settle(DEBTS.multilateral()));
        Waterfall limited =
                Waterfall.of(
                        new Loss("EUR", "A", 600, 0, 0),
                        FUND,
                        LossSharing.EQUALLY.shares(DEBTS, "A", Map.of("B", 100L, "C", 200L)));
        assertEquals(190, limited.uncoveredMinor());
    }

    /**
     * Bilaterally A owes B 700 and is owed 100 by C: B alone bears. By net credit only C (+700).
     * Equally both.
     */
    @Test
    void rulesOfLossSharingWeighSurvivors() {
        assertEquals(
                Map.of("B", share(700), "C", share(0)),
                LossSharing.BY_BILATERAL_CLAIM.shares(DEBTS, "A", Map.of()));
        assertEquals(
                Map.of("B", share(0), "C", share(700)),
                LossSharing.BY_NET_CREDIT.shares(DEBTS, "A", Map.of()));
        assertEquals(
                Map.of("B", new Share(1, 5), "C", share(1)),
                LossSharing.EQUALLY.shares(DEBTS, "A", Map.of("B", 5L)));
        assertRefused(
                "limitMinor[B] must be 0 or more",
                () -> LossSharing.EQUALLY.shares(DEBTS, "A", Map.of("B", -1L)));
    }

    @Test
    void i6TheWindowSettlesWholeAndTheBooksBalance() {
        Seeded.check(random -> balances(random, Waterfall::of));
        // Survivors asked before the fund.
        Seeded.isCaught(
                random ->
                        balances(
                                random,
                                (loss, layers, survivors) ->
                                        Waterfall.of(loss, List.of(), survivors)));
        // Collateral drawn, the cap left as it was.
        Seeded.isCaught(
                random ->
                        balances(
                                random,
                                (loss, layers, survivors) -> {
                                    Waterfall real = Waterfall.of(loss, layers, survivors);
                                    return new Waterfall(
                                            loss,
                                            loss.capMinor(),
                                            real.draws(),
                                            real.uncoveredMinor());
                                }));
        // The defaulter let off as if it had paid, nobody drawn on.
        Seeded.isCaught(
                random ->
                        balances(
                                random,
                                (loss, layers, survivors) ->
                                        new Waterfall(
                                                loss,
                                                loss.capMinor(),
                                                List.of(),
                                                loss.unpaidMinor())));
    }

    private static void balances(SplittableRandom random, Falling falling) {
        Default event = event(random);
        Waterfall fall = falling.of(event.loss, event.layers, event.survivors);
        agreesWithTwin(event, fall);
        assertTrue(fall.newCapMinor() <= event.loss.capMinor());
        long drawn = paid(fall, Waterfall.COLLATERAL);
        assertTrue(
                fall.newCapMinor() <= event.loss.collateralMinor() - drawn,
                "cap within the collateral left");
        if (fall.isWhole()) {
            NetPositions before = event.debts.multilateral();
            NetPositions after = fall.settle(before);
            assertEquals(
                    before.minor(event.loss.defaulter())
                            + event.loss.unpaidMinor()
                            - paidBy(fall, event.loss.defaulter()),
                    after.minor(event.loss.defaulter()));
            for (String other : after.minor().keySet()) {
                if (!other.equals(event.loss.defaulter())) {
                    assertEquals(before.minor(other) - paidBy(fall, other), after.minor(other));
                }
            }
        }
    }

    /**
     * A naive twin with decimals: how much each resource gives, in order, until nothing is left.
     */
    private static void agreesWithTwin(Default event, Waterfall fall) {
        BigDecimal rest = BigDecimal.valueOf(event.loss.unpaidMinor());
        BigDecimal collateral = rest.min(BigDecimal.valueOf(event.loss.collateralMinor()));
        assertEquals(collateral.longValueExact(), paid(fall, Waterfall.COLLATERAL));
        rest = rest.subtract(collateral);
        for (Layer layer : event.layers) {
            BigDecimal size = BigDecimal.ZERO;
            for (long minor : layer.contributionMinor().values()) {
                size = size.add(BigDecimal.valueOf(minor));
            }
            assertEquals(rest.min(size).longValueExact(), paid(fall, layer.layer()));
            rest = rest.subtract(rest.min(size));
        }
        BigDecimal bearable = BigDecimal.ZERO;
        for (Share share : event.survivors.values()) {
            bearable =
                    share.weight() == 0
                            ? bearable
                            : bearable.add(BigDecimal.valueOf(share.limitMinor()));
        }
        assertEquals(rest.min(bearable).longValueExact(), paid(fall, Waterfall.LOSS_SHARING));
        assertEquals(rest.subtract(rest.min(bearable)).longValueExact(), fall.uncoveredMinor());
    }

    private static long paid(Waterfall fall, String resource) {
        return fall.draws().stream()
                .filter(draw -> draw.resource().equals(resource))
                .mapToLong(Draw::minor)
                .sum();
    }

    private static long paidBy(Waterfall fall, String payer) {
        return fall.draws().stream()
                .filter(draw -> draw.payer().equals(payer))
                .mapToLong(Draw::minor)
                .sum();
    }

    @Test
    void otherNamesPayTheSame() {
        Seeded.check(
                random -> {
                    Default event = event(random);
                    Waterfall fall = Waterfall.of(event.loss, event.layers, event.survivors);
                    Loss loss = event.loss;
                    List<Layer> layers = new ArrayList<>();
                    for (Layer layer : event.layers) {
                        layers.add(
                                layer(
                                        layer.layer(),
                                        Settlements.relabelledKeys(layer.contributionMinor())));
                    }
                    Waterfall renamed =
                            Waterfall.of(
                                    new Loss(
                                            loss.asset(),
                                            Settlements.relabelled(loss.defaulter()),
                                            loss.unpaidMinor(),
                                            loss.capMinor(),
                                            loss.collateralMinor()),
                                    layers,
                                    Settlements.relabelledKeys(event.survivors));
                    assertEquals(fall.uncoveredMinor(), renamed.uncoveredMinor());
                    assertEquals(fall.newCapMinor(), renamed.newCapMinor());
                    for (Layer layer : event.layers) {
                        for (String payer : layer.contributionMinor().keySet()) {
                            long one = paidBy(fall, payer);
                            long other = paidBy(renamed, Settlements.relabelled(payer));
                            assertTrue(
                                    Math.abs(one - other) <= event.layers.size() + 1,
                                    "a spare unit in each resource goes by name");
                        }
                    }
                });
    }

    private static Default event(SplittableRandom random) {
        GrossMatrix debts = Settlements.matrix(random);
        String defaulter = "nobody";
        long debit = 0;
        for (Map.Entry<String, Long> each : debts.multilateral().minor().entrySet()) {
            if (-each.getValue() > debit) {
                defaulter = each.getKey();
                debit = -each.getValue();
            }
        }
        long unpaid = debit == 0 ? 1 : debit - random.nextLong(debit);
        Loss loss =
                new Loss(
                        "EUR",
                        defaulter,
                        unpaid,
                        Seeded.magnitude(random, 40),
                        random.nextLong(unpaid + unpaid / 4 + 1));
        List<Layer> layers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            SortedMap<String, Long> contributions = new TreeMap<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                contributions.put("op-" + random.nextInt(8), random.nextLong(unpaid / 4 + 2));
            }
            layers.add(new Layer("layer-" + i, contributions));
        }
        Map<String, Long> limits = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            if (random.nextBoolean()) {
                limits.put("op-" + i, random.nextLong(unpaid));
            }
        }
        LossSharing rule = LossSharing.values()[random.nextInt(3)];
        // Nobody owes enough to default: the twin still divides the loss.
        return new Default(
                debit == 0 ? withDebtor(debts, defaulter) : debts,
                loss,
                layers,
                rule.shares(debts, defaulter, limits));
    }

    private static GrossMatrix withDebtor(GrossMatrix debts, String debtor) {
        return debts.plus(
                new GrossMatrix(
                        "EUR", new TreeMap<>(Map.of(new OperatorPair(debtor, "op-0"), 1L))));
    }

    @Test
    void refusesAWaterfallThatDoesNotAddUp() {
        Loss loss = new Loss("EUR", "A", 600, 0, 0);
        assertRefused("unpaidMinor must be more than 0", () -> new Loss("EUR", "A", 0, 0, 0));
        assertRefused("capMinor must be 0 or more", () -> new Loss("EUR", "A", 1, -1, 0));
        assertRefused("collateralMinor must be 0 or more", () -> new Loss("EUR", "A", 1, 0, -1));
        assertRefused("asset must not be blank", () -> new Loss("", "A", 1, 0, 0));
        assertRefused("defaulter must not be blank", () -> new Loss("EUR", "", 1, 0, 0));
        assertRefused("layer must not be blank", () -> layer("", Map.of()));
        assertRefused("contributionMinor[B] must be 0 or more", () -> layer("x", Map.of("B", -1L)));
        assertRefused(
                "survivors must not name the defaulter",
                () -> Waterfall.of(loss, FUND, Map.of("A", share(1))));
        for (String taken : List.of("collateral", "loss-sharing", "twice")) {
            Layer layer = layer(taken, Map.of());
            assertRefused(
                    "layers must have names of their own: " + taken,
                    () -> Waterfall.of(loss, List.of(layer("twice", Map.of()), layer), Map.of()));
        }
        String sum = "draws must sum to the loss with what is uncovered";
        assertRefused(sum, () -> new Waterfall(loss, 0, List.of(), 599));
        assertRefused(sum, () -> new Waterfall(loss, 0, List.of(new Draw("x", "B", 601)), -1));
        assertRefused(
                "draws must be more than 0",
                () -> new Waterfall(loss, 0, List.of(new Draw("x", "B", 0)), 600));
    }

    @Test
    void refusesToSettleAnotherWindow() {
        Waterfall fall = Waterfall.of(new Loss("EUR", "A", 601, 0, 601), List.of(), Map.of());
        assertRefused(
                "unpaidMinor must not exceed the defaulter's net debit",
                () -> fall.settle(DEBTS.multilateral()));
        assertRefused(
                "asset must be EUR", () -> fall.settle(new NetPositions("USD", new TreeMap<>())));
    }

    private static Layer layer(String name, Map<String, Long> contributions) {
        return new Layer(name, new TreeMap<>(contributions));
    }

    private static Share share(long weight) {
        return new Share(weight, Share.UNLIMITED);
    }
}
