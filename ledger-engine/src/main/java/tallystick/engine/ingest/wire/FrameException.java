package tallystick.engine.ingest.wire;

import java.io.IOException;

/** What came over the wire cannot be taken, and the connection is of no more use. */
public final class FrameException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FarewellReason reason;

    public FrameException(FarewellReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What a server says before it closes. */
    public FarewellReason reason() {
        return reason;
    }
}
