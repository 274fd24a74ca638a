package tallystick.app.api.usage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents sources: URI references, of which {@code
 * /operators/{op}/factories/{site}/gateways/{gw}} also tells the site. One thread at a time.
 */
final class SourceTexts {

    private static final int REMEMBERED = 1_024;
    private static final String URI_MARKS = "-._~:/?#[]@!$&'()*+,;=%";

    /** What is known of sources met lately: the site, or empty for none. */
    private final Map<String, String> sites =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private final EventCursor cursor;

    SourceTexts(EventCursor cursor) {
        this.cursor = cursor;
    }

    /** A URI reference of at most {@code max} characters, null when it broke a rule. */
    @Nullable String read(String field, int max) {
        String source = cursor.name(field, max);
        if (source == null || sites.containsKey(source)) {
            return source;
        }
        if (!isUriReference(source)) {
            cursor.fault(field, "must be a URI reference (RFC 3986)");
            return null;
        }
        sites.put(source, siteIn(source));
        return source;
    }

    /** The site a source that was read tells, null for none. */
    @Nullable String siteOf(String source) {
        String site = sites.get(source);
        return site == null || site.isEmpty() ? null : site;
    }

    private static boolean isUriReference(String text) {
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

    private static String siteIn(String source) {
        String[] parts = source.split("/", -1);
        boolean told =
                parts.length == 7
                        && parts[0].isEmpty()
                        && parts[1].equals("operators")
                        && parts[3].equals("factories")
                        && parts[5].equals("gateways");
        return told ? parts[4] : "";
    }
}
