package tallystick.domain.money;

import java.math.BigInteger;

/** Strict decimal strings: what JSON carries instead of floats. */
public final class PlainDecimal {

    /** Longest accepted text: 39 digits of a 128-bit value, sign and point. */
    private static final int LONGEST = 41;

    private PlainDecimal() {}

    /**
     * Reads {@code text} as an integer of 10<sup>-scale</sup> units.
     *
     * @param text optional minus, one or more digits, optionally a point and 1 … {@code scale}
     *     digits; no plus sign, exponent, blank or group separator
     * @param scale most decimals allowed, 0 or more
     * @throws NumberFormatException naming the rule that is broken
     */
    public static BigInteger parse(String text, int scale) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new NumberFormatException("must be a decimal of 1 to " + LONGEST + " characters");
        }
        int start = text.charAt(0) == '-' ? 1 : 0;
        int point = text.indexOf('.');
        int wholeEnd = point < 0 ? text.length() : point;
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        if (wholeEnd == start || (point >= 0 && decimals == 0)) {
            throw new NumberFormatException("must have digits before and after the point");
        }
        if (decimals > scale) {
            throw new NumberFormatException("must have at most " + scale + " decimals");
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != point && (c < '0' || c > '9')) {
                throw new NumberFormatException(
                        "must be a plain decimal: digits, one point, no exponent");
            }
        }
        String digits =
                text.substring(0, wholeEnd)
                        + (point < 0 ? "" : text.substring(point + 1))
                        + "0".repeat(scale - decimals);
        BigInteger value = new BigInteger(digits);
        if (value.bitLength() > 127) {
            throw new NumberFormatException("must fit 128 bits of 10^-" + scale + " units");
        }
        return value;
    }
}
