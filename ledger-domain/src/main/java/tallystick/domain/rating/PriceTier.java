package tallystick.domain.rating;

/**
 * A price that applies from a number of tokens in the period on.
 *
 * @param fromTokens so many tokens are before this tier, 1 … 2^53 − 1, ascending
 * @param pricePicoPerToken 0 or more
 */
public record PriceTier(long fromTokens, long pricePicoPerToken) {}
