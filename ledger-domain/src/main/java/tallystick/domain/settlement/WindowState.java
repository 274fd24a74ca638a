package tallystick.domain.settlement;

/**
 * Where a settlement window stands. It only moves forward and is never reopened. The order is part
 * of the journal's encoding: append only.
 */
public enum WindowState {
    OPEN,
    /** Cut off at T, waiting for what ended before T; the next window is open beside it. */
    GRACE,
    /** The fence has passed: no record enters any more. */
    FENCED,
    /** Count, totals and Merkle root of the members are journaled. */
    SEALED,
    CALCULATED,
    STATEMENTS_ISSUED,
    NETTED
}
