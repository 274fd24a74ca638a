package tallystick.engine.ingest.wire;

/** Why a server closes a connection. The order is part of the protocol: append only. */
public enum FarewellReason {
    /** The server stops. */
    CLOSING(true),
    /** What came is another protocol. */
    NOT_INGEST(false),
    OTHER_VERSION(false),
    /** A frame is longer than is taken. */
    FRAME_TOO_LARGE(false),
    /** A batch has more records than are taken. */
    TOO_MANY_RECORDS(false),
    /** A frame's checksum is not that of its payload. */
    DAMAGED(true),
    /** A frame's payload is not what its schema says. */
    MALFORMED(false),
    /** A preface or frame did not arrive in time, or answers were not read. */
    TOO_SLOW(true),
    /** Nothing was sent for long. */
    IDLE(true),
    /** As many connections are open as are taken. */
    TOO_MANY_CONNECTIONS(true),
    /** The ledger stopped: what was on the way may or may not be recorded. */
    LEDGER_STOPPED(true),
    /** A defect of the server. */
    INTERNAL(true),
    /** No credential came, or none that is good for sending usage. */
    NOT_AUTHENTICATED(false);

    private static final FarewellReason[] REASONS = values();

    private final boolean retriable;

    FarewellReason(boolean retriable) {
        this.retriable = retriable;
    }

    /** Whether connecting again and sending the same again may help. */
    public boolean isRetriable() {
        return retriable;
    }

    /** The reason of a number; what a newer server may say is {@link #INTERNAL}. */
    public static FarewellReason of(int ordinal) {
        return ordinal < REASONS.length ? REASONS[ordinal] : INTERNAL;
    }
}
