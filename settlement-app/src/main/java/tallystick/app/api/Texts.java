package tallystick.app.api;

import org.jspecify.annotations.Nullable;
import tallystick.engine.ingest.rule.TextCheck;

/**
 * What a text from outside must keep to before it may become a name or an id; what every door asks
 * is {@link TextCheck}.
 */
public final class Texts {

    /** Longest name of anything registered, characters. */
    public static final int NAME_MAX = 128;

    private Texts() {}

    /**
     * The rule {@code text} breaks as an id or name, null when it keeps to all: a length of {@code
     * min} … {@code max} characters, no control, format or line characters, no half of a surrogate
     * pair, normalised to NFC.
     */
    public static @Nullable String brokenRule(String text, int min, int max) {
        return TextCheck.brokenRule(text, min, max);
    }

    /** The rule on the length that {@code text} breaks, null when it keeps to it. */
    public static @Nullable String brokenLength(String text, int min, int max) {
        return TextCheck.brokenLength(text, min, max);
    }

    /** The rule on its characters that {@code text} breaks, null when it keeps to all. */
    public static @Nullable String brokenContent(String text) {
        return TextCheck.brokenContent(text);
    }

    /**
     * The rule {@code name} breaks as the name of something registered, null when it keeps to all:
     * those of {@link #brokenRule}, no blank at the ends, and none of the characters that mean
     * something in a path or in a statement's name.
     *
     * @param forbidden those characters
     */
    public static @Nullable String brokenName(String name, String forbidden) {
        String rule = brokenRule(name, 1, NAME_MAX);
        if (rule != null) {
            return rule;
        }
        boolean hasForbidden = name.chars().anyMatch(c -> forbidden.indexOf(c) >= 0);
        return hasForbidden || !name.equals(name.strip())
                ? "must not have blanks at the ends, nor any of " + forbidden
                : null;
    }

    /** Whether {@code code} is two upper-case ASCII letters, as ISO 3166-1 alpha-2 codes are. */
    public static boolean isCountry(String code) {
        return TextCheck.isCountry(code);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
