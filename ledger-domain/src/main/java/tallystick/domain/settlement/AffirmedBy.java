package tallystick.domain.settlement;

/**
 * How an operator came to agree with a statement. The order is part of the journal's encoding:
 * append only.
 */
public enum AffirmedBy {
    /** Maker and checker, two persons. */
    PERSONS,
    /** Its own calculation has the same hash. */
    MATCH,
    /** Its own total is off by no more than the tolerance. */
    TOLERANCE,
    /** It said nothing until the deadline. */
    DEADLINE,
    /** It disputes lines, and agrees with the rest. */
    DISPUTE
}
