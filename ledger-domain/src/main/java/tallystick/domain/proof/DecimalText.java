package tallystick.domain.proof;

/** Whole numbers as notes and paths write them: ASCII digits, no sign, no leading zero. */
final class DecimalText {

    private static final int MOST_DIGITS = 19;

    private DecimalText() {}

    /**
     * Reads 0 … 2⁶³ − 1.
     *
     * @throws ProofFormatException when it is anything else
     */
    static long parse(String what, String text) {
        boolean shaped = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (int i = 0; i < text.length() && shaped; i++) {
            shaped = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!shaped || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new ProofFormatException(what + " is no decimal without leading zeros");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw new ProofFormatException(what + " is 2^63 or more");
        }
    }
}
