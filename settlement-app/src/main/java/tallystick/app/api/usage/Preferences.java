package tallystick.app.api.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What the {@code Prefer} header (RFC 7240) asks of a call with usage events.
 *
 * @param strict all or nothing
 * @param minimal counts, and only the items that were not accepted
 */
record Preferences(boolean strict, boolean minimal) {

    private static final String STRICT = "handling=strict";
    private static final String MINIMAL = "return=minimal";

    static Preferences of(HttpServletRequest request) {
        boolean strict = false;
        boolean minimal = false;
        for (String header : Collections.list(request.getHeaders("Prefer"))) {
            for (String preference : header.split(",", -1)) {
                String told = preference.replace("\"", "").strip().toLowerCase(Locale.ROOT);
                strict |= told.equals(STRICT);
                minimal |= told.equals(MINIMAL);
            }
        }
        return new Preferences(strict, minimal);
    }

    /** The {@code Preference-Applied} header's value, empty for none. */
    String applied() {
        List<String> applied = new ArrayList<>();
        if (strict) {
            applied.add(STRICT);
        }
        if (minimal) {
            applied.add(MINIMAL);
        }
        return String.join(", ", applied);
    }
}
