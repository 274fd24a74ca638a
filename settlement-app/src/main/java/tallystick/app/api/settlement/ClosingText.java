package tallystick.app.api.settlement;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;

/** What nothing has been said of is left away on the wire. */
final class ClosingText {

    private ClosingText() {}

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static @Nullable String timeOrNull(long epochNanos) {
        return epochNanos == 0 ? null : Rfc3339.format(epochNanos);
    }
}
