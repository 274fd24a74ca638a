package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * How an agreement prices one line (a model and token class) over a period: a function of the
 * period's totals alone, so that neither order nor batching of the usage can change a charge.
 */
public sealed interface LinePricing permits VolumeTiers, BalancedPrice {

    /**
     * The exact charge of the whole period.
     *
     * @throws ArithmeticException when it leaves 128 bits of pico-units
     */
    Pico charge(LineTokens tokens);

    /**
     * Pico-units for the next token after {@code tokens}, at the tier or balance reached by then:
     * what late usage is rated at before the period is looked at again.
     */
    long nextPricePicoPerToken(LineTokens tokens);
}
