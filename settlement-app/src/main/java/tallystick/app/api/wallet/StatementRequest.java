package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.JournalReads;
import tallystick.app.api.problem.ProblemException;

/**
 * Which statement is asked for: {@code period=2026-03}, or {@code from} and {@code to}; {@code
 * zone} for the days; {@code detail=entries} for every entry.
 *
 * @param fromEpochNanos recorded at or after, nanoseconds since 1970
 * @param toEpochNanos recorded before
 */
record StatementRequest(long fromEpochNanos, long toEpochNanos, ZoneId zone, boolean entries) {

    private static final long NANOS = 1_000_000_000L;
    private static final long MOST_NANOS = 366 * 86_400 * NANOS;

    static StatementRequest of(HttpServletRequest request) {
        ZoneId zone = zone(request.getParameter("zone"));
        boolean entries = entries(request.getParameter("detail"));
        String period = request.getParameter("period");
        boolean bounded =
                request.getParameter("from") != null || request.getParameter("to") != null;
        if ((period == null) != bounded) {
            throw ProblemException.ofParameter("period", "or from and to must be given, not both");
        }
        if (period != null) {
            YearMonth month = month(period);
            return new StatementRequest(
                    start(month, zone), start(month.plusMonths(1), zone), zone, entries);
        }
        long from = required(request, "from");
        long to = required(request, "to");
        if (from >= to || to - from > MOST_NANOS) {
            throw ProblemException.ofParameter("from", "must be before to, by at most 366 days");
        }
        return new StatementRequest(from, to, zone, entries);
    }

    private static long required(HttpServletRequest request, String parameter) {
        if (request.getParameter(parameter) == null) {
            throw ProblemException.ofParameter(parameter, "must be given");
        }
        return JournalReads.time(request, parameter, 0);
    }

    private static long start(YearMonth month, ZoneId zone) {
        return Math.max(0, month.atDay(1).atStartOfDay(zone).toEpochSecond() * NANOS);
    }

    private static YearMonth month(String period) {
        // Times of the journal end in 2262.
        if (!period.matches("(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])")) {
            throw ProblemException.ofParameter("period", "must be a month such as 2026-03");
        }
        return YearMonth.parse(period);
    }

    private static ZoneId zone(@Nullable String zone) {
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw ProblemException.ofParameter("zone", "must be an IANA time zone");
        }
    }

    private static boolean entries(@Nullable String detail) {
        if (detail == null || detail.equals("days")) {
            return false;
        }
        if (!detail.equals("entries")) {
            throw ProblemException.ofParameter("detail", "must be days or entries");
        }
        return true;
    }
}
