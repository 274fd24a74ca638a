package tallystick.domain.settlement;

/**
 * An operator's multilateral net position in one asset.
 *
 * @param asset what it is counted in
 * @param operator whose position it is
 * @param minor minor units: positive is to receive, negative is to pay
 */
public record NetPosition(String asset, String operator, long minor) {}
