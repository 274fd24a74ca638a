package tallystick.domain.rating;

/**
 * How the tiers of a price apply to the tokens of a period. The order is part of the journal's
 * encoding: append only.
 */
public enum TierMode {
    /** One price, no tiers. */
    FLAT,
    /** Each token at the price of the tier it falls into. */
    GRADUATED,
    /**
     * All tokens of the period at the price of the tier their sum falls into: the record that
     * crosses into a tier also carries the difference on those before it, which may give back.
     */
    VOLUME;

    /** The name in JSON, such as {@code graduated}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
