package tallystick.engine.ingest.rule;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** What a text from outside must keep to before it may become a name or an id. */
public final class TextCheck {

    /** The rule of {@link #isCountry} in words. */
    public static final String COUNTRY_RULE = "must be two upper-case letters (ISO 3166-1 alpha-2)";

    private TextCheck() {}

    /**
     * The rule {@code text} breaks as an id or name, null when it keeps to all: a length of {@code
     * min} … {@code max} characters, no control, format or line characters, no half of a surrogate
     * pair, normalised to NFC.
     */
    public static @Nullable String brokenRule(String text, int min, int max) {
        String rule = brokenLength(text, min, max);
        return rule != null ? rule : brokenContent(text);
    }

    /** The rule on the length that {@code text} breaks, null when it keeps to it. */
    public static @Nullable String brokenLength(String text, int min, int max) {
        if (text.length() < min) {
            return "must not be empty";
        }
        if (text.length() > max && text.codePointCount(0, text.length()) > max) {
            return "must have at most " + max + " characters";
        }
        return null;
    }

    /** The rule on its characters that {@code text} breaks, null when it keeps to all. */
    public static @Nullable String brokenContent(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return brokenUnicode(text);
            }
        }
        return null;
    }

    private static @Nullable String brokenUnicode(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            switch (Character.getType(text.codePointAt(i))) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> {
                    return "must not have control or format characters";
                }
                case Character.SURROGATE -> {
                    return "must not have half a surrogate pair";
                }
                case Character.UNASSIGNED -> {
                    return "must not have characters that Unicode does not assign";
                }
                default -> {}
            }
        }
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? null
                : "must be normalised to Unicode NFC";
    }

    /** Whether {@code code} is two upper-case ASCII letters, as ISO 3166-1 alpha-2 codes are. */
    public static boolean isCountry(String code) {
        return code.length() == 2 && isUpper(code.charAt(0)) && isUpper(code.charAt(1));
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
