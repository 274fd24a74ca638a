package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.VolumeTiers.Kind;
import tallystick.domain.settlement.VolumeTiers.Tier;

class LinePricingTest {

    private static final List<Tier> TIERS =
            List.of(new Tier(0, 5), new Tier(100, 3), new Tier(150, 2));

    /**
     * From 0 at 5, from 100 at 3, from 150 at 2. Graduated 160: 100 × 5 + 50 × 3 + 10 × 2 = 670.
     * Volume 160: 160 × 2 = 320. At 100 the second tier is reached: volume 300 where 99 cost 495.
     */
    @ParameterizedTest
    @CsvSource({
        "0,0,0,5",
        "1,5,5,5",
        "99,495,495,5",
        "100,500,300,3",
        "101,503,303,3",
        "149,647,447,3",
        "150,650,300,2",
        "160,670,320,2"
    })
    void tiersPriceTheirBandOrTheWholeVolume(long tokens, long graduated, long volume, long next) {
        LineTokens used = new LineTokens(tokens, 7);
        assertEquals(Pico.of(graduated), new VolumeTiers(Kind.GRADUATED, TIERS).charge(used));
        assertEquals(Pico.of(volume), new VolumeTiers(Kind.VOLUME, TIERS).charge(used));
        for (Kind kind : Kind.values()) {
            assertEquals(next, new VolumeTiers(kind, TIERS).nextPricePicoPerToken(used));
        }
    }

    /** 4 balanced, 7 unbalanced: 100 against 60 is 60 × 4 + 40 × 7 = 520, back 60 × 4 = 240. */
    @ParameterizedTest
    @CsvSource({
        "100,60,520,7",
        "60,100,240,4",
        "60,60,240,7",
        "59,60,236,4",
        "61,60,247,7",
        "0,60,0,4",
        "60,0,420,7",
        "0,0,0,7"
    })
    void matchedTokensCostTheBalancedPrice(long sent, long returned, long charge, long next) {
        BalancedPrice price = new BalancedPrice(4, 7);
        assertEquals(Pico.of(charge), price.charge(new LineTokens(sent, returned)));
        assertEquals(next, price.nextPricePicoPerToken(new LineTokens(sent, returned)));
    }

    /** A naive twin: decimals, token bands cut one by one. */
    @Test
    void tiersAgreeWithBigDecimal() {
        Seeded.check(LinePricingTest::agreesWithBigDecimal);
    }

    @Test
    void theTwinTellsTheKindsApart() {
        Seeded.isCaught(
                random -> {
                    List<Tier> tiers = tiers(random);
                    long tokens = Seeded.magnitude(random, 22);
                    assertEquals(
                            naive(Kind.GRADUATED, tiers, tokens),
                            naive(Kind.VOLUME, tiers, tokens));
                });
    }

    private static void agreesWithBigDecimal(SplittableRandom random) {
        List<Tier> tiers = tiers(random);
        for (Kind kind : Kind.values()) {
            VolumeTiers pricing = new VolumeTiers(kind, tiers);
            for (int i = 0; i < 20; i++) {
                Tier near = tiers.get(random.nextInt(tiers.size()));
                long tokens =
                        random.nextBoolean()
                                ? Seeded.magnitude(random, 22)
                                : Math.max(near.fromTokens() + random.nextInt(3) - 1, 0);
                assertEquals(
                        naive(kind, tiers, tokens).toBigIntegerExact(),
                        pricing.charge(new LineTokens(tokens, 0)).toBigInteger());
            }
        }
    }

