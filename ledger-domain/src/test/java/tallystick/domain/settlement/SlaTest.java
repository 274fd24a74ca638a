package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;
import static tallystick.domain.settlement.SlaMetric.AVAILABILITY_BASIS_POINTS;
import static tallystick.domain.settlement.SlaMetric.MILLI_TOKENS_PER_SECOND;
import static tallystick.domain.settlement.SlaMetric.TIME_TO_FIRST_TOKEN_MICROS;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.SlaTarget.Step;

class SlaTest {

    private interface Crediting {
        SlaTerms.Credit credit(SlaTerms terms, Pico charge, Map<SlaMetric, Long> measured);
    }

    private static final SlaTarget FIRST_TOKEN =
            new SlaTarget(
                    TIME_TO_FIRST_TOKEN_MICROS,
                    List.of(new Step(500_000, 200), new Step(1_000_000, 1_000)));
    private static final SlaTarget AVAILABILITY =
            new SlaTarget(
                    AVAILABILITY_BASIS_POINTS,
                    List.of(
                            new Step(9_990, 1_000),
                            new Step(9_900, 2_500),
                            new Step(9_500, 9_500)));
    private static final SlaTarget RATE =
            new SlaTarget(MILLI_TOKENS_PER_SECOND, List.of(new Step(40_000, 300)));
    private static final SlaTerms TERMS =
            new SlaTerms(List.of(FIRST_TOKEN, AVAILABILITY, RATE), 10_000);

