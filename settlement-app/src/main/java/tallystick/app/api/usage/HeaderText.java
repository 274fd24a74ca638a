package tallystick.app.api.usage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Utf8Check;

/**
 * The value of a header that carries an attribute of a CloudEvent, decoded as the HTTP protocol
 * binding 1.0.2 has it (3.1.3.2): double quotes around the whole are taken off, then one round of
 * percent-decoding gives UTF-8.
 *
 * @param value the attribute, empty when a rule is broken
 * @param brokenRule that rule, null when all are kept
 */
record HeaderText(String value, @Nullable String brokenRule) {

    static final String ASCII = "must be printable US-ASCII, all else percent-encoded";
    static final String QUOTES = "must be quoted as a whole, or have its quotes percent-encoded";
    static final String PERCENT = "must have two hex digits after each percent sign";
    static final String UTF_8 = "must be UTF-8 when percent-decoded";

    private static final int NO_DIGIT = -1;

    /** Decodes what the header says, without blanks at its ends. */
    static HeaderText of(String header) {
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c < ' ' || c > '~') {
                return broken(ASCII);
            }
        }
        String plain = unquoted(header);
        return plain == null ? broken(QUOTES) : decoded(plain);
    }

    private static HeaderText broken(String rule) {
        return new HeaderText("", rule);
    }

    /** RFC 9110, 5.6.4; null when quotes are not in pairs around the whole. */
    private static @Nullable String unquoted(String header) {
        if (!header.startsWith("\"")) {
            return header.indexOf('"') < 0 ? header : null;
        }
        StringBuilder plain = new StringBuilder(header.length());
        for (int i = 1; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                return i == header.length() - 1 ? plain.toString() : null;
            }
            if (c == '\\') {
                i++;
                if (i == header.length()) {
                    return null;
                }
            }
            plain.append(header.charAt(i));
        }
        return null;
    }

    private static HeaderText decoded(String plain) {
        if (plain.indexOf('%') < 0) {
            return new HeaderText(plain, null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '%') {
                int high = digit(plain, i + 1);
                int low = digit(plain, i + 2);
                if (high == NO_DIGIT || low == NO_DIGIT) {
                    return broken(PERCENT);
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        byte[] utf8 = bytes.toByteArray();
        return Utf8Check.firstInvalid(utf8, utf8.length) == Utf8Check.VALID
                ? new HeaderText(new String(utf8, StandardCharsets.UTF_8), null)
                : broken(UTF_8);
    }

    private static int digit(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return c < 0x80 ? Character.digit(c, 16) : NO_DIGIT;
    }
}
