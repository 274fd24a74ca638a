package tallystick.domain.settlement;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A settlement model's version: when its windows are cut off and how long each step may take
 * (settlement chapter §4.2). Windows of such a model take their own steps.
 *
 * @param model its name, 1 … 100 characters
 * @param calendar when windows are cut off
 * @param zone IANA time zone of days and months
 * @param cutOffMinute of the day, 0 … 1439; 0 with listed instants
 * @param cutOffs the instants of {@link CutOffCalendar#CUSTOM}, nanoseconds since 1970, ascending,
 *     at most 4,096; empty for others
 * @param graceNanos from the cut-off's recording to the fence, 0 … 31 days
 * @param affirmNanos from issue until who said nothing is deemed to have affirmed, 0 … 31 days; 0
 *     asks nobody
 * @param toleranceMinor how far an operator's own total may be off, minor units, 0 or more
 * @param currencies business days, at most one calendar per currency, in order of currency
 */
public record SettlementModelTerms(
        String model,
        CutOffCalendar calendar,
        String zone,
        int cutOffMinute,
        List<Long> cutOffs,
        long graceNanos,
        long affirmNanos,
        long toleranceMinor,
        List<BusinessCalendar> currencies) {

    /** There is no next cut-off. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MOST_CUT_OFFS = 4_096;
    private static final int LONGEST_NAME = 100;
    private static final long LONGEST_NANOS = 31L * 86_400_000_000_000L;
    private static final long NANOS = 1_000_000_000L;
    private static final int MINUTES_OF_DAY = 1_440;

    /**
     * A business day comes within so many days, or the calendars of a model have none in common.
     */
    private static final int SEARCHED_DAYS = 1_100;

    public SettlementModelTerms {
        cutOffs = List.copyOf(cutOffs);
        currencies = List.copyOf(currencies);
    }

    /** The first rule the terms break, as field and rule; null for none. */
    public String @Nullable [] broken() {
        if (model.length() > LONGEST_NAME) {
            return fault("model", "must be at most " + LONGEST_NAME + " characters");
        }
        if (!isZone(zone)) {
            return fault("time_zone", "must be an IANA time zone");
        }
        if (cutOffMinute < 0 || cutOffMinute >= MINUTES_OF_DAY) {
            return fault("cut_off_at", "must be a time of day");
        }
        boolean custom = calendar == CutOffCalendar.CUSTOM;
        if (custom == cutOffs.isEmpty()) {
            return fault("cut_offs", "go with the custom calendar, and only with it");
        }
        if (custom && cutOffMinute != 0) {
            return fault("cut_off_at", "does not go with the custom calendar");
        }
        if (cutOffs.size() > MOST_CUT_OFFS
                || !new TreeSet<>(cutOffs).stream().toList().equals(cutOffs)) {
            return fault("cut_offs", "must ascend and be at most " + MOST_CUT_OFFS);
        }
        if (graceNanos < 0 || graceNanos > LONGEST_NANOS) {
            return fault("grace", "must be at most 31 days");
        }
        if (affirmNanos < 0 || affirmNanos > LONGEST_NANOS) {
            return fault("affirm_within", "must be at most 31 days");
        }
        if (toleranceMinor < 0) {
            return fault("tolerance_minor", "must not be negative");
        }
        List<String> names = currencies.stream().map(BusinessCalendar::currency).toList();
        if (!new TreeSet<>(names).stream().toList().equals(names)) {
            return fault("currencies", "must be in order, one calendar per currency");
        }
        return calendar == CutOffCalendar.BUSINESS_DAILY && currencies.isEmpty()
                ? fault("currencies", "must be given with the business_daily calendar")
                : null;
    }

    private static String[] fault(String field, String rule) {
        return new String[] {field, rule};
    }

    private static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    /**
     * The first cut-off after an instant, {@link #NEVER} when there is none.
     *
     * @param afterEpochNanos nanoseconds since 1970
     */
    public long nextCutOff(long afterEpochNanos) {
        if (calendar == CutOffCalendar.CUSTOM) {
            return cutOffs.stream().filter(at -> at > afterEpochNanos).findFirst().orElse(NEVER);
        }
        LocalDate day = localDate(afterEpochNanos);
        if (calendar == CutOffCalendar.MONTHLY) {
            day = day.withDayOfMonth(1);
        }
        for (int tried = 0; tried < SEARCHED_DAYS; tried++) {
            long at = cutOffOn(day);
            if (at > afterEpochNanos && isCutOffDay(day)) {
                return at;
            }
            day = calendar == CutOffCalendar.MONTHLY ? day.plusMonths(1) : day.plusDays(1);
        }
        return NEVER;
    }

    private boolean isCutOffDay(LocalDate day) {
        return calendar != CutOffCalendar.BUSINESS_DAILY
                || currencies.stream().allMatch(currency -> currency.isBusinessDay(day));
    }

    private long cutOffOn(LocalDate day) {
        LocalTime time = LocalTime.of(cutOffMinute / 60, cutOffMinute % 60);
        long seconds = ZonedDateTime.of(day, time, ZoneId.of(zone)).toEpochSecond();
        return Math.abs(seconds) > Long.MAX_VALUE / NANOS ? NEVER : seconds * NANOS;
    }

    /** The date of an instant in the model's time zone. */
    public LocalDate localDate(long epochNanos) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS))
                .atZone(ZoneId.of(zone))
                .toLocalDate();
    }

    /**
     * Whether payments in a currency are made on a date: every date, where the model says nothing.
     */
    public boolean isBusinessDay(String currency, LocalDate date) {
        return currencies.stream()
                .filter(calendarOf -> calendarOf.currency().equals(currency))
                .allMatch(calendarOf -> calendarOf.isBusinessDay(date));
    }
}
