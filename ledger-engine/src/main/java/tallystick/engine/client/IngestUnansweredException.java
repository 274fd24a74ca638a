package tallystick.engine.client;

/**
 * No answer came before the client gave up or was closed: whether the records are in the ledger is
 * not known. Sending them again, by any door, is safe.
 */
public final class IngestUnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IngestUnansweredException(String message) {
        super(message);
    }
}
