package tallystick.domain.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.RatingSteps.Line;
import tallystick.domain.rating.RatingSteps.Step;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** The steps that explain an amount: their sum is the amount, and each is what its tier says. */
class RatingStepsTest {

    private static final int OUTPUT = TokenClass.OUTPUT_TEXT.ordinal();
    private static final int INPUT = TokenClass.INPUT_UNCACHED.ordinal();
    private static final int CACHED = INPUT + 1;

    /** Input at 2; output at 10 up to 1,000 tokens, 8 up to 5,000, 5 beyond; nothing else. */
    private static TariffVersion version(TierMode mode, Pico minimumCharge) {
        List<PriceTier> tiers =
                mode == TierMode.FLAT
                        ? List.of()
                        : List.of(new PriceTier(1_000, 8), new PriceTier(5_000, 5));
        List<PriceLine> lines =
                List.of(
                        new PriceLine("llama", TokenClass.INPUT_UNCACHED, PriceLine.ANY, 2),
                        new PriceLine(
                                "llama", TokenClass.OUTPUT_TEXT, PriceLine.ANY, 10, mode, tiers));
        TariffVersion version =
                new TariffVersion(
                        0,
                        1,
                        0,
                        new TariffTerms(
                                "t",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "UTC",
                                0,
                                minimumCharge,
                                TierPeriod.MONTH,
                                lines));
        lines.forEach(line -> version.price(0, 0, line));
        version.seal();
        return version;
    }

    private static TierLadder ladder(TierMode mode) {
        TierLadder ladder = version(mode, Pico.ZERO).ladder(0, 0, OUTPUT);
        assertNotNull(ladder);
        return ladder;
    }

    private static Step step(long from, long tokens, long price) {
        return new Step(from, tokens, price, Pico.of(tokens * price));
    }

    @Test
    void graduatedStepsAreTheTiersThatAreTouched() {
        TierLadder ladder = ladder(TierMode.GRADUATED);
        assertEquals(List.of(step(0, 1_000, 10)), ladder.steps(0, 1_000));
        assertEquals(List.of(step(0, 1_000, 10), step(1_000, 1, 8)), ladder.steps(0, 1_001));
        assertEquals(List.of(step(1_000, 1, 8)), ladder.steps(1_000, 1));
        assertEquals(
                List.of(step(0, 100, 10), step(1_000, 4_000, 8), step(5_000, 7, 5)),
                ladder.steps(900, 4_107));
        assertEquals(List.of(step(5_000, 3, 5)), ladder.steps(5_000, 3));
        assertEquals(List.of(), ladder.steps(17, 0));
    }

    @Test
    void graduatedStepsTakeBackWhereTheTokensWere() {
        assertEquals(
                List.of(step(0, -50, 10), step(1_000, -100, 8)),
                ladder(TierMode.GRADUATED).steps(1_100, -150));
    }

    @Test
    void volumeStepsPriceAllTokensAgainWhereTheTierChanges() {
        TierLadder ladder = ladder(TierMode.VOLUME);
        assertEquals(List.of(step(0, 1_000, 10)), ladder.steps(0, 1_000));
        assertEquals(List.of(step(1_000, 1_001, 8), step(0, -1_000, 10)), ladder.steps(1_000, 1));
        assertEquals(List.of(step(1_000, 500, 8)), ladder.steps(2_000, 500));
        assertEquals(List.of(step(1_000, 3_000, 8)), ladder.steps(2_000, 3_000));
        assertEquals(
                List.of(step(5_000, 5_001, 5), step(1_000, -5_000, 8)), ladder.steps(5_000, 1));
        assertEquals(List.of(step(0, 10, 10), step(1_000, -1_010, 8)), ladder.steps(1_010, -1_000));
    }

    @Test
    void stepsSumToTheDifference() {
        for (TierMode mode : List.of(TierMode.GRADUATED, TierMode.VOLUME)) {
            TierLadder ladder = ladder(mode);
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 10_000; i++) {
                long before = random.nextLong(7_000);
                long more = random.nextLong(-before, 7_000);
                Pico sum =
                        ladder.steps(before, more).stream()
                                .map(Step::amount)
                                .reduce(Pico.ZERO, Pico::plus);
                assertEquals(ladder.difference(before, more), sum, before + " and " + more);
            }
        }
    }

    private static UsageRecord usage(long input, long output) {
        UsageRecord usage = new UsageRecord();
        usage.modelRef = 0;
        usage.tokens[INPUT] = input;
        usage.tokens[OUTPUT] = output;
        return usage;
    }

    @Test
    void aLineForEachClassThatBillsTokens() {
        RatingSteps steps =
                RatingSteps.of(
                        usage(7, 200),
                        version(TierMode.GRADUATED, Pico.ZERO),
                        Pico.of(14 + 1_000 + 800),
                        (tokenClass, ladder) -> {
                            assertEquals(TokenClass.OUTPUT_TEXT, tokenClass);
                            assertEquals(Pico.of(10), ladder.difference(0, 1));
                            return 900;
                        });
        assertEquals(
                List.of(
                        new Line(
                                TokenClass.INPUT_UNCACHED,
                                7,
                                false,
                                0,
                                Pico.of(14),
                                List.of(step(0, 7, 2))),
                        new Line(
                                TokenClass.OUTPUT_TEXT,
                                200,
                                true,
                                900,
                                Pico.of(1_800),
                                List.of(step(0, 100, 10), step(1_000, 100, 8)))),
                steps.lines());
        assertEquals(Pico.ZERO, steps.rest());
    }

    @Test
    void whatTheAmountHasBeyondTheLinesIsTheRest() {
        TariffVersion flat = version(TierMode.FLAT, Pico.of(100));
        RatingSteps steps = RatingSteps.of(usage(7, 1), flat, Pico.of(100), (_, _) -> 0);
        assertEquals(Pico.of(100 - 24), steps.rest());
        assertFalse(steps.lines().stream().anyMatch(Line::tiered));
    }

    /** What was billed at an earlier version may have no price in this one: it costs nothing. */
    @Test
    void aClassWithoutAPriceCostsNothing() {
        UsageRecord usage = usage(0, 3);
        usage.billed = new long[TokenClass.COUNT];
        usage.billed[OUTPUT] = 3;
        usage.billed[CACHED] = -5;
        RatingSteps steps =
                RatingSteps.of(usage, version(TierMode.FLAT, Pico.ZERO), Pico.of(30), (_, _) -> 0);
        assertEquals(
                List.of(CACHED, OUTPUT),
                steps.lines().stream().map(line -> line.tokenClass().ordinal()).toList());
        assertEquals(List.of(step(0, -5, 0)), steps.lines().getFirst().steps());
        assertEquals(Pico.ZERO, steps.rest());
        assertTrue(Arrays.stream(usage.tokens).sum() == 3);
    }
}
