package tallystick.engine.ingest.rule;

import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;

/**
 * CloudEvents sources: URI references, of which {@code
 * /operators/{op}/factories/{site}/gateways/{gw}} also tells the site.
 */
public final class SourceCheck {

    /** The rule of {@link #isUriReference} in words. */
    public static final String RULE = "must be a URI reference (RFC 3986)";

    /** The rule of {@link #isReserved} in words. */
    public static final String RESERVED_RULE =
            "must not begin with " + UsageRecord.RESERVED_SOURCES + ", which the ledger keeps";

    private static final String URI_MARKS = "-._~:/?#[]@!$&'()*+,;=%";

    private SourceCheck() {}

    /** Whether the ledger alone names its records by such a source. */
    public static boolean isReserved(String source) {
        return source.startsWith(UsageRecord.RESERVED_SOURCES);
    }

    /** Whether {@code text} has only what a URI reference may have. */
    public static boolean isUriReference(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && URI_MARKS.indexOf(c) < 0) {
                return false;
            }
            if (c == '%' && !(isHex(text, i + 1) && isHex(text, i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
    }

    /** The site a source tells, null for none. */
    public static @Nullable String siteIn(String source) {
        String[] parts = source.split("/", -1);
        boolean told =
                parts.length == 7
                        && parts[0].isEmpty()
                        && parts[1].equals("operators")
                        && parts[3].equals("factories")
                        && parts[5].equals("gateways")
                        && !parts[4].isEmpty();
        return told ? parts[4] : null;
    }
}
