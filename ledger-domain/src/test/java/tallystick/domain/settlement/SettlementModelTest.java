package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Calendars: which instant is the next cut-off, and on which dates payments are made. */
class SettlementModelTest {

    private static final BusinessCalendar EUR =
            new BusinessCalendar(
                    "EUR",
                    new TreeSet<>(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                    new TreeSet<>(Set.of(LocalDate.of(2026, 12, 25))));

    private static final BusinessCalendar KRW =
            new BusinessCalendar(
                    "KRW",
                    new TreeSet<>(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                    new TreeSet<>(Set.of(LocalDate.of(2026, 12, 24))));

    private static SettlementModelTerms model(CutOffCalendar calendar, String zone, int minute) {
        return new SettlementModelTerms(
                "m", calendar, zone, minute, List.of(), 0, 0, 0, List.of(EUR, KRW));
    }

    private static long at(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
    }

    private static void next(SettlementModelTerms model, String after, String expected) {
        assertEquals(at(expected), model.nextCutOff(at(after)));
    }

    @Test
    void dailyIsTheModelsLocalTime() {
        SettlementModelTerms seoul = model(CutOffCalendar.DAILY, "Asia/Seoul", 60);
        next(seoul, "2026-11-20T15:59:59Z", "2026-11-20T16:00:00Z");
        next(seoul, "2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z");
    }

    @Test
    void aDayOfTheClockChangeHasOneCutOff() {
        SettlementModelTerms paris = model(CutOffCalendar.DAILY, "Europe/Paris", 150);
        // 02:30 does not exist on 29 March 2026: the cut-off is at 03:30 summer time.
        next(paris, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z");
        next(paris, "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void monthlyIsTheFirstOfEveryMonth() {
        SettlementModelTerms seoul = model(CutOffCalendar.MONTHLY, "Asia/Seoul", 0);
        next(seoul, "2026-01-15T00:00:00Z", "2026-01-31T15:00:00Z");
        next(seoul, "2026-01-31T15:00:00Z", "2026-02-28T15:00:00Z");
        next(seoul, "2026-12-31T15:00:00Z", "2027-01-31T15:00:00Z");
    }

    @Test
    void businessDaysAreThoseOfEveryCurrency() {
        SettlementModelTerms utc = model(CutOffCalendar.BUSINESS_DAILY, "UTC", 720);
        // Thursday is a holiday of the won, Friday of the euro, then comes a weekend.
        next(utc, "2026-12-23T12:00:00Z", "2026-12-28T12:00:00Z");
        assertFalse(utc.isBusinessDay("EUR", LocalDate.of(2026, 12, 25)));
        assertTrue(utc.isBusinessDay("KRW", LocalDate.of(2026, 12, 25)));
        assertTrue(utc.isBusinessDay("USD", LocalDate.of(2026, 12, 26)));
        assertEquals(LocalDate.of(2026, 12, 28), EUR.onOrAfter(LocalDate.of(2026, 12, 25)));
    }

    @Test
    void calendarsWithoutACommonDayHaveNoCutOff() {
        TreeSet<DayOfWeek> allButMonday = new TreeSet<>(Set.of(DayOfWeek.values()));
        allButMonday.remove(DayOfWeek.MONDAY);
        TreeSet<DayOfWeek> monday = new TreeSet<>(Set.of(DayOfWeek.MONDAY));
        SettlementModelTerms never =
                new SettlementModelTerms(
                        "m",
                        CutOffCalendar.BUSINESS_DAILY,
                        "UTC",
                        0,
                        List.of(),
                        0,
                        0,
                        0,
                        List.of(
                                new BusinessCalendar("EUR", allButMonday, new TreeSet<>()),
                                new BusinessCalendar("KRW", monday, new TreeSet<>())));
        assertEquals(SettlementModelTerms.NEVER, never.nextCutOff(0));
    }

    @Test
    void aCalendarIsReadAsItWasWritten() {
        assertEquals(EUR, BusinessCalendar.parse(EUR.text()));
        BusinessCalendar plain = new BusinessCalendar("USD", new TreeSet<>(), new TreeSet<>());
        assertEquals(plain, BusinessCalendar.parse(plain.text()));
        assertThrows(IllegalArgumentException.class, () -> BusinessCalendar.parse("EUR NODAY "));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new BusinessCalendar(
                                "EUR", new TreeSet<>(Set.of(DayOfWeek.values())), new TreeSet<>()));
    }
}
