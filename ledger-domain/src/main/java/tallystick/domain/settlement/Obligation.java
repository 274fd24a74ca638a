package tallystick.domain.settlement;

/**
 * A gross debt of one statement.
 *
 * @param asset what it is counted in
 * @param debtor the home operator
 * @param creditor the serving operator, never the debtor
 * @param minor minor units of the asset, 0 or more
 */
public record Obligation(String asset, String debtor, String creditor, long minor) {}
