package tallystick.loadgen.trace;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The timestamp of a trace: {@code yyyy-MM-dd HH:mm:ss} with up to seven fractional digits and no
 * zone, read as UTC.
 */
final class TraceTimestamp {

    private static final long SECOND = 1_000_000_000L;
    private static final int WHOLE = "yyyy-MM-dd HH:mm:ss".length();
    private static final int FRACTION = 7;

    /** What nanoseconds since 1970 in 63 bits can say. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 2261;

    private TraceTimestamp() {}

    /**
     * Nanoseconds since 1970-01-01T00:00Z.
     *
     * @throws IllegalArgumentException saying the rule that {@code text[start, end)} breaks
     */
    static long parse(byte[] text, int start, int end) {
        int length = end - start;
        boolean fits = length == WHOLE || (length > WHOLE + 1 && length <= WHOLE + 1 + FRACTION);
        if (!fits || !punctuated(text, start, length)) {
            throw broken();
        }
        return seconds(text, start) * SECOND + fraction(text, start + WHOLE, end);
    }

    private static boolean punctuated(byte[] text, int start, int length) {
        return text[start + 4] == '-'
                && text[start + 7] == '-'
                && text[start + 10] == ' '
                && text[start + 13] == ':'
                && text[start + 16] == ':'
                && (length == WHOLE || text[start + WHOLE] == '.');
    }

    private static long seconds(byte[] text, int start) {
        int year = digits(text, start, 4);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "TIMESTAMP must be in the years " + FIRST_YEAR + " … " + LAST_YEAR);
        }
        try {
            return LocalDateTime.of(
                            year,
                            digits(text, start + 5, 2),
                            digits(text, start + 8, 2),
                            digits(text, start + 11, 2),
                            digits(text, start + 14, 2),
                            digits(text, start + 17, 2))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDay) {
            throw broken();
        }
    }

    /** Nanoseconds of the digits after the point at {@code point}, 0 when there is none. */
    private static long fraction(byte[] text, int point, int end) {
        if (point == end) {
            return 0;
        }
        long nanos = digits(text, point + 1, end - point - 1);
        for (int missing = 9 - (end - point - 1); missing > 0; missing--) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int digits(byte[] text, int start, int count) {
        int value = 0;
        for (int i = start; i < start + count; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw broken();
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException(
                "TIMESTAMP must be yyyy-MM-dd HH:mm:ss with up to "
                        + FRACTION
                        + " fractional digits and no zone (it is read as UTC)");
    }
}
