package tallystick.engine.snapshot;

/** A snapshot cannot be believed or read; the next older one, or none, is used. */
public final class SnapshotRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    public SnapshotRefusedException(String reason) {
        super(reason);
    }

    public SnapshotRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
