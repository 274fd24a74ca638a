package tallystick.app.api.usage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.engine.ingest.rule.SourceCheck;

/**
 * CloudEvents sources: URI references, of which {@code
 * /operators/{op}/factories/{site}/gateways/{gw}} also tells the site. One thread at a time.
 */
final class SourceTexts {

    private static final int REMEMBERED = 1_024;

    /** The field of a record's own source, as against that of a record it corrects. */
    private static final String OWN = "source";

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
        if (source != null && field.equals(OWN) && SourceCheck.isReserved(source)) {
            cursor.fault(field, SourceCheck.RESERVED_RULE);
            return null;
        }
        if (source == null || sites.containsKey(source)) {
            return source;
        }
        if (!SourceCheck.isUriReference(source)) {
            cursor.fault(field, SourceCheck.RULE);
            return null;
        }
        String site = SourceCheck.siteIn(source);
        sites.put(source, site == null ? "" : site);
        return source;
    }

    /** The site a source that was read tells, null for none. */
    @Nullable String siteOf(String source) {
        String site = sites.get(source);
        return site == null || site.isEmpty() ? null : site;
    }
}
