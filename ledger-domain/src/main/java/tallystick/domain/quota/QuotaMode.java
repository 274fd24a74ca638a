package tallystick.domain.quota;

/**
 * What happens to requests beyond a quota. Usage that happened is counted in every mode and refused
 * in none. The order is part of the journal's encoding: append only.
 */
public enum QuotaMode {
    /** Refused before the first token. */
    HARD,
    /** Let through, and said so. */
    SOFT,
    /** Counted only. */
    SHADOW;

    /** The name in JSON, such as {@code hard}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
