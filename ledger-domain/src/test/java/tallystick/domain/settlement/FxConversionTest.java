package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.FxTest.fixing;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.FxConversion.Converted;
import tallystick.domain.settlement.FxConversion.Election;

class FxConversionTest {

    private static final String BANK = "bank";

    private record Window(List<NetPositions> finals, List<Election> elections) {}

    private interface Converting {
        FxConversion of(List<NetPositions> finals, List<Election> elections);
    }

    private static final Converting CONVERTING = (f, e) -> FxConversion.of(f, e, BANK);

    /**
     * A owes 600.00, B owes 100.00, C is to receive 700.00 EUR; B pays in dollars at 1.0850 with
     * 200 ppm. B pays at the ask, 10000 × 1.0851085 = 10851.085, so 10851 cents; the bank pays B's
     * 100.00 EUR. The bank's total rounds as B's does: no residual.
     */
    @Test
    void aDebtorPaysInAnotherCurrency() {
        FxConversion result =
                convert(
                        List.of(net("EUR", "A", -60_000, "B", -10_000, "C", 70_000)),
                        new Election("B", fixing("EUR", "USD", "1.0850", 200)));
        assertEquals(
                Map.of("A", -60_000L, "B", 0L, "C", 70_000L, BANK, -10_000L), minor(result, "EUR"));
        assertEquals(Map.of("B", -10_851L, BANK, 10_851L), minor(result, "USD"));
        assertEquals(Map.of(), result.fxRoundingMinor());
        assertEquals(List.of(), result.tooSmall());

        PvpPair pair = result.converted().getFirst().against(BANK);
        assertEquals(new PvpPair.Leg("EUR", BANK, "B", 10_000), pair.first());
        assertEquals(new PvpPair.Leg("USD", "B", BANK, 10_851), pair.second());
    }

    /** C receives 700.00 EUR as dollars at the bid: 70000 × 1.0848915 = 75942.405, 75942 cents. */
    @Test
    void aCreditorIsPaidInAnotherCurrency() {
        FxConversion result =
                convert(
                        List.of(net("EUR", "A", -60_000, "B", -10_000, "C", 70_000)),
                        new Election("C", fixing("EUR", "USD", "1.0850", 200)));
        assertEquals(70_000, minor(result, "EUR").get(BANK));
        assertEquals(Map.of("C", 75_942L, BANK, -75_942L), minor(result, "USD"));

        PvpPair pair = result.converted().getFirst().against(BANK);
        assertEquals(new PvpPair.Leg("EUR", "C", BANK, 70_000), pair.first());
        assertEquals(new PvpPair.Leg("USD", BANK, "C", 75_942), pair.second());
    }

    /**
     * Everyone converts at 1.5 without a spread: −1 → −1.5 → −2 (half to even), −1 → −2, +2 → +3.
     * Exactly that is −1.5 − 1.5 + 3 = 0 for the bank, rounded −2 − 2 + 3 = −1: operators pay the
     * bank one cent more than it is owed, and it goes to fx-rounding.
     */
    @Test
    void theResidualOfRoundingGoesToItsAccount() {
        FxFixing rate = fixing("EUR", "USD", "1.5", 0);
        FxConversion result =
                convert(
                        List.of(net("EUR", "A", -1, "B", -1, "C", 2)),
                        new Election("A", rate),
                        new Election("B", rate),
                        new Election("C", rate));
        assertEquals(Map.of("A", 0L, "B", 0L, "C", 0L, BANK, 0L), minor(result, "EUR"));
        assertEquals(
                Map.of("A", -2L, "B", -2L, "C", 3L, BANK, 0L, "fx-rounding:USD", 1L),
                minor(result, "USD"));
        assertEquals(Map.of("USD", 1L), result.fxRoundingMinor());
    }

    /** 1 won at 0.0006 is 0.06 cents: nothing to pay with, so the won stay won. */
    @Test
    void aNetTooSmallToConvertStaysAsItIs() {
        Election election = new Election("A", fixing("KRW", "EUR", "0.0006", 0));
        FxConversion result = convert(List.of(net("KRW", "A", -1, "B", 1, "C", 0)), election);
        assertEquals(List.of(election), result.tooSmall());
        assertEquals(List.of(), result.converted());
        assertEquals(Map.of("A", -1L, "B", 1L, "C", 0L), minor(result, "KRW"));
        assertFalse(result.positions().containsKey("EUR"));
    }

