package tallystick.domain.settlement;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * A price per token that depends on the period's volume (settlement chapter §4.3.5).
 *
 * <p>Worked example, tiers from 0 at 5 and from 100 at 3 pico-units, 130 tokens: graduated 100 × 5
 * + 30 × 3 = 590; volume 130 × 3 = 390.
 *
 * @param kind whether a tier prices its own band or the whole volume
 * @param tiers at least one, the first from 0, each from more tokens than the one before
 */
public record VolumeTiers(Kind kind, List<Tier> tiers) implements LinePricing {

    /** What a tier's price applies to. */
    public enum Kind {
        /** To the tokens beyond the tier's start only. */
        GRADUATED,
        /** To all tokens of the period, once the tier's start is reached. */
        VOLUME
    }

    /**
     * One tier.
     *
     * @param fromTokens tokens of the period at which it is reached, 0 or more
     * @param pricePicoPerToken pico-units a token, 0 or more
     */
    public record Tier(long fromTokens, long pricePicoPerToken) {

        public Tier {
            ArgumentCheck.notNegative("fromTokens", fromTokens);
            ArgumentCheck.notNegative("pricePicoPerToken", pricePicoPerToken);
        }
    }

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public VolumeTiers {
        tiers = List.copyOf(tiers);
        ArgumentCheck.that(
                !tiers.isEmpty() && tiers.getFirst().fromTokens == 0, "tiers", "must start from 0");
        for (int i = 1; i < tiers.size(); i++) {
            ArgumentCheck.that(
                    tiers.get(i - 1).fromTokens < tiers.get(i).fromTokens,
                    "tiers",
                    "must each start from more tokens than the one before");
        }
    }

    @Override
    public Pico charge(LineTokens tokens) {
        return switch (kind) {
            case GRADUATED -> graduated(tokens.sent());
            case VOLUME -> Pico.product(tokens.sent(), nextPricePicoPerToken(tokens));
        };
    }

    @Override
    public long nextPricePicoPerToken(LineTokens tokens) {
        Tier reached = tiers.getFirst();
        for (Tier tier : tiers) {
            reached = tier.fromTokens <= tokens.sent() ? tier : reached;
        }
        return reached.pricePicoPerToken;
    }

    private Pico graduated(long tokens) {
        Pico charge = Pico.ZERO;
        long priced = tokens;
        for (Tier tier : tiers.reversed()) {
            long inBand = Math.max(priced - tier.fromTokens, 0);
            charge = charge.plus(Pico.product(inBand, tier.pricePicoPerToken));
            priced -= inBand;
        }
        return charge;
    }
}
