package tallystick.domain.ledger;

/**
 * Whose a wallet is; it never changes.
 *
 * @param tenant the customer
 * @param operator the customer's home operator
 */
public record WalletOwner(String tenant, String operator) {}