    @Test
    void aNetOfZeroNeedsNothing() {
        FxConversion result =
                convert(
                        List.of(net("EUR", "A", -1, "B", 1, "C", 0)),
                        new Election("C", fixing("EUR", "USD", "1.5", 0)),
                        new Election("A", fixing("GBP", "USD", "1.5", 0)));
        assertEquals(List.of(), result.converted());
        assertEquals(List.of(), result.tooSmall());
        assertEquals(List.of("EUR"), List.copyOf(result.positions().keySet()));
    }

    @Test
    void i6EveryCurrencySumsToZeroWithItsResidual() {
        Seeded.check(random -> sumsToZero(window(random), CONVERTING));
        // Each leg by itself, as if the other side would come of its own: money is made.
        Seeded.isCaught(
                random ->
                        sumsToZero(
                                window(random),
                                (finals, elections) -> {
                                    FxConversion all = FxConversion.of(finals, elections, BANK);
                                    SortedMap<String, NetPositions> half =
                                            new TreeMap<>(all.positions());
                                    finals.forEach(f -> half.put(f.asset(), f));
                                    return new FxConversion(
                                            half,
                                            all.converted(),
                                            all.tooSmall(),
                                            all.fxRoundingMinor());
                                }));
        // The residual forgotten.
        Seeded.isCaught(
                random ->
                        sumsToZero(
                                window(random),
                                (finals, elections) -> {
                                    FxConversion all = FxConversion.of(finals, elections, BANK);
                                    return new FxConversion(
                                            all.positions(),
                                            all.converted(),
                                            all.tooSmall(),
                                            new TreeMap<>());
                                }));
    }

    private static void sumsToZero(Window window, Converting converting) {
        FxConversion result = converting.of(window.finals, window.elections);
        SortedMap<String, SortedMap<String, Long>> expected = new TreeMap<>();
        window.finals.forEach(f -> expected.put(f.asset(), new TreeMap<>(f.minor())));
        for (Converted each : result.converted()) {
            move(expected, each.fixing().base(), each.operator(), -each.baseMinor());
            move(expected, each.fixing().base(), BANK, each.baseMinor());
            move(expected, each.fixing().quote(), each.operator(), each.quoteMinor());
            move(expected, each.fixing().quote(), BANK, -each.quoteMinor());
        }
        result.fxRoundingMinor()
                .forEach(
                        (asset, minor) -> {
                            move(expected, asset, FxConversion.roundingAccount(asset), minor);
                            move(expected, asset, BANK, -minor);
                        });
        SortedMap<String, SortedMap<String, Long>> real = new TreeMap<>();
        result.positions().forEach((asset, net) -> real.put(asset, net.minor()));
        assertEquals(expected, real);
        for (SortedMap<String, Long> minor : real.values()) {
            assertEquals(0, minor.values().stream().mapToLong(Long::longValue).sum());
        }
        for (Map.Entry<String, Long> residual : result.fxRoundingMinor().entrySet()) {
            assertTrue(residual.getValue() != 0);
            long conversions = result.converted().size();
            assertTrue(
                    2 * Math.abs(residual.getValue()) <= conversions + 3,
                    "half a minor unit for each rounding");
        }
    }

    private static void move(
            SortedMap<String, SortedMap<String, Long>> minor, String asset, String who, long by) {
        minor.computeIfAbsent(asset, _ -> new TreeMap<>()).merge(who, by, Long::sum);
    }

    /** A naive twin: each operator's amount, and the agent's once per pair, with BigDecimal. */
    @Test
    void amountsAgreeWithBigDecimal() {
        Seeded.check(
                random -> {
                    Window window = window(random);
                    FxConversion result = FxConversion.of(window.finals, window.elections, BANK);
                    SortedMap<String, BigDecimal> exact = new TreeMap<>();
                    SortedMap<String, Long> paid = new TreeMap<>();
                    for (Converted each : result.converted()) {
                        BigDecimal worth = naive(each.fixing(), each.baseMinor());
                        assertEquals(
                                worth.setScale(0, RoundingMode.HALF_EVEN).longValueExact(),
                                each.quoteMinor());
                        String pair = each.fixing().quote() + each.fixing().base();
                        exact.merge(pair, worth, BigDecimal::add);
                        paid.merge(each.fixing().quote(), each.quoteMinor(), Long::sum);
                    }
                    exact.forEach(
                            (pair, sum) ->
                                    paid.merge(
                                            pair.substring(0, 3),
                                            -sum.setScale(0, RoundingMode.HALF_EVEN)
                                                    .longValueExact(),
                                            Long::sum));
                    paid.values().removeIf(residual -> residual == 0);
                    paid.replaceAll((_, residual) -> -residual);
                    assertEquals(paid, result.fxRoundingMinor());
                });
    }

