package tallystick.domain.rating;

import java.util.List;
import tallystick.domain.money.Pico;

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
