package tallystick.domain.ledger;

/** Placeholder for the first compile. */
public final class LedgerState {
    public final Names names = new Names();
}
