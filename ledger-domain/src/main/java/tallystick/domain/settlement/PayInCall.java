package tallystick.domain.settlement;

/**
 * What a net debtor is called to pay in.
 *
 * @param asset what it is counted in
 * @param operator who is to pay
 * @param minor minor units, more than 0
 */
public record PayInCall(String asset, String operator, long minor) {}
