package tallystick.domain.settlement;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The days on which payments in a currency are made: all but weekends and holidays.
 *
 * @param currency ISO 4217
 * @param weekend days of the week without payments, not all seven
 * @param holidays dates without payments, at most 1,000
 */
public record BusinessCalendar(
        String currency, SortedSet<DayOfWeek> weekend, SortedSet<LocalDate> holidays) {

    private static final int MOST_HOLIDAYS = 1_000;
    private static final String SEPARATOR = ",";

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public BusinessCalendar {
        weekend = Collections.unmodifiableSortedSet(new TreeSet<>(weekend));
        holidays = Collections.unmodifiableSortedSet(new TreeSet<>(holidays));
        ArgumentCheck.currency("currency", currency);
        ArgumentCheck.that(
                weekend.size() < DayOfWeek.values().length, "weekend", "must leave a day");
        ArgumentCheck.that(
                holidays.size() <= MOST_HOLIDAYS,
                "holidays",
                "must be at most " + MOST_HOLIDAYS + " dates");
    }

    /** Whether payments are made on the date. */
    public boolean isBusinessDay(LocalDate date) {
        return !weekend.contains(date.getDayOfWeek()) && !holidays.contains(date);
    }

    /** The first business day from a date on, that date included. */
    public LocalDate onOrAfter(LocalDate date) {
        LocalDate day = date;
        while (!isBusinessDay(day)) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** One line that says all of it, such as {@code EUR SATURDAY,SUNDAY 2026-12-25}. */
    public String text() {
        return currency
                + ' '
                + String.join(SEPARATOR, weekend.stream().map(DayOfWeek::name).toList())
                + ' '
                + String.join(SEPARATOR, holidays.stream().map(LocalDate::toString).toList());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is no such line
     */
    public static BusinessCalendar parse(String text) {
        String[] parts = text.split(" ", -1);
        ArgumentCheck.that(parts.length == 3, "text", "must be currency, weekend and holidays");
        SortedSet<DayOfWeek> weekend = new TreeSet<>();
        SortedSet<LocalDate> holidays = new TreeSet<>();
        try {
            words(parts[1]).forEach(day -> weekend.add(DayOfWeek.valueOf(day)));
            words(parts[2]).forEach(date -> holidays.add(LocalDate.parse(date)));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("a holiday is no date", malformed);
        }
        return new BusinessCalendar(parts[0], weekend, holidays);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR, -1));
    }
}
