package tallystick.domain.settlement;

/**
 * What remains between two operators after their mutual debts are set off.
 *
 * @param asset what it is counted in
 * @param debtor who pays
 * @param creditor who receives
 * @param minor minor units, more than 0
 */
public record BilateralPosition(String asset, String debtor, String creditor, long minor) {}
