package tallystick.domain.rating;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * How the amount of an accepted record came about, step by step: Σ of the steps and {@link #rest}
 * is the amount, to the pico-unit.
 *
 * @param lines one per class that bills tokens, in encoding order
 * @param rest what the amount has beyond the lines: up to the minimum charge, or, where a record
 *     changes an earlier one or draws on a hold, what makes it the difference to what was charged
 */
public record RatingSteps(List<Line> lines, Pico rest) {

    public RatingSteps {
        lines = List.copyOf(lines);
    }

    /** Tokens of a tiered line that its payer used in the period before the record. */
    @FunctionalInterface
    public interface TokensBefore {
        /** How many, 0 or more. */
        long of(TokenClass tokenClass, TierLadder ladder);
    }

    /**
     * What a class costs.
     *
     * @param tokens billed, negative takes back
     * @param tiered whether the price has tiers
     * @param tokensBefore used in the period before; 0 without tiers
     * @param steps tokens and price of each tier that is touched
     */
    public record Line(
            TokenClass tokenClass,
            long tokens,
            boolean tiered,
            long tokensBefore,
            Pico amount,
            List<Step> steps) {
        public Line {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Tokens at one price.
     *
     * @param fromTokens so many tokens of the period are before this tier
     * @param tokens negative takes back
     */
    public record Step(long fromTokens, long tokens, long pricePicoPerToken, Pico amount) {

        static Step of(long fromTokens, long tokens, long price) {
            return new Step(fromTokens, tokens, price, Pico.product(tokens, price));
        }
    }

    /**
     * The steps of one leg of a record.
     *
     * @param version what rated it
     * @param amount what the leg came to
     * @param before asked for tiered classes alone
     */
    public static RatingSteps of(
            UsageRecord usage, TariffVersion version, Pico amount, TokensBefore before) {
        List<Line> lines = new ArrayList<>();
        Pico rest = amount;
        for (TokenClass tokenClass : TokenClass.ALL) {
            long billed = usage.billed(tokenClass.ordinal());
            if (billed != 0) {
                Line line = line(usage, version, tokenClass, billed, before);
                lines.add(line);
                rest = rest.minus(line.amount());
            }
        }
        return new RatingSteps(lines, rest);
    }

    private static Line line(
            UsageRecord usage,
            TariffVersion version,
            TokenClass tokenClass,
            long billed,
            TokensBefore before) {
        int index = tokenClass.ordinal();
        TierLadder ladder = version.ladder(usage.modelRef, usage.jurisdiction, index);
        long used = ladder == null ? 0 : before.of(tokenClass, ladder);
        // What was billed at an earlier version may have no price in this one.
        long price = Math.max(0, version.prices(usage.modelRef, usage.jurisdiction)[index]);
        List<Step> steps =
                ladder == null ? List.of(Step.of(0, billed, price)) : ladder.steps(used, billed);
        Pico amount = steps.stream().map(Step::amount).reduce(Pico.ZERO, Pico::plus);
        return new Line(tokenClass, billed, ladder != null, used, amount, steps);
    }
}
