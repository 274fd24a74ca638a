package tallystick.app.demo;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tallystick.loadgen.trace.TraceSummary;

/**
 * The month that the demo settles: a calendar month long, up to last midnight (UTC), in windows of
 * a week, the last one of the days that are left. The trace's arrivals are spread over all of it.
 *
 * @param start its first instant
 * @param cutOffs the end of each window, the last the month's
 * @param trace what is spread
 */
record DemoMonth(Instant start, List<Instant> cutOffs, TraceSummary trace) {

    private static final Duration WEEK = Duration.ofDays(7);

    /** The last usage ends so long before the month does. */
    private static final long LAST_NANOS = 1_000_000_000L;

    DemoMonth {
        cutOffs = List.copyOf(cutOffs);
    }

    /** The month that ended at the midnight before, or at, an instant. */
    static DemoMonth before(Instant now, TraceSummary trace) {
        LocalDate end = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant last = end.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant first = end.minusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Instant> cutOffs = new ArrayList<>();
        for (Instant next = first.plus(WEEK); next.isBefore(last); next = next.plus(WEEK)) {
            cutOffs.add(next);
        }
        cutOffs.add(last);
        return new DemoMonth(first, cutOffs, trace);
    }

    /** How many windows it has. */
    int windows() {
        return cutOffs.size();
    }

    /** A window's name; the one after the last is open at the end. */
    static String name(int window) {
        return "demo-" + (window + 1);
    }

    /** When a window begins. */
    Instant startOf(int window) {
        return window == 0 ? start : cutOffs.get(window - 1);
    }

    /** The window whose service time has an instant, nanoseconds since 1970. */
    int windowOf(long epochNanos) {
        int window = 0;
        while (window < cutOffs.size() - 1 && epochNanos >= nanos(cutOffs.get(window))) {
            window++;
        }
        return window;
    }

    /** Where in the month an arrival of the trace is, nanoseconds since 1970. */
    long spread(long arrivedEpochNanos) {
        long length = nanos(cutOffs.getLast()) - nanos(start) - LAST_NANOS;
        long lasts = Math.max(1, trace.lastEpochNanos() - trace.firstEpochNanos());
        return nanos(start)
                + BigInteger.valueOf(arrivedEpochNanos - trace.firstEpochNanos())
                        .multiply(BigInteger.valueOf(length))
                        .divide(BigInteger.valueOf(lasts))
                        .longValueExact();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
