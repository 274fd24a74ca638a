package tallystick.domain.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/**
 * The periods over which tiers sum: days or months of a time zone. Remembers the last period asked
 * for, so that a run of records of one period computes it once; one thread at a time.
 */
final class TierClock {

    private final TierPeriod period;
    private final ZoneId zone;
    private long startEpochNanos;
    private long endEpochNanos;

    TierClock(TierPeriod period, ZoneId zone) {
        this.period = period;
        this.zone = zone;
    }

    /** When the period that contains the instant began, nanoseconds since 1970. */
    long periodStart(long atEpochNanos) {
        if (atEpochNanos < startEpochNanos || atEpochNanos >= endEpochNanos) {
            LocalDate day = LocalDate.ofInstant(instant(atEpochNanos), zone);
            LocalDate first = period == TierPeriod.MONTH ? day.withDayOfMonth(1) : day;
            LocalDate next = period == TierPeriod.MONTH ? first.plusMonths(1) : first.plusDays(1);
            startEpochNanos = nanos(first);
            endEpochNanos = nanos(next);
        }
        return startEpochNanos;
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }

    private long nanos(LocalDate day) {
        return TimeUnit.SECONDS.toNanos(day.atStartOfDay(zone).toEpochSecond());
    }
}
