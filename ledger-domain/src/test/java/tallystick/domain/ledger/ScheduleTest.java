package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tallystick.domain.ClosingCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.RefusalCode;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.WindowRunEvent.AutomationStopped;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** Windows that take their own steps: when, once, and never on a clock of their own. */
class ScheduleTest {

    private static final long HOUR = 3_600_000_000_000L;

    private final LedgerFixture ledger = LedgerFixture.federation();

    private static DefineSettlementModel daily(long grace, long affirm) {
        return new DefineSettlementModel(
                new SettlementModelTerms(
                        "daily",
                        CutOffCalendar.DAILY,
                        "UTC",
                        720,
                        List.of(),
                        grace,
                        affirm,
                        2,
                        List.of()));
    }

    private WindowState state(String window) {
        return Objects.requireNonNull(ledger.state.windows.find(window)).state;
    }

    private void roaming(String id) {
        UsageRecord usage = ledger.usage(id, "wal-kr");
        usage.servingOperator = "op-fr";
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 1_000_003;
        assertTrue(ledger.record(usage).windowRef >= 0);
    }

    private void seal(String window) {
        assertEquals(List.of(window), ledger.state.windowsToSeal());
        long records = Objects.requireNonNull(ledger.state.windows.find(window)).records();
        ledger.given(new Settlement.SealWindow(window, records, "00"));
        assertEquals(List.of(), ledger.state.windowsToSeal());
    }

    private long count(Class<? extends LedgerEvent> type) {
        return ledger.journal.stream().filter(j -> type.isInstance(j.event())).count();
    }

