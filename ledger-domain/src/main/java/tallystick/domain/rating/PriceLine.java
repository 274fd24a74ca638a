package tallystick.domain.rating;

import java.util.List;
import tallystick.domain.usage.TokenClass;

/**
 * One price of a tariff version.
 *
 * @param model the model priced
 * @param tokenClass the class priced
 * @param jurisdiction ISO 3166-1 alpha-2 of the serving factory, or {@link #ANY}
 * @param pricePicoPerToken 0 or more; a price per million with six decimals is a whole number of
 *     pico-units a token; with tiers, that of the tokens before the first tier
 * @param tierMode how the tiers apply, {@link TierMode#FLAT} exactly when there are none
 * @param tiers at most 16, ascending; what one payer uses of this line in a period counts: a wallet
 *     for retail, a pair of operators for an inter-operator tariff
 */
public record PriceLine(
        String model,
        TokenClass tokenClass,
        String jurisdiction,
        long pricePicoPerToken,
        TierMode tierMode,
        List<PriceTier> tiers) {

    /** Any jurisdiction that has no line of its own. */
    public static final String ANY = "*";

    public PriceLine {
        tiers = List.copyOf(tiers);
    }

    /** A flat price. */
    public PriceLine(
            String model, TokenClass tokenClass, String jurisdiction, long pricePicoPerToken) {
        this(model, tokenClass, jurisdiction, pricePicoPerToken, TierMode.FLAT, List.of());
    }
}
