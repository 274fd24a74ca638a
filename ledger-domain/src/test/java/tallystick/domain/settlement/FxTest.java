package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FxTest {

    private static final long NOON = 1_764_590_400_000_000_000L;

    // ---- fractions -----------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "5,2,2", "7,2,4", "-5,2,-2", "-7,2,-4", "1,2,0", "3,2,2", "-1,2,0", "-3,2,-2", "1,3,0",
        "2,3,1", "-1,3,0", "-2,3,-1", "0,7,0", "6,3,2", "-6,3,-2", "5,-2,-2"
    })
    void roundsToTheNearestAndHalvesToTheEven(long numerator, long denominator, long rounded) {
        assertEquals(
                BigInteger.valueOf(rounded), Fraction.of(numerator, denominator).roundHalfEven());
    }

    @Test
    void fractionsAreKeptInLowestTerms() {
        assertEquals("1/2", Fraction.of(-3, -6).toString());
        assertEquals("-1/2", Fraction.of(3, -6).toString());
        assertEquals(Fraction.ZERO, Fraction.of(0, -9));
        assertEquals(Fraction.ONE, Fraction.of(9, 9));
        assertEquals(Fraction.of(217, 200), Fraction.parse("1.085"));
        assertEquals(Fraction.of(5, 6), Fraction.of(1, 2).plus(Fraction.of(1, 3)));
        assertEquals(Fraction.of(1, 6), Fraction.of(1, 2).times(Fraction.of(1, 3)));
        assertEquals(Fraction.of(-3, 2), Fraction.of(-2, 3).inverse());
        assertTrue(Fraction.of(1, 3).compareTo(Fraction.of(1, 2)) < 0);
        assertTrue(Fraction.of(-1, 3).compareTo(Fraction.of(-1, 2)) > 0);
        assertEquals(0, Fraction.of(2, 4).compareTo(Fraction.of(1, 2)));
        assertEquals(-1, Fraction.of(-2, 4).signum());
        assertRefused("denominator must not be 0", () -> Fraction.of(1, 0));
        assertRefused("denominator must not be 0", Fraction.ZERO::inverse);
        assertThrows(NumberFormatException.class, () -> Fraction.parse("1e3"));
    }

    @Test
    void roundingAgreesWithBigDecimal() {
        Seeded.check(
                random -> {
                    long numerator = random.nextLong() >> random.nextInt(64);
                    long denominator = 1 + Seeded.magnitude(random, 20);
                    assertEquals(
                            new BigDecimal(numerator)
                                    .divide(new BigDecimal(denominator), 0, RoundingMode.HALF_EVEN)
                                    .toBigIntegerExact(),
                            Fraction.of(numerator, denominator).roundHalfEven());
                });
    }

    // ---- fixings -------------------------------------------------------------------------------

    /** EUR/USD 1.0850 with 200 ppm: half of it is 0.0001085, so 1.0848915 bid and 1.0851085 ask. */
    @Test
    void bidAndAskLieHalfTheSpreadFromTheMid() {
        FxFixing fixing = fixing("EUR", "USD", "1.0850", 200);
        assertEquals(Fraction.parse("1.0848915"), fixing.bid());
        assertEquals(Fraction.parse("1.0851085"), fixing.ask());
        assertEquals(List.of("EUR", "USD"), fixing.path());
    }

    /**
     * 1000.00 EUR to receive at 1.0848915 are 108489.15 cents; to pay at 1.0851085, 108510.85. In
     * won, which have no minor unit, 1000.00 EUR at 1473.255 are 1473255 won exactly; in Kuwaiti
     * fils, which are thousandths, at 0.333 they are 333000.
     */
    @Test
    void convertsBetweenMinorUnitsOfDifferentWidth() {
        FxFixing dollars = fixing("EUR", "USD", "1.0850", 200);
        assertEquals(Fraction.parse("108489.15"), dollars.convertMinor(100_000));
        assertEquals(Fraction.parse("-108510.85"), dollars.convertMinor(-100_000));
        assertEquals(
                Fraction.of(1_473_255), fixing("EUR", "KRW", "1473.255", 0).convertMinor(100_000));
        assertEquals(Fraction.of(100), fixing("KRW", "EUR", "0.001", 0).convertMinor(1_000));
        assertEquals(Fraction.of(333_000), fixing("EUR", "KWD", "0.333", 0).convertMinor(100_000));
        assertEquals(Fraction.ZERO, dollars.convertMinor(0));
    }

    /** KRW/USD 0.0007 × USD/EUR 0.92 = 0.000644; 300 ppm + 200 ppm = 500 ppm. */
    @Test
    void aCrossRateMultipliesMidsAndAddsSpreads() {
        FxFixing cross =
                fixing("KRW", "USD", "0.0007", 300).then(fixing("USD", "EUR", "0.92", 200));
        assertEquals(Fraction.parse("0.000644"), cross.mid());
        assertEquals(500, cross.spreadPpm());
        assertEquals("KRW", cross.base());
        assertEquals("EUR", cross.quote());
        assertEquals(List.of("KRW", "USD", "EUR"), cross.path());
        assertEquals(NOON, cross.fixedAtEpochNanos());
        assertEquals(
                List.of("KRW", "USD", "EUR", "GBP"),
                cross.then(fixing("EUR", "GBP", "0.8", 0)).path());
    }

    @Test
    void anInverseReadsTheFixingTheOtherWay() {
        FxFixing fixing = fixing("KRW", "USD", "0.0007", 300).then(fixing("USD", "EUR", "0.8", 0));
        FxFixing inverse = fixing.inverse();
        assertEquals(List.of("EUR", "USD", "KRW"), inverse.path());
        assertEquals(Fraction.ONE, fixing.mid().times(inverse.mid()));
        assertEquals(300, inverse.spreadPpm());
        assertEquals(fixing, inverse.inverse());
    }

    @Test
    void refusesWhatIsNoFixing() {
        Fraction one = Fraction.ONE;
        List<String> path = List.of("EUR", "USD");
        assertRefused(
                "source must not be blank",
                () -> new FxFixing("", NOON, "EUR", "USD", one, 0, path));
        assertRefused(
                "base must be an ISO 4217 currency",
                () -> new FxFixing("ECB", NOON, "TOK", "USD", one, 0, path));
        assertRefused(
                "quote must be an ISO 4217 currency",
                () -> new FxFixing("ECB", NOON, "EUR", "XYZ", one, 0, path));
        assertRefused("quote must differ from the base", () -> fixing("EUR", "EUR", "1", 0));
        assertRefused("mid must be more than 0", () -> fixing("EUR", "USD", "0", 0));
        assertRefused("mid must be more than 0", () -> fixing("EUR", "USD", "-1", 0));
        String spread = "spreadPpm must be 0 to 1999999 parts per million";
        assertRefused(spread, () -> fixing("EUR", "USD", "1", -1));
        assertRefused(spread, () -> fixing("EUR", "USD", "1", 2_000_000));
        assertEquals(1, fixing("EUR", "USD", "1", 1_999_999).bid().signum());
        String ends = "path must lead from the base to the quote";
        for (List<String> wrong :
                List.of(
                        List.<String>of(),
                        List.of("EUR"),
                        List.of("EUR", "GBP"),
                        List.of("GBP", "USD"))) {
            assertRefused(ends, () -> new FxFixing("ECB", NOON, "EUR", "USD", one, 0, wrong));
        }
        assertRefused(
                "path must be an ISO 4217 currency",
                () ->
                        new FxFixing(
                                "ECB", NOON, "EUR", "USD", one, 0, List.of("EUR", "TOK", "USD")));
        assertRefused(
                "path must not pass a currency twice",
                () ->
                        new FxFixing(
                                "ECB",
                                NOON,
                                "EUR",
                                "USD",
                                one,
                                0,
                                List.of("EUR", "GBP", "GBP", "USD")));
    }

    @Test
    void refusesAFixingThatDoesNotContinue() {
        FxFixing first = fixing("KRW", "USD", "0.0007", 1_000_000);
        FxFixing next = fixing("USD", "EUR", "0.92", 0);
        assertRefused("next must start from USD", () -> first.then(first.inverse().inverse()));
        assertRefused(
                "next must be fixed by ECB",
                () -> first.then(FxFixing.direct("BOK", NOON, "USD", "EUR", Fraction.ONE, 0)));
        assertRefused(
                "next must be fixed at that time",
                () -> first.then(FxFixing.direct("ECB", NOON + 1, "USD", "EUR", Fraction.ONE, 0)));
        assertRefused(
                "spreadPpm must be 0 to 1999999 parts per million",
                () -> first.then(fixing("USD", "EUR", "0.92", 1_000_000)));
        assertEquals(1_999_999, first.then(fixing("USD", "EUR", "0.92", 999_999)).spreadPpm());
        assertRefused(
                "path must not pass a currency twice",
                () ->
                        fixing("EUR", "KRW", "1400", 0)
                                .then(first)
                                .then(fixing("USD", "KRW", "1", 0)));
        assertEquals("EUR", first.then(next).quote());
    }

    /** A naive twin: decimals of 80 digits, rounded once at the end. */
    @Test
    void conversionAgreesWithBigDecimal() {
        MathContext wide = new MathContext(80, RoundingMode.HALF_EVEN);
        Seeded.check(
                random -> {
                    BigDecimal mid =
                            BigDecimal.valueOf(
                                    1 + Seeded.magnitude(random, 40), random.nextInt(12));
                    int spreadPpm = random.nextInt(5_000);
                    long base = random.nextLong() >> (22 + random.nextInt(40));
                    boolean inverted = random.nextBoolean();
                    FxFixing fixing = fixing("KRW", "KWD", mid.toPlainString(), spreadPpm);
                    FxFixing used = inverted ? fixing.inverse() : fixing;
                    BigDecimal rate = inverted ? BigDecimal.ONE.divide(mid, wide) : mid;
                    BigDecimal half = BigDecimal.valueOf(spreadPpm, 6).divide(BigDecimal.TWO);
                    BigDecimal side =
                            base < 0 ? BigDecimal.ONE.add(half) : BigDecimal.ONE.subtract(half);
                    BigDecimal naive =
                            rate.multiply(side)
                                    .multiply(BigDecimal.valueOf(base))
                                    .movePointRight(inverted ? -3 : 3)
                                    .setScale(0, RoundingMode.HALF_EVEN);
                    assertEquals(
                            naive.toBigIntegerExact(), used.convertMinor(base).roundHalfEven());
                });
    }

    // ---- payment versus payment ----------------------------------------------------------------

    @Test
    void bothLegsOrNeither() {
        PvpPair.Leg euros = new PvpPair.Leg("EUR", "A", "bank", 100);
        PvpPair.Leg dollars = new PvpPair.Leg("USD", "bank", "A", 108);
        PvpPair pair = new PvpPair(euros, dollars);
        for (boolean first : List.of(true, false)) {
            for (boolean second : List.of(true, false)) {
                for (boolean passed : List.of(true, false)) {
                    List<PvpPair.Leg> paid = pair.payments(PvpPair.decide(first, second, passed));
                    assertEquals(first && second ? List.of(euros, dollars) : List.of(), paid);
                }
            }
        }
        assertEquals(PvpPair.Decision.WAIT, PvpPair.decide(true, false, false));
        assertEquals(PvpPair.Decision.WAIT, PvpPair.decide(false, true, false));
        assertEquals(PvpPair.Decision.RETURN_BOTH, PvpPair.decide(false, true, true));
        assertEquals(PvpPair.Decision.RETURN_BOTH, PvpPair.decide(true, false, true));
        assertEquals(PvpPair.Decision.SETTLE_BOTH, PvpPair.decide(true, true, true));
    }

    @Test
    void refusesWhatIsNoPair() {
        PvpPair.Leg euros = new PvpPair.Leg("EUR", "A", "bank", 100);
        String parties = "second must be paid by the payee of the first to its payer";
        assertRefused(
                "second must be in another currency",
                () -> new PvpPair(euros, new PvpPair.Leg("EUR", "bank", "A", 100)));
        assertRefused(parties, () -> new PvpPair(euros, new PvpPair.Leg("USD", "bank", "B", 100)));
        assertRefused(parties, () -> new PvpPair(euros, new PvpPair.Leg("USD", "B", "A", 100)));
        assertRefused(
                "asset must be an ISO 4217 currency", () -> new PvpPair.Leg("TOK", "A", "B", 1));
        assertRefused("payer must not be blank", () -> new PvpPair.Leg("EUR", "", "B", 1));
        assertRefused("payee must not be blank", () -> new PvpPair.Leg("EUR", "A", "", 1));
        assertRefused("payee must not be the payer", () -> new PvpPair.Leg("EUR", "A", "A", 1));
        assertRefused("minor must be more than 0", () -> new PvpPair.Leg("EUR", "A", "B", 0));
    }

    static FxFixing fixing(String base, String quote, String mid, int spreadPpm) {
        return FxFixing.direct("ECB", NOON, base, quote, Fraction.parse(mid), spreadPpm);
    }

    static FxFixing fixing(SplittableRandom random, String base, String quote) {
        return FxFixing.direct(
                "ECB",
                NOON,
                base,
                quote,
                Fraction.of(1 + Seeded.magnitude(random, 6), 1 + Seeded.magnitude(random, 20)),
                random.nextInt(10_000));
    }
}
