package tallystick.app.document;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values as a person reads them on paper; JSON and CSV have them plain. */
final class Shown {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private Shown() {}

    /** To the second, in UTC: {@code 1 November 2026, 00:00:00 UTC}. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** A plain decimal in groups of three: {@code -1,234.50}; anything else as it is. */
    static String grouped(String plain) {
        if (!plain.matches("-?[0-9]{4,}(\\.[0-9]+)?")) {
            return plain;
        }
        int dot = plain.indexOf('.');
        String whole = dot < 0 ? plain : plain.substring(0, dot);
        StringBuilder grouped = new StringBuilder(whole);
        int first = whole.startsWith("-") ? 1 : 0;
        for (int at = whole.length() - 3; at > first; at -= 3) {
            grouped.insert(at, ',');
        }
        return grouped + (dot < 0 ? "" : plain.substring(dot));
    }

    /** An RFC 3339 time as {@link #time}, anything else as it is. */
    static String value(String value) {
        return value.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
                ? time(Instant.parse(value))
                : value;
    }
}
