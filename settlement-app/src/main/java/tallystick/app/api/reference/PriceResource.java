package tallystick.app.api.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TierMode;

/**
 * A price as the API shows it.
 *
 * @param tokenClass such as {@code input.cache_read}
 * @param perMillion per million tokens, six decimals; with tiers, before the first of them
 * @param mode how the tiers apply, absent when there are none
 */
@Wire
record PriceResource(
        String model,
        @JsonProperty("class") String tokenClass,
        String jurisdiction,
        String perMillion,
        @Nullable String mode,
        @Nullable List<Tier> tiers) {

    /** A price from a number of tokens on. */
    @Wire
    record Tier(long from, String perMillion) {}

    private static final int DECIMALS = 6;

    static PriceResource of(PriceLine line) {
        return new PriceResource(
                line.model(),
                line.tokenClass().wireName(),
                line.jurisdiction(),
                perMillion(line.pricePicoPerToken()),
                line.tierMode() == TierMode.FLAT ? null : line.tierMode().wireName(),
                line.tierMode() == TierMode.FLAT
                        ? null
                        : line.tiers().stream()
                                .map(
                                        tier ->
                                                new Tier(
                                                        tier.fromTokens(),
                                                        perMillion(tier.pricePicoPerToken())))
                                .toList());
    }

    private static String perMillion(long pricePicoPerToken) {
        return BigDecimal.valueOf(pricePicoPerToken, DECIMALS).toPlainString();
    }
}
