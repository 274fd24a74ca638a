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
    NETTED,
    /** Issued, and each operator is asked whether it agrees. Comes before {@link #NETTED}. */
    AFFIRMING,
    /** Two persons of the hub approved the hash of inputs and outputs. */
    APPROVED,
    /** Net debtors are called to pay in. */
    FUNDING,
    /** A debtor is in default; its part is being covered. Goes back to {@link #FUNDING}. */
    DEFAULT_MANAGEMENT,
    /** Two persons of the treasury instructed every payment leg. */
    INSTRUCTED,
    /** A leg is confirmed, not all are. */
    SETTLING,
    /** Every leg is confirmed; what was owed is paid. */
    SETTLED,
    FINAL,
    /** Given up before the first payment; its debts went to the open window. */
    ABORTED
}
