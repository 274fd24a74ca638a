package tallystick.engine.client;

/** As many batches are unanswered as the window takes: nothing was taken, try again later. */
public final class IngestWindowFullException extends Exception {

    private static final long serialVersionUID = 1L;

    public IngestWindowFullException(String message) {
        super(message);
    }
}