    private static BigDecimal naive(FxFixing fixing, long baseMinor) {
        BigDecimal mid =
                new BigDecimal(fixing.mid().numerator())
                        .divide(new BigDecimal(fixing.mid().denominator()), 90, RoundingMode.DOWN);
        BigDecimal half = BigDecimal.valueOf(fixing.spreadPpm(), 6).divide(BigDecimal.TWO);
        Map<String, Integer> digits = Map.of("EUR", 2, "JPY", 0, "KWD", 3, "USD", 2);
        return mid.multiply(BigDecimal.ONE.add(baseMinor < 0 ? half : half.negate()))
                .multiply(BigDecimal.valueOf(baseMinor))
                .movePointRight(
                        digits.getOrDefault(fixing.quote(), 99)
                                - digits.getOrDefault(fixing.base(), 99));
    }

    @Test
    void neitherOrderNorNamesMatter() {
        Seeded.check(
                random -> {
                    Window window = window(random);
                    FxConversion result = FxConversion.of(window.finals, window.elections, BANK);
                    assertEquals(
                            result,
                            FxConversion.of(
                                    Seeded.shuffled(window.finals, random),
                                    Seeded.shuffled(window.elections, random),
                                    BANK));
                    List<NetPositions> finals = new ArrayList<>();
                    window.finals.forEach(
                            f ->
                                    finals.add(
                                            new NetPositions(
                                                    f.asset(),
                                                    Settlements.relabelledKeys(f.minor()))));
                    List<Election> elections = new ArrayList<>();
                    window.elections.forEach(
                            e ->
                                    elections.add(
                                            new Election(
                                                    Settlements.relabelled(e.operator()),
                                                    e.fixing())));
                    FxConversion renamed =
                            FxConversion.of(finals, elections, Settlements.relabelled(BANK));
                    assertEquals(result.fxRoundingMinor(), renamed.fxRoundingMinor());
                    result.positions()
                            .forEach(
                                    (asset, net) ->
                                            net.minor()
                                                    .forEach(
                                                            (who, minor) ->
                                                                    assertEquals(
                                                                            minor,
                                                                            renamedMinor(
                                                                                    renamed, asset,
                                                                                    who))));
                });
    }

    private static long renamedMinor(FxConversion renamed, String asset, String who) {
        NetPositions net =
                renamed.positions().getOrDefault(asset, net("EUR", "", 0, "x", 0, "y", 0));
        return net.minor(who.startsWith("fx-rounding:") ? who : Settlements.relabelled(who));
    }

    /** A pair that comes back leaves the other operators' amounts as they were. */
    @Test
    void withoutOneElectionTheOthersStandAsTheyWere() {
        Seeded.check(
                random -> {
                    Window window = window(random);
                    FxConversion all = FxConversion.of(window.finals, window.elections, BANK);
                    if (all.converted().isEmpty()) {
                        return;
                    }
                    Converted gone = all.converted().get(random.nextInt(all.converted().size()));
                    List<Election> rest = new ArrayList<>(window.elections);
                    rest.remove(new Election(gone.operator(), gone.fixing()));
                    FxConversion less = FxConversion.of(window.finals, rest, BANK);
                    List<Converted> others = new ArrayList<>(all.converted());
                    others.remove(gone);
                    assertEquals(others, less.converted());
                    sumsToZero(new Window(window.finals, rest), CONVERTING);
                });
    }

    @Test
    void pairsPayWhatWasConvertedBothWays() {
        Seeded.check(
                random -> {
                    Window window = window(random);
                    for (Converted each :
                            FxConversion.of(window.finals, window.elections, BANK).converted()) {
                        PvpPair pair = each.against(BANK);
                        assertEquals(each.fixing().base(), pair.first().asset());
                        assertEquals(Math.abs(each.baseMinor()), pair.first().minor());
                        assertEquals(each.fixing().quote(), pair.second().asset());
                        assertEquals(Math.abs(each.quoteMinor()), pair.second().minor());
                        assertEquals(
                                each.baseMinor() > 0 ? each.operator() : BANK,
                                pair.first().payer());
                    }
                });
    }

