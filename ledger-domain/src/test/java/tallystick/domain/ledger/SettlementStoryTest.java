package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

class SettlementStoryTest {

    private final LedgerFixture ledger = LedgerFixture.federation();

    @Test
    void membershipIsByEndOfUsageUntilTheFenceAndLateAfterIt() {
        long cutOff = LedgerFixture.nanos("2026-11-20T12:00:00Z");
        UsageRecord before = ended("2026-11-20T11:59:59.999999999Z", "a");
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", cutOff, "w2"));

        UsageRecord grace = ended("2026-11-20T11:00:00Z", "b");
        UsageRecord atCutOff = ended("2026-11-20T12:00:00Z", "c");
        ledger.given(new Settlement.FenceWindow("w1"));
        UsageRecord late = ended("2026-11-20T11:00:00Z", "d");

        assertEquals(
                List.of(0, 0, 1, 1),
                List.of(before.windowRef, grace.windowRef, atCutOff.windowRef, late.windowRef));
        assertFalse(grace.late);
        assertFalse(atCutOff.late);
        assertTrue(late.late);
        assertEquals(1, ledger.state.totals().late());
    }

    @Test
    void aWindowFromOpenToNettedBalancesAtEveryStep() {
        for (int i = 0; i < 7; i++) {
            roaming("k" + i, "wal-kr", "op-fr", 1_000_003);
            roaming("f" + i, "wal-fr", "op-kr", 2_000_011);
        }
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.given(new Settlement.SealWindow("w1", 14, "00"));
        Decision.Accepted calculated =
                assertInstanceOf(
                        Decision.Accepted.class, ledger.when(new Settlement.CalculateWindow("w1")));
        List<Statement> statements =
                ((LedgerEvent.Settlement.WindowCalculated) calculated.events().getFirst())
                        .statements();

        assertEquals(
                List.of("w1:op-fr:op-kr:KRW", "w1:op-kr:op-fr:EUR"),
                statements.stream().map(Statement::statement).toList());
        Statement eur = statements.get(1);
        // 7 × 1,000,003 output tokens at 0.30 a million: 2.1000063 euro.
        assertEquals(Pico.parse("2.1000063"), eur.exact());
        assertEquals(210, eur.total());
        assertEquals(Pico.parse("0.0000063"), ledger.balance("rounding/op-kr", "EUR"));
        assertEquals(Pico.parse("-0.0000063"), ledger.balance("rounding/op-fr", "EUR"));
        assertEquals(Pico.parse("2.1"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));

        ledger.given(new Settlement.IssueStatements("w1"));
        Decision.Accepted netted =
                assertInstanceOf(
                        Decision.Accepted.class, ledger.when(new Settlement.NetWindow("w1")));
        LedgerEvent.Settlement.WindowNetted event =
                (LedgerEvent.Settlement.WindowNetted) netted.events().getFirst();
        assertEquals(
                List.of(
                        new NetPosition("EUR", "op-fr", 210),
                        new NetPosition("EUR", "op-kr", -210),
                        new NetPosition("KRW", "op-fr", -4_200),
                        new NetPosition("KRW", "op-kr", 4_200)),
                event.positions());
        assertEquals(Pico.parse("2.1"), ledger.balance("settlement.control/op-fr", "EUR"));
        assertEquals(Pico.parse("-4200"), ledger.balance("settlement.control/op-fr", "KRW"));
        assertEquals(Pico.ZERO, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.ZERO, ledger.balance("interop.receivable/op-fr/op-kr", "EUR"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    @Test
    void theOrderOfRecordingDoesNotChangeAStatement() {
        LedgerFixture other = LedgerFixture.federation();
        for (int i = 0; i < 30; i++) {
            record(ledger, "x" + i, "wal-kr", "op-fr", 17L * i + 1);
            record(other, "x" + (29 - i), "wal-kr", "op-fr", 17L * (29 - i) + 1);
        }
        assertEquals(calculated(ledger), calculated(other));
    }

    private static List<Statement> calculated(LedgerFixture ledger) {
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.given(new Settlement.SealWindow("w1", 30, "00"));
        Decision.Accepted decision =
                assertInstanceOf(
                        Decision.Accepted.class, ledger.when(new Settlement.CalculateWindow("w1")));
        return ((LedgerEvent.Settlement.WindowCalculated) decision.events().getFirst())
                .statements();
    }

    private UsageRecord ended(String instant, String id) {
        UsageRecord usage = ledger.usage(id, "wal-kr");
        usage.endedEpochNanos = LedgerFixture.nanos(instant);
        if (usage.endedEpochNanos > ledger.now()) {
            ledger.at(instant);
        }
        return ledger.record(usage);
    }

    private void roaming(String id, String wallet, String serving, long output) {
        record(ledger, id, wallet, serving, output);
    }

    private static void record(
            LedgerFixture ledger, String id, String wallet, String serving, long output) {
        UsageRecord usage = ledger.usage(id, wallet);
        usage.servingOperator = serving;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = output;
        ledger.record(usage);
    }
}
