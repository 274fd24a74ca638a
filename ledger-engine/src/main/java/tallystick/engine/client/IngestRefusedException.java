package tallystick.engine.client;

import tallystick.engine.ingest.wire.FarewellReason;

/** The server will not take what was sent, however often: nothing of it was recorded. */
public final class IngestRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FarewellReason reason;

    public IngestRefusedException(FarewellReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public FarewellReason reason() {
        return reason;
    }
}
