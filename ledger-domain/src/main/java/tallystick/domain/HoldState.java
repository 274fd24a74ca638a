package tallystick.domain;

/** Where a hold stands. The order is part of the journal's encoding: append only. */
public enum HoldState {
    OPEN,
    /** Its last commit said so. */
    COMMITTED,
    /** Ended by its owner. */
    RELEASED,
    /** Ended by its deadline. */
    EXPIRED;

    /** The name in JSON, such as {@code open}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