    /** The limit itself is met: 500 ms is no miss, one microsecond more is. */
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "500000,0",
        "500001,200",
        "1000000,200",
        "1000001,1000",
        "9223372036854775807,1000"
    })
    void slowerFirstTokensCreditMore(long micros, int basisPoints) {
        assertEquals(basisPoints, FIRST_TOKEN.creditBasisPoints(micros));
    }

    @ParameterizedTest
    @CsvSource({
        "10000,0",
        "9990,0",
        "9989,1000",
        "9900,1000",
        "9899,2500",
        "9500,2500",
        "9499,9500",
        "0,9500"
    })
    void lessAvailabilityCreditsMore(long availability, int basisPoints) {
        assertEquals(basisPoints, AVAILABILITY.creditBasisPoints(availability));
    }

    /**
     * 600 ms, 99.00 % and 39.999 tokens/s: 200 + 1000 + 300 = 1500 basis points of 1.000000000001
     * are 0.15000000000015, floored to the pico-unit 0.150000000000.
     */
    @Test
    void missedTargetsAddUp() {
        SlaTerms.Credit credit =
                TERMS.credit(Pico.parse("1.000000000001"), measured(600_000, 9_900, 39_999));
        assertEquals(
                Map.of(
                        TIME_TO_FIRST_TOKEN_MICROS, 200,
                        AVAILABILITY_BASIS_POINTS, 1_000,
                        MILLI_TOKENS_PER_SECOND, 300),
                credit.creditBasisPoints());
        assertEquals(1_500, credit.totalBasisPoints());
        assertEquals(Pico.parse("0.15"), credit.credit());
        assertEquals(Set.of(), credit.unmeasured());
    }

    @Test
    void targetsThatAreMetCreditNothing() {
        SlaTerms.Credit credit = TERMS.credit(Pico.ofUnits(9), measured(500_000, 9_990, 40_000));
        assertEquals(Map.of(), credit.creditBasisPoints());
        assertEquals(0, credit.totalBasisPoints());
        assertEquals(Pico.ZERO, credit.credit());
    }

    /** 1000 + 9500 + 300 = 10800 basis points: more than the charge, so the whole charge. */
    @Test
    void theCreditIsCappedAtTheCharge() {
        Pico charge = Pico.MAX;
        SlaTerms.Credit credit = TERMS.credit(charge, measured(2_000_000, 0, 0));
        assertEquals(10_000, credit.totalBasisPoints());
        assertEquals(charge, credit.credit());
        SlaTerms half = new SlaTerms(TERMS.targets(), 5_000);
        assertEquals(Pico.of(49), half.credit(Pico.of(99), measured(2_000_000, 0, 0)).credit());
        SlaTerms none = new SlaTerms(TERMS.targets(), 0);
        assertEquals(Pico.ZERO, none.credit(charge, measured(2_000_000, 0, 0)).credit());
    }

    @Test
    void whatWasNotMeasuredIsShownAndCreditsNothing() {
        SlaTerms.Credit credit = TERMS.credit(Pico.of(10_000), Map.of(MILLI_TOKENS_PER_SECOND, 1L));
        assertEquals(
                Set.of(TIME_TO_FIRST_TOKEN_MICROS, AVAILABILITY_BASIS_POINTS), credit.unmeasured());
        assertEquals(Pico.of(300), credit.credit());
    }

    @Test
    void creditsStayWithinTheChargeAndAgreeWithBigDecimal() {
        Seeded.check(random -> withinCharge(random, SlaTerms::credit));
        // Not capped.
        Seeded.isCaught(
                random ->
                        withinCharge(
                                random,
                                (terms, charge, measured) -> {
                                    SlaTerms.Credit real = terms.credit(charge, measured);
                                    int sum =
                                            real.creditBasisPoints().values().stream()
                                                    .mapToInt(Integer::intValue)
                                                    .sum();
                                    return new SlaTerms.Credit(
                                            real.creditBasisPoints(),
                                            sum,
                                            Pico.of(naive(charge, sum).toBigIntegerExact()),
                                            real.unmeasured());
                                }));
        // Rounded up instead of down.
        Seeded.isCaught(
                random ->
                        withinCharge(
                                random,
                                (terms, charge, measured) -> {
                                    SlaTerms.Credit real = terms.credit(charge, measured);
                                    return new SlaTerms.Credit(
                                            real.creditBasisPoints(),
                                            real.totalBasisPoints(),
                                            real.credit().plus(Pico.of(1)),
                                            real.unmeasured());
                                }));
    }

    private static void withinCharge(SplittableRandom random, Crediting crediting) {
        SlaTerms terms =
                new SlaTerms(Seeded.shuffled(TERMS.targets(), random), random.nextInt(10_001));
        Pico charge = new Pico(Seeded.magnitude(random, 40), random.nextLong());
        Map<SlaMetric, Long> measured =
                measured(
                        random.nextInt(1_500_000),
                        9_300 + random.nextInt(701),
                        random.nextInt(80_000));
        SlaTerms.Credit credit = crediting.credit(terms, charge, measured);
        int sum =
                FIRST_TOKEN.creditBasisPoints(
                                measured.getOrDefault(TIME_TO_FIRST_TOKEN_MICROS, -1L))
                        + AVAILABILITY.creditBasisPoints(
                                measured.getOrDefault(AVAILABILITY_BASIS_POINTS, -1L))
                        + RATE.creditBasisPoints(
                                measured.getOrDefault(MILLI_TOKENS_PER_SECOND, -1L));
        assertEquals(Math.min(sum, terms.capBasisPoints()), credit.totalBasisPoints());
        assertEquals(
                naive(charge, credit.totalBasisPoints()).toBigIntegerExact(),
                credit.credit().toBigInteger());
        assertTrue(credit.credit().compareTo(charge) <= 0);
        assertEquals(
                TERMS.credit(charge, measured).creditBasisPoints(), credit.creditBasisPoints());
    }

    private static BigDecimal naive(Pico charge, int basisPoints) {
        return new BigDecimal(charge.toBigInteger())
                .multiply(BigDecimal.valueOf(basisPoints, 4))
                .setScale(0, RoundingMode.DOWN);
    }

    // ---- measurement ---------------------------------------------------------------------------

    /** Ten records: 1 ×3, 5 ×6, 9 ×1. Rank ⌈p × 10⌉: 30 % is the third, 30.01 % the fourth. */
    @ParameterizedTest
    @CsvSource({"1,1", "3000,1", "3001,5", "9000,5", "9001,9", "10000,9"})
    void aPercentileIsAValueThatWasRecorded(int basisPoints, long value) {
        Map<Long, Long> records = Map.of(9L, 1L, 1L, 3L, 5L, 6L, 4L, 0L, 99L, 0L, -7L, 0L);
        assertEquals(value, SlaMeasurement.percentile(records, basisPoints));
    }

    /** A naive twin: all values in a row, the one at the rank. */
    @Test
    void percentilesAgreeWithASortedList() {
        Seeded.check(
                random -> {
                    Map<Long, Long> counts = new TreeMap<>();
                    List<Long> values = new ArrayList<>();
                    for (int i = random.nextInt(200); i >= 0; i--) {
                        long value = random.nextInt(50);
                        values.add(value);
                        counts.merge(value, 1L, Long::sum);
                    }
                    Collections.sort(values);
                    int basisPoints = 1 + random.nextInt(10_000);
                    int rank = (values.size() * basisPoints + 9_999) / 10_000;
                    assertEquals(
                            values.get(rank - 1), SlaMeasurement.percentile(counts, basisPoints));
                    Map<Long, Long> backwards = new LinkedHashMap<>();
                    List.copyOf(counts.keySet())
                            .reversed()
                            .forEach(v -> backwards.put(v, counts.getOrDefault(v, 0L)));
                    assertEquals(
                            values.get(rank - 1),
                            SlaMeasurement.percentile(backwards, basisPoints));
                });
    }

    @Test
    void ratesAreFlooredAndExact() {
        assertEquals(40_000, SlaMeasurement.milliTokensPerSecond(40, 1_000_000));
        assertEquals(39_999, SlaMeasurement.milliTokensPerSecond(39_999, 1_000_000_000));
        assertEquals(333, SlaMeasurement.milliTokensPerSecond(1, 3_000_000));
        assertEquals(0, SlaMeasurement.milliTokensPerSecond(0, 1));
        assertEquals(
                1_000_000_000_000L,
                SlaMeasurement.milliTokensPerSecond(
                        Long.MAX_VALUE / 1_000, Long.MAX_VALUE / 1_000_000));
        assertThrows(
                ArithmeticException.class,
                () -> SlaMeasurement.milliTokensPerSecond(Long.MAX_VALUE, 1));
    }

    @Test
    void availabilityIsServedOfOffered() {
        assertEquals(10_000, SlaMeasurement.availabilityBasisPoints(0, 0));
        assertEquals(10_000, SlaMeasurement.availabilityBasisPoints(7, 7));
        assertEquals(9_999, SlaMeasurement.availabilityBasisPoints(999_999, 1_000_000));
        assertEquals(0, SlaMeasurement.availabilityBasisPoints(0, 7));
        assertEquals(
                9_999, SlaMeasurement.availabilityBasisPoints(Long.MAX_VALUE - 1, Long.MAX_VALUE));
    }

    @Test
    void refusesTermsThatMeanNothing() {
        String worse = "steps must each have a worse limit and a higher credit than the one before";
        assertRefused(
                "steps must have at least one",
                () -> new SlaTarget(MILLI_TOKENS_PER_SECOND, List.of()));
        assertRefused(
                worse, () -> target(TIME_TO_FIRST_TOKEN_MICROS, new Step(5, 1), new Step(5, 2)));
        assertRefused(
                worse, () -> target(TIME_TO_FIRST_TOKEN_MICROS, new Step(5, 1), new Step(4, 2)));
        assertRefused(
                worse, () -> target(AVAILABILITY_BASIS_POINTS, new Step(5, 1), new Step(6, 2)));
        assertRefused(
                worse, () -> target(AVAILABILITY_BASIS_POINTS, new Step(5, 2), new Step(4, 2)));
        assertRefused("limit must be 0 or more", () -> new Step(-1, 1));
        assertRefused("creditBasisPoints must be more than 0", () -> new Step(0, 0));
        String range = "must be 0 to 10000 basis points";
        assertRefused("creditBasisPoints " + range, () -> new Step(0, 10_001));
        assertEquals(10_000, new Step(0, 10_000).creditBasisPoints());
        assertRefused("capBasisPoints " + range, () -> new SlaTerms(List.of(), -1));
        assertRefused("capBasisPoints " + range, () -> new SlaTerms(List.of(), 10_001));
        assertRefused("targets must be one per metric", () -> new SlaTerms(List.of(RATE, RATE), 1));
        assertRefused("charge must be 0 or more", () -> TERMS.credit(Pico.of(-1), Map.of()));
    }

    @Test
    void refusesMeasurementsOfNothing() {
        assertRefused(
                "recordsByValue must have at least one record",
                () -> SlaMeasurement.percentile(Map.of(5L, 0L), 5_000));
        assertRefused(
                "recordsByValue[5] must be 0 or more",
                () -> SlaMeasurement.percentile(Map.of(5L, -1L), 5_000));
        assertRefused(
                "percentileBasisPoints must be more than 0",
                () -> SlaMeasurement.percentile(Map.of(5L, 1L), 0));
        assertRefused(
                "percentileBasisPoints must be 0 to 10000 basis points",
                () -> SlaMeasurement.percentile(Map.of(5L, 1L), 10_001));
        assertRefused("tokens must be 0 or more", () -> SlaMeasurement.milliTokensPerSecond(-1, 1));
        assertRefused(
                "micros must be more than 0", () -> SlaMeasurement.milliTokensPerSecond(1, 0));
        assertRefused(
                "served must be 0 or more", () -> SlaMeasurement.availabilityBasisPoints(-1, 1));
        assertRefused(
                "served must not exceed offered",
                () -> SlaMeasurement.availabilityBasisPoints(2, 1));
    }

    @Test
    void metricsKnowTheirBetterSide() {
        assertTrue(TIME_TO_FIRST_TOKEN_MICROS.isMissed(6, 5));
        assertFalse(TIME_TO_FIRST_TOKEN_MICROS.isMissed(5, 5));
        assertTrue(MILLI_TOKENS_PER_SECOND.isMissed(4, 5));
        assertFalse(MILLI_TOKENS_PER_SECOND.isMissed(5, 5));
    }

    private static SlaTarget target(SlaMetric metric, Step... steps) {
        return new SlaTarget(metric, List.of(steps));
    }

    private static Map<SlaMetric, Long> measured(
            long firstTokenMicros, long availability, long milliTokensPerSecond) {
        return Map.of(
                TIME_TO_FIRST_TOKEN_MICROS,
                firstTokenMicros,
                AVAILABILITY_BASIS_POINTS,
                availability,
                MILLI_TOKENS_PER_SECOND,
                milliTokensPerSecond);
    }
}
