package tallystick.engine.journal;

import java.io.Serial;
import java.nio.file.Path;

/** The journal ends before the recorded size: acknowledged events are missing. */
public final class JournalTruncatedException extends JournalException {

    @Serial private static final long serialVersionUID = 1;

    private final long lastPosition;
    private final long recordedPosition;

    public JournalTruncatedException(Path directory, long lastPosition, long recordedPosition) {
        super(
                "journal %s ends at position %d, but %d was acknowledged"
                        .formatted(directory, lastPosition, recordedPosition));
        this.lastPosition = lastPosition;
        this.recordedPosition = recordedPosition;
    }

    /** Last position found, {@link Journal#NO_POSITION} when nothing is there. */
    public long lastPosition() {
        return lastPosition;
    }

    /** Last position that was recorded as durable. */
    public long recordedPosition() {
        return recordedPosition;
    }
}
