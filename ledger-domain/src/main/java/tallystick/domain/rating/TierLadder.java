package tallystick.domain.rating;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.RatingSteps.Step;

/**
 * A price line with tiers: what the first n tokens of a period cost in all. What a record costs is
 * the difference it makes, so that the sum over any order of records is what their sum costs.
 */
public final class TierLadder {

    private final TierMode mode;
    private final int jurisdiction;
    private final long basePrice;
    private final long[] from;
    private final long[] prices;

    /**
     * @param jurisdiction packed jurisdiction of the line, 0 for any
     */
    TierLadder(PriceLine line, int jurisdiction) {
        List<PriceTier> tiers = line.tiers();
        this.mode = line.tierMode();
        this.jurisdiction = jurisdiction;
        this.basePrice = line.pricePicoPerToken();
        this.from = tiers.stream().mapToLong(PriceTier::fromTokens).toArray();
        this.prices = tiers.stream().mapToLong(PriceTier::pricePicoPerToken).toArray();
    }

    /** Packed jurisdiction of the line, 0 for any: its tokens are summed apart from others'. */
    public int jurisdiction() {
        return jurisdiction;
    }

    /**
     * What {@code more} tokens add after {@code before} in the same period; negative {@code more}
     * takes tokens back.
     *
     * @param before tokens of the period so far, 0 … 2^62
     * @throws ArithmeticException when a sum leaves 128 bits
     */
    public Pico difference(long before, long more) {
        return total(before + more).minus(total(before));
    }

    /**
     * The same, step by step: tokens of each tier at its price, and for volume tiers all tokens of
     * the period at the new price and all earlier ones taken back at the old. Their sum is {@link
     * #difference}.
     */
    public List<Step> steps(long before, long more) {
        List<Step> steps = new ArrayList<>();
        if (mode == TierMode.VOLUME && priceAt(before + more) != priceAt(before)) {
            steps.add(Step.of(tierOf(before + more), before + more, priceAt(before + more)));
            steps.add(Step.of(tierOf(before), -before, priceAt(before)));
            return steps;
        }
        if (mode == TierMode.VOLUME) {
            return List.of(Step.of(tierOf(before), more, priceAt(before)));
        }
        long low = Math.min(before, before + more);
        long high = Math.max(before, before + more);
        for (int i = -1; i < from.length; i++) {
            long start = i < 0 ? 0 : from[i];
            long end = i + 1 < from.length ? from[i + 1] : Long.MAX_VALUE;
            long tokens = Math.min(high, end) - Math.max(low, start);
            if (tokens > 0) {
                steps.add(
                        Step.of(start, more < 0 ? -tokens : tokens, i < 0 ? basePrice : prices[i]));
            }
        }
        return steps;
    }

    private long tierOf(long tokens) {
        long start = 0;
        for (int i = 0; i < from.length && tokens > from[i]; i++) {
            start = from[i];
        }
        return start;
    }

    /** What the first {@code tokens} of a period cost in all. */
    private Pico total(long tokens) {
        return mode == TierMode.VOLUME ? Pico.product(tokens, priceAt(tokens)) : graduated(tokens);
    }

    private Pico graduated(long tokens) {
        Pico sum = Pico.ZERO;
        long done = 0;
        long price = basePrice;
        for (int i = 0; i < from.length && tokens > from[i]; i++) {
            sum = sum.plus(Pico.product(from[i] - done, price));
            done = from[i];
            price = prices[i];
        }
        return sum.plus(Pico.product(tokens - done, price));
    }

    /**
     * Price of the tier that a volume falls into: the first token beyond a bound is in the next.
     */
    private long priceAt(long tokens) {
        long price = basePrice;
        for (int i = 0; i < from.length && tokens > from[i]; i++) {
            price = prices[i];
        }
        return price;
    }

    /** The highest price any further token of the period can have. */
    long highestPrice() {
        long highest = basePrice;
        for (long price : prices) {
            highest = Math.max(highest, price);
        }
        return highest;
    }
}
