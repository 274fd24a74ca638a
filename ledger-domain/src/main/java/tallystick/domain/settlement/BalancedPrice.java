package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * The balanced / unbalanced discount of a bilateral agreement (settlement chapter §4.3.5): tokens
 * matched by as many the other way cost the balanced price, the surplus the unbalanced one.
 *
 * <p>Worked example, 4 balanced and 7 unbalanced: A sends 100, B sends 60. A pays 60 × 4 + 40 × 7 =
 * 520, B pays 60 × 4 = 240.
 *
 * @param balancedPicoPerToken pico-units a token, 0 or more
 * @param unbalancedPicoPerToken pico-units a token, 0 or more
 */
public record BalancedPrice(long balancedPicoPerToken, long unbalancedPicoPerToken)
        implements LinePricing {

    /**
     * @throws IllegalArgumentException for a price below 0
     */
    public BalancedPrice {
        ArgumentCheck.notNegative("balancedPicoPerToken", balancedPicoPerToken);
        ArgumentCheck.notNegative("unbalancedPicoPerToken", unbalancedPicoPerToken);
    }

    @Override
    public Pico charge(LineTokens tokens) {
        long balanced = Math.min(tokens.sent(), tokens.returned());
        return Pico.product(balanced, balancedPicoPerToken)
                .plus(Pico.product(tokens.sent() - balanced, unbalancedPicoPerToken));
    }

    @Override
    public long nextPricePicoPerToken(LineTokens tokens) {
        return tokens.sent() < tokens.returned() ? balancedPicoPerToken : unbalancedPicoPerToken;
    }
}
