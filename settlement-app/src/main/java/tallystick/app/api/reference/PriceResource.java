package tallystick.app.api.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import tallystick.app.api.Wire;
import tallystick.domain.rating.PriceLine;

/**
 * A price as the API shows it.
 *
 * @param tokenClass such as {@code input.cache_read}
 * @param perMillion per million tokens, six decimals
 */
@Wire
record PriceResource(
        String model,
        @JsonProperty("class") String tokenClass,
        String jurisdiction,
        String perMillion) {

    private static final int DECIMALS = 6;

    static PriceResource of(PriceLine line) {
        return new PriceResource(
                line.model(),
                line.tokenClass().wireName(),
                line.jurisdiction(),
                BigDecimal.valueOf(line.pricePicoPerToken(), DECIMALS).toPlainString());
    }
}
