package tallystick.domain.settlement;

/**
 * Where a dispute over lines of a statement stands (settlement chapter §4.5), how long it may stay
 * there, and what follows when nobody acts until then. The order is part of the journal's encoding:
 * append only.
 */
public enum DisputeState {
    /** The creditor is to acknowledge; its silence is taken as acknowledgement. */
    OPENED(5),
    /** The debtor is to bring evidence; without it the dispute is rejected. */
    ACKNOWLEDGED(10),
    /** The creditor is to answer the evidence; its silence agrees in full. */
    EVIDENCE(10),
    /** The creditor agreed, in full or in part; carried out at the deadline at the latest. */
    AGREED(5),
    /** The debtor may go to the arbiter; its silence accepts the rejection. */
    REJECTED(5),
    /** The arbiter is to decide; its silence leaves what the creditor said. */
    ESCALATED(20),
    /** The arbiter decided; carried out at the deadline at the latest. */
    ARBITRATED(5),
    /** Carried out: it never changes again. */
    RESOLVED(0);

    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final int days;

    DisputeState(int days) {
        this.days = days;
    }

    /** How long it may stay there, nanoseconds; 0 for ever. */
    public long periodNanos() {
        return days * DAY_NANOS;
    }
}
