package tallystick.domain.rating;

import tallystick.domain.usage.TokenClass;

/**
 * One flat price of a tariff version.
 *
 * @param model the model priced
 * @param tokenClass the class priced
 * @param jurisdiction ISO 3166-1 alpha-2 of the serving factory, or {@link #ANY}
 * @param pricePicoPerToken 0 or more; a price per million with six decimals is a whole number of
 *     pico-units a token
 */
public record PriceLine(
        String model, TokenClass tokenClass, String jurisdiction, long pricePicoPerToken) {

    /** Any jurisdiction that has no line of its own. */
    public static final String ANY = "*";
}
