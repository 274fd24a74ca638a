package tallystick.domain.ledger;

import org.jspecify.annotations.Nullable;

/** ISO 3166-1 alpha-2 codes packed into an int, so that the ring compares numbers. */
public final class Jurisdiction {

    /** No jurisdiction is known; also stands for "any" in price tables. */
    public static final int UNKNOWN = 0;

    /** Size of a table indexed by {@link #index}. */
    static final int TABLE = 26 * 26;

    private Jurisdiction() {}

    /** The packed code, {@link #UNKNOWN} for null or anything but two capital ASCII letters. */
    public static int pack(@Nullable String code) {
        return code != null && isCode(code) ? code.charAt(0) << 8 | code.charAt(1) : UNKNOWN;
    }

    /** Whether the text is two capital ASCII letters. */
    public static boolean isCode(String code) {
        return code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
    }

    /** The two letters, empty for {@link #UNKNOWN}. */
    public static String unpack(int packed) {
        return packed == UNKNOWN
                ? ""
                : String.valueOf(new char[] {(char) (packed >> 8), (char) (packed & 0xFF)});
    }

    static int index(int packed) {
        return ((packed >> 8) - 'A') * 26 + (packed & 0xFF) - 'A';
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
