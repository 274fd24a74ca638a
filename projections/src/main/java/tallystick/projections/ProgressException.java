package tallystick.projections;

/**
 * An entry does not continue where the projection stands: it would be counted twice, or one was
 * left out. Nothing of its unit of work is kept.
 */
public final class ProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProgressException(String message) {
        super(message);
    }
}
