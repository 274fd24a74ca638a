package tallystick.domain.rating;

/**
 * Over what the tokens of tiers are summed, in the tariff's time zone by the end of usage. The
 * order is part of the journal's encoding: append only.
 */
public enum TierPeriod {
    DAY,
    MONTH;

    /** The name in JSON, such as {@code month}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
