package tallystick.engine.ingest.wire;

/** What became of a batch as a whole. The order is part of the protocol: append only. */
public enum Verdict {
    /** Its well-formed records were decided and are durable. */
    TAKEN,
    /** The ledger had no room: nothing was taken, try again. */
    BUSY,
    /** All or nothing was asked, and a record was malformed: nothing was taken. */
    STRICT_REFUSED,
    /** All or nothing was asked, and a record was in conflict: nothing was taken. */
    STRICT_CONFLICT,
    /**
     * The ledger stopped before it was durable: whether it survives is not known, send it again.
     */
    STOPPED;

    private static final Verdict[] VERDICTS = values();

    /**
     * The verdict of a number.
     *
     * @throws FrameException when there is none
     */
    public static Verdict of(int ordinal) throws FrameException {
        if (ordinal >= VERDICTS.length) {
            throw new FrameException(FarewellReason.MALFORMED, "verdict " + ordinal);
        }
        return VERDICTS[ordinal];
    }
}
