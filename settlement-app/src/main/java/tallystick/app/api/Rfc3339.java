package tallystick.app.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tallystick.engine.ingest.rule.UsageRule;

/** Times on the wire: RFC 3339 with offset, 1970 … 2261, down to nanoseconds. */
public final class Rfc3339 {

    /** What {@link #parse} gives for anything that is not such a time. */
    public static final long MALFORMED = Long.MIN_VALUE;

    /** The rule in words, for refusals. */
    public static final String RULE = UsageRule.TIME;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SHORTEST = "1970-01-01T00:00:00Z".length();

    private Rfc3339() {}

    /** Nanoseconds since 1970-01-01T00:00Z, or {@link #MALFORMED}. */
    public static long parse(String text) {
        char[] chars = text.toCharArray();
        return parse(chars, 0, chars.length);
    }

    /** Nanoseconds since 1970-01-01T00:00Z, or {@link #MALFORMED}. */
    public static long parse(char[] chars, int offset, int length) {
        if (length < SHORTEST || !hasMarks(chars, offset)) {
            return MALFORMED;
        }
        int year = number(chars, offset, 4);
        int month = number(chars, offset + 5, 2);
        int day = number(chars, offset + 8, 2);
        int hour = number(chars, offset + 11, 2);
        int minute = number(chars, offset + 14, 2);
        int second = number(chars, offset + 17, 2);
        boolean inRange = year >= 1970 && year <= 2261 && month >= 1 && month <= 12;
        if (!inRange || day < 1 || day > daysIn(year, month)) {
            return MALFORMED;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return MALFORMED;
        }
        long seconds = daysSince1970(year, month, day) * 86_400 + hour * 3600L + minute * 60L;
        return withFraction(chars, offset, length, seconds + second);
    }

    private static boolean hasMarks(char[] chars, int offset) {
        char t = chars[offset + 10];
        return chars[offset + 4] == '-'
                && chars[offset + 7] == '-'
                && (t == 'T' || t == 't')
                && chars[offset + 13] == ':'
                && chars[offset + 16] == ':';
    }

    private static long withFraction(char[] chars, int offset, int length, long seconds) {
        int at = offset + 19;
        int end = offset + length;
        long nanos = 0;
        if (chars[at] == '.') {
            int first = ++at;
            long scale = NANOS_PER_SECOND;
            for (; at < end && Texts.isDigit(chars[at]); at++) {
                scale /= 10;
                nanos += (chars[at] - '0') * scale;
            }
            if (at == first || at - first > 9) {
                return MALFORMED;
            }
        }
        long offsetSeconds = offsetSeconds(chars, at, end);
        boolean good = offsetSeconds != MALFORMED && seconds >= offsetSeconds;
        return good ? (seconds - offsetSeconds) * NANOS_PER_SECOND + nanos : MALFORMED;
    }

    private static long offsetSeconds(char[] chars, int at, int end) {
        if (end - at == 1 && (chars[at] == 'Z' || chars[at] == 'z')) {
            return 0;
        }
        if (end - at != 6 || (chars[at] != '+' && chars[at] != '-') || chars[at + 3] != ':') {
            return MALFORMED;
        }
        int hours = number(chars, at + 1, 2);
        int minutes = number(chars, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return MALFORMED;
        }
        long seconds = hours * 3600L + minutes * 60L;
        return chars[at] == '-' ? -seconds : seconds;
    }

    /** The digits as a number, −1 when one is not a digit. */
    private static int number(char[] chars, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (!Texts.isDigit(chars[i])) {
                return -1;
            }
            value = value * 10 + chars[i] - '0';
        }
        return value;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days of the proleptic Gregorian calendar; years are counted from March. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int marchBased = (month + 9) % 12;
        int dayOfYear = (153 * marchBased + 2) / 5 + day - 1;
        return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }

    /** The time in UTC, such as {@code 2026-11-21T02:30:11.482Z}. */
    public static String format(long epochNanos) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, NANOS_PER_SECOND),
                        Math.floorMod(epochNanos, NANOS_PER_SECOND));
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
