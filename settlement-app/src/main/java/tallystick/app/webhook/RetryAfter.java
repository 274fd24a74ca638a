package tallystick.app.webhook;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} of an answer (RFC 9110 §10.2.3): seconds, or a date. */
final class RetryAfter {

    /** What a receiver says is believed up to a day. */
    private static final long MOST_MILLIS = TimeUnit.DAYS.toMillis(1);

    private RetryAfter() {}

    /**
     * How long to wait from now, milliseconds.
     *
     * @param absent when nothing, or nothing that can be read, is said
     */
    static long millis(@Nullable String value, long nowEpochMillis, long absent) {
        if (value == null) {
            return absent;
        }
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Math.min(MOST_MILLIS, Long.parseLong(text) * 1_000);
        }
        try {
            long at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .toEpochMilli();
            return Math.clamp(at - nowEpochMillis, 0, MOST_MILLIS);
        } catch (DateTimeException malformed) {
            return absent;
        }
    }
}