    private static BigDecimal naive(Kind kind, List<Tier> tiers, long tokens) {
        BigDecimal charge = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            long from = tiers.get(i).fromTokens();
            long end = i + 1 < tiers.size() ? tiers.get(i + 1).fromTokens() : Long.MAX_VALUE;
            boolean reached = from <= tokens && tokens < end;
            long counted =
                    switch (kind) {
                        case GRADUATED -> Math.max(Math.min(tokens, end) - from, 0);
                        case VOLUME -> reached ? tokens : 0;
                    };
            charge =
                    charge.add(
                            BigDecimal.valueOf(counted)
                                    .multiply(
                                            BigDecimal.valueOf(tiers.get(i).pricePicoPerToken())));
        }
        return charge;
    }

    static List<Tier> tiers(SplittableRandom random) {
        List<Tier> tiers = new ArrayList<>();
        long from = 0;
        for (int i = random.nextInt(5); i >= 0; i--) {
            tiers.add(new Tier(from, random.nextInt(1_000)));
            from += 1 + Seeded.magnitude(random, 18);
        }
        return tiers;
    }

    /** Both ways together, balanced traffic costs the same whoever is asked. */
    @Test
    void bothDirectionsTogetherAreSymmetric() {
        Seeded.check(
                random -> {
                    BalancedPrice price =
                            new BalancedPrice(random.nextInt(1_000), random.nextInt(1_000));
                    LineTokens one =
                            new LineTokens(
                                    Seeded.magnitude(random, 40), Seeded.magnitude(random, 40));
                    Pico both = price.charge(one).plus(price.charge(one.reversed()));
                    assertEquals(both, price.charge(one.reversed()).plus(price.charge(one)));
                    long matched = Math.min(one.sent(), one.returned());
                    long surplus = Math.abs(one.sent() - one.returned());
                    assertEquals(
                            Pico.product(2 * matched, price.balancedPicoPerToken())
                                    .plus(Pico.product(surplus, price.unbalancedPicoPerToken())),
                            both);
                });
    }

    @Test
    void sixtyThreeBitsOfTokensAtAnyPriceStayExact() {
        LineTokens most = new LineTokens(Long.MAX_VALUE, Long.MAX_VALUE);
        Pico square = Pico.product(Long.MAX_VALUE, Long.MAX_VALUE);
        List<Tier> dear = List.of(new Tier(0, Long.MAX_VALUE));
        assertEquals(square, new VolumeTiers(Kind.GRADUATED, dear).charge(most));
        assertEquals(square, new VolumeTiers(Kind.VOLUME, dear).charge(most));
        assertEquals(square, new BalancedPrice(Long.MAX_VALUE, 1).charge(most));
        assertThrows(ArithmeticException.class, () -> most.plus(new LineTokens(1, 0)));
        assertThrows(ArithmeticException.class, () -> most.plus(new LineTokens(0, 1)));
        assertEquals(new LineTokens(4, 6), new LineTokens(1, 2).plus(new LineTokens(3, 4)));
    }

    @Test
    void refusesTermsThatArePricedAmbiguously() {
        String start = "tiers must start from 0";
        String ascending = "tiers must each start from more tokens than the one before";
        assertRefused(start, () -> new VolumeTiers(Kind.VOLUME, List.of()));
        assertRefused(start, () -> new VolumeTiers(Kind.VOLUME, List.of(new Tier(1, 1))));
        assertRefused(
                ascending,
                () -> new VolumeTiers(Kind.VOLUME, List.of(new Tier(0, 1), new Tier(0, 2))));
        assertRefused(
                ascending,
                () ->
                        new VolumeTiers(
                                Kind.VOLUME,
                                List.of(new Tier(0, 1), new Tier(9, 2), new Tier(8, 3))));
        assertRefused("fromTokens must be 0 or more", () -> new Tier(-1, 1));
        assertRefused("pricePicoPerToken must be 0 or more", () -> new Tier(0, -1));
        assertRefused("balancedPicoPerToken must be 0 or more", () -> new BalancedPrice(-1, 0));
        assertRefused("unbalancedPicoPerToken must be 0 or more", () -> new BalancedPrice(0, -1));
        assertRefused("sent must be 0 or more", () -> new LineTokens(-1, 0));
        assertRefused("returned must be 0 or more", () -> new LineTokens(0, -1));
    }
}
