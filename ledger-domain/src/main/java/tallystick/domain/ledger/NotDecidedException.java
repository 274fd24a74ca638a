package tallystick.domain.ledger;

/** An event stands in the journal that the ledger does not decide there. */
public final class NotDecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotDecidedException(String reason) {
        super(reason);
    }
}
