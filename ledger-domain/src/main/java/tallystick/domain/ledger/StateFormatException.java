package tallystick.domain.ledger;

/** A saved state is not in the format that this program reads: it must not be used. */
public final class StateFormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StateFormatException(String message) {
        super(message);
    }
}