    @Test
    void anOpenWindowOfADefinedModelGoesToNettedByItself() {
        roaming("a");
        ledger.given(daily(HOUR, 2 * HOUR));

        ledger.at("2026-11-20T11:59:59Z");
        ledger.passDeadlines();
        assertEquals(WindowState.OPEN, state("w1"));

        ledger.at("2026-11-20T12:00:00Z");
        ledger.passDeadlines();
        assertEquals(WindowState.GRACE, state("w1"));
        assertEquals(WindowState.OPEN, state("daily-2026-11-20"));
        assertEquals(
                LedgerFixture.nanos("2026-11-20T12:00:00Z"),
                Objects.requireNonNull(ledger.state.windows.find("w1")).cutOffEpochNanos);

        ledger.after(HOUR - 1);
        ledger.passDeadlines();
        assertEquals(WindowState.GRACE, state("w1"));
        ledger.after(1);
        ledger.passDeadlines();
        assertEquals(WindowState.FENCED, state("w1"));

        seal("w1");
        ledger.passDeadlines();
        assertEquals(WindowState.AFFIRMING, state("w1"));
        ledger.after(2 * HOUR - 1);
        ledger.passDeadlines();
        assertEquals(WindowState.AFFIRMING, state("w1"));
        ledger.after(1);
        ledger.passDeadlines();
        assertEquals(WindowState.NETTED, state("w1"));

        ledger.at("2026-11-21T12:00:00Z");
        ledger.passDeadlines();
        assertEquals(WindowState.GRACE, state("daily-2026-11-20"));
        assertEquals(WindowState.OPEN, state("daily-2026-11-21"));
        assertEquals(1, count(LedgerEvent.Settlement.WindowNetted.class));
        assertEquals(2, count(LedgerEvent.Settlement.WindowCutOff.class));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    @Test
    void affirmingByAllEndsTheWaitBeforeTheDeadline() {
        roaming("a");
        ledger.given(daily(0, 24 * HOUR));
        ledger.at("2026-11-20T12:00:00Z");
        ledger.passDeadlines();
        seal("w1");
        ledger.passDeadlines();
        assertEquals(WindowState.AFFIRMING, state("w1"));
        for (String operator : List.of("op-kr", "op-fr")) {
            String statement = "w1:op-kr:op-fr:EUR";
            ledger.whenBy(
                    operator + "-a", new ClosingCommand.ProposeAffirmation(statement, operator));
            ledger.whenBy(
                    operator + "-b", new ClosingCommand.ConfirmAffirmation(statement, operator));
        }
        ledger.passDeadlines();
        assertEquals(WindowState.NETTED, state("w1"));
    }

    @Test
    void afterAStandstillEveryMissedCutOffIsMadeUpForAtItsOwnTime() {
        ledger.given(daily(HOUR, 0));
        ledger.at("2026-11-22T15:00:00Z");
        ledger.passDeadlines();
        for (String window : List.of("w1", "daily-2026-11-20", "daily-2026-11-21")) {
            assertEquals(WindowState.GRACE, state(window), window);
        }
        assertEquals(
                LedgerFixture.nanos("2026-11-21T12:00:00Z"),
                Objects.requireNonNull(ledger.state.windows.find("daily-2026-11-20"))
                        .cutOffEpochNanos);
        assertEquals(WindowState.OPEN, state("daily-2026-11-22"));
    }

    @Test
    void aPersonMayTakeAnyStepFirst() {
        ledger.given(daily(HOUR, 0));
        ledger.at("2026-11-20T09:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "by-hand"));
        ledger.given(new Settlement.FenceWindow("w1"));
        seal("w1");
        ledger.passDeadlines();
        assertEquals(WindowState.NETTED, state("w1"));
        ledger.at("2026-11-20T12:00:00Z");
        ledger.passDeadlines();
        assertEquals(WindowState.GRACE, state("by-hand"));
    }

    @Test
    void aWindowOfAModelThatIsNotDefinedWaitsForPersons() {
        ledger.at("2027-11-20T12:00:00Z");
        ledger.passDeadlines();
        assertEquals(WindowState.OPEN, state("w1"));
        assertNull(ledger.state.schedules.find("w1"));
    }

    @Test
    void aCustomCalendarThatEndsLeavesTheWindowOpenUntilTheNextVersion() {
        long first = LedgerFixture.START + HOUR;
        ledger.given(custom(List.of(first)));
        ledger.after(2 * HOUR);
        ledger.passDeadlines();
        assertEquals(WindowState.OPEN, state("daily-2026-11-20"));
        assertNull(ledger.state.schedules.find("daily-2026-11-20"));
        ledger.given(custom(List.of(first, first + 5 * HOUR)));
        ledger.after(5 * HOUR);
        ledger.passDeadlines();
        assertEquals(WindowState.OPEN, state("daily-2026-11-20.2"));
    }

    private static DefineSettlementModel custom(List<Long> cutOffs) {
        return new DefineSettlementModel(
                new SettlementModelTerms(
                        "daily", CutOffCalendar.CUSTOM, "UTC", 0, cutOffs, 0, 0, 0, List.of()));
    }

    @Test
    void aRefusedStepStopsTheWindowAndIsNotTriedForEver() {
        for (int i = 0; i < 2; i++) {
            UsageRecord usage = ledger.usage("big" + i, "wal-fr");
            usage.servingOperator = "op-kr";
            usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = TokenClass.MAX_TOKENS;
            ledger.record(usage);
        }
        dear();
        ledger.given(daily(0, 0));
        ledger.at("2026-11-20T12:00:00Z");
        ledger.passDeadlines();
        seal("w1");
        ledger.passDeadlines();
        assertEquals(WindowState.SEALED, state("w1"));
        assertEquals(1, count(AutomationStopped.class));
    }

    /** Usage at a price that takes the statement beyond 63 bits of minor units. */
    private void dear() {
        ledger.given(
                ledger.tariff(
                        "iot-kr",
                        tallystick.domain.rating.TariffKind.INTER_OPERATOR,
                        "op-kr",
                        "KRW",
                        Long.MAX_VALUE / 8));
        for (int i = 0; i < 2; i++) {
            UsageRecord usage = ledger.usage("dear" + i, "wal-fr");
            usage.servingOperator = "op-kr";
            usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = TokenClass.MAX_TOKENS;
            ledger.record(usage);
        }
    }

    @Test
    void termsThatBreakARuleAreRefusedByField() {
        ledger.refuses(custom(List.of()), RefusalCode.INVALID_REQUEST, "cut_offs");
        ledger.refuses(custom(List.of(9L, 7L)), RefusalCode.INVALID_REQUEST, "cut_offs");
        ledger.refuses(daily(-1, 0), RefusalCode.INVALID_REQUEST, "grace");
        ledger.refuses(daily(0, 32 * 24 * HOUR), RefusalCode.INVALID_REQUEST, "affirm_within");
    }
}