    @Test
    void sumsThatOnlyOverflowOnTheWayAreNoOverflow() {
        FxFixing par = fixing("EUR", "USD", "1", 0);
        long huge = Long.MAX_VALUE;
        FxConversion result =
                convert(
                        List.of(
                                new NetPositions(
                                        "EUR",
                                        new TreeMap<>(
                                                Map.of(
                                                        "A", huge, "B", huge, "C", -huge, "D",
                                                        -huge)))),
                        new Election("A", par),
                        new Election("B", par),
                        new Election("C", par),
                        new Election("D", par));
        assertEquals(0L, minor(result, "EUR").get(BANK));
        assertThrows(
                ArithmeticException.class,
                () ->
                        convert(
                                List.of(net("EUR", "A", huge, "B", -huge, "C", 0)),
                                new Election("A", fixing("EUR", "USD", "1.1", 0))));
    }

    @Test
    void refusesElectionsThatDoNotGoTogether() {
        FxFixing one = fixing("EUR", "USD", "1.1", 0);
        FxFixing other = fixing("EUR", "USD", "1.2", 0);
        List<NetPositions> finals = List.of(net("EUR", "A", -1, "B", 1, "C", 0));
        assertRefused(
                "elections must be one per operator and base: A",
                () -> convert(finals, new Election("A", one), new Election("A", one)));
        assertRefused(
                "elections must be one per operator and base: A",
                () ->
                        convert(
                                finals,
                                new Election("A", one),
                                new Election("A", fixing("EUR", "GBP", "0.8", 0))));
        assertRefused(
                "elections must share one fixing for EUR/USD",
                () -> convert(finals, new Election("A", one), new Election("B", other)));
        assertEquals(
                2,
                convert(
                                finals,
                                new Election("A", one),
                                new Election("B", fixing("EUR", "GBP", "1", 0)))
                        .converted()
                        .size());
        assertEquals(
                2,
                convert(
                                List.of(finals.getFirst(), net("GBP", "A", 9, "B", -9, "C", 0)),
                                new Election("A", one),
                                new Election("A", fixing("GBP", "USD", "1.3", 0)))
                        .converted()
                        .size());
        assertRefused("operator must not be blank", () -> new Election("", one));
    }

    @Test
    void refusesFinalsTheAgentIsIn() {
        String rule = "finals must not hold the agent or the residual account";
        assertRefused(rule, () -> convert(List.of(net("EUR", BANK, -1, "B", 1, "C", 0))));
        assertRefused(
                rule, () -> convert(List.of(net("EUR", "fx-rounding:EUR", -1, "B", 1, "C", 0))));
        assertRefused(
                "finals must be one set per asset: EUR",
                () ->
                        convert(
                                List.of(
                                        net("EUR", "A", -1, "B", 1, "C", 0),
                                        net("EUR", "A", -1, "B", 1, "C", 0))));
        assertRefused("agent must not be blank", () -> FxConversion.of(List.of(), List.of(), " "));
    }

    private static Window window(SplittableRandom random) {
        List<NetPositions> finals = new ArrayList<>();
        GrossMatrix.perAsset(Settlements.obligations(random))
                .values()
                .forEach(matrix -> finals.add(matrix.multilateral()));
        List<Election> elections = new ArrayList<>();
        for (NetPositions net : finals) {
            List<String> quotes = new ArrayList<>(List.of("EUR", "JPY", "KWD", "USD"));
            quotes.remove(net.asset());
            List<FxFixing> fixings = new ArrayList<>();
            quotes.forEach(quote -> fixings.add(fixing(random, net.asset(), quote)));
            for (String operator : net.minor().keySet()) {
                if (random.nextInt(4) > 0) {
                    elections.add(new Election(operator, fixings.get(random.nextInt(3))));
                }
            }
        }
        return new Window(finals, elections);
    }

    private static FxConversion convert(List<NetPositions> finals, Election... elections) {
        return FxConversion.of(finals, List.of(elections), BANK);
    }

    private static SortedMap<String, Long> minor(FxConversion result, String asset) {
        NetPositions net = result.positions().get(asset);
        return net == null ? new TreeMap<>() : net.minor();
    }

    private static NetPositions net(
            String asset, String a, long minorA, String b, long minorB, String c, long minorC) {
        return new NetPositions(asset, new TreeMap<>(Map.of(a, minorA, b, minorB, c, minorC)));
    }
}
