package tallystick.engine;

/** The ring stayed full until the deadline, or the disk is full: nothing was taken, try again. */
public final class EngineBusyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long retryAfterMillis;

    public EngineBusyException(String message, long retryAfterMillis) {
        super(message);
        this.retryAfterMillis = retryAfterMillis;
    }

    /** When it is worth trying again, milliseconds from now. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
