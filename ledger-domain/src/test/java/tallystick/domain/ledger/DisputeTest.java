package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.domain.ClosingCommand;
import tallystick.domain.Decision;
import tallystick.domain.DisputeCommand;
import tallystick.domain.DisputeEvent;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LineClaim;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;

/** Korea disputes what France states: 2.10 euro on one line. */
class DisputeTest {

    private static final long DAY = 86_400_000_000_000L;
    private static final String EVIDENCE = "e".repeat(64);

    private final LedgerFixture ledger = LedgerFixture.federation();

    private static List<LineClaim> line(String amount) {
        return List.of(new LineClaim(0, Pico.parse(amount)));
    }

    private static DisputeCommand claim(String dispute, String amount) {
        return new DisputeCommand.OpenDispute(
                dispute, ClosingTest.EUR, "op-kr", line(amount), "mis-rated");
    }

    private static DisputeCommand agree(String dispute, String amount) {
        return new DisputeCommand.AgreeDispute(dispute, "op-fr", line(amount));
    }

    private void by(String actor, tallystick.domain.LedgerCommand command) {
        ClosingTest.by(ledger, actor, command);
    }

    private void refused(RefusalCode code, String actor, DisputeCommand command) {
        String before = ledger.state.digest();
        Decision.Refused refused =
                assertInstanceOf(Decision.Refused.class, ledger.whenBy(actor, command));
        assertEquals(code, refused.refusal().code(), refused.refusal().detail());
        assertEquals(before, ledger.state.digest());
    }

    private Dispute dispute(String name) {
        return Objects.requireNonNull(ledger.state.disputes.find(name));
    }

    private void issued() {
        ClosingTest.calculated(ledger);
        ledger.given(new Settlement.IssueStatements("w1"));
    }

    private void paid() {
        ClosingTest.instructed(ledger);
        for (int leg = 1; leg <= 2; leg++) {
            String asset = leg == 1 ? "EUR" : "KRW";
            ledger.given(
                    new ClosingCommand.ConfirmPayment(
                            "w1",
                            SettlementLeg.uetr("w1", leg),
                            asset,
                            Pico.parse(leg == 1 ? "2.10" : "4200"),
                            "out-" + leg));
        }
        ledger.given(new ClosingCommand.FinaliseWindow("w1"));
    }

    /** The window after the dispute's, netted; its statements as name and total. */
    private List<String> nextWindow() {
        ledger.after(1);
        ledger.given(new Settlement.CutOffWindow("w2", ledger.now(), "w3"));
        ledger.given(new Settlement.FenceWindow("w2"));
        ledger.given(new Settlement.SealWindow("w2", 0, "00"));
        ledger.given(new Settlement.CalculateWindow("w2"));
        ledger.given(new Settlement.IssueStatements("w2"));
        ledger.given(new Settlement.NetWindow("w2"));
        Window next = Objects.requireNonNull(ledger.state.windows.find("w2"));
        return next.statements.stream().map(s -> s.statement() + " " + s.total()).toList();
    }

    /** I13: what is not disputed is netted on time; the rest waits for what comes of it. */
    @Test
    void theUndisputedPartSettlesOnTime() {
        issued();
        by("kim", claim("d1", "0.60"));
        ledger.given(new Settlement.NetWindow("w1"));
        assertTrue(
                Objects.requireNonNull(ledger.state.closings.find("w1"))
                        .positions
                        .contains(new NetPosition("EUR", "op-kr", -150)));
        assertEquals(Pico.parse("0.6"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        by("marie", agree("d1", "0.20"));
        ledger.given(new DisputeCommand.ResolveDispute("d1"));
        // 0.20 is credited; 0.40 is owed after all, in the open window.
        assertEquals(Pico.parse("0.4"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(List.of("w2:op-kr:op-fr:EUR 40"), nextWindow());
        assertEquals(Pico.ZERO, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.ZERO, ledger.balance("interop.receivable/op-fr/op-kr", "EUR"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    @Test
    void aSettledStatementIsCreditedInTheOpenWindow() {
        paid();
        by("kim", claim("d1", "0.60"));
        by("marie", new DisputeCommand.AcknowledgeDispute("d1", "op-fr"));
        by("kim", new DisputeCommand.SubmitEvidence("d1", "op-kr", EVIDENCE));
        by("marie", agree("d1", "0.60"));
        Decision.Accepted resolved =
                assertInstanceOf(
                        Decision.Accepted.class,
                        ledger.when(new DisputeCommand.ResolveDispute("d1")));
        assertEquals(
                List.of(
                        new DisputeEvent.DisputeResolved(
                                "w1", "d1", "w2", List.of(new LineAmount(0, 60)), List.of())),
                resolved.events());
        assertEquals(Pico.parse("-0.6"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.parse("1.5000063"), ledger.balance("cost.wholesale/op-kr", "EUR"));
        assertEquals(List.of("w2:op-kr:op-fr:EUR -60"), nextWindow());
        assertEquals(Pico.ZERO, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(
                List.of(new NetPosition("EUR", "op-fr", -60), new NetPosition("EUR", "op-kr", 60)),
                Objects.requireNonNull(ledger.state.closings.find("w2")).positions);
    }

    @Test
    void eachPartyTakesItsOwnStepsAndAnArbiterIsOfNeither() {
        paid();
        refused(
                RefusalCode.NOT_FOUND,
                "marie",
                new DisputeCommand.OpenDispute("d1", ClosingTest.EUR, "op-fr", line("1"), "mine"));
        refused(RefusalCode.INVALID_REQUEST, "kim", claim("d1", "2.11"));
        refused(RefusalCode.INVALID_REQUEST, "kim", claim("d1", "0.001"));
        by("kim", claim("d1", "2.00"));
        refused(RefusalCode.ALREADY_EXISTS, "kim", claim("d1", "0.05"));
        // Together never for more than the line is.
        refused(RefusalCode.INVALID_REQUEST, "kim", claim("d2", "0.11"));
        refused(RefusalCode.NOT_FOUND, "kim", new DisputeCommand.AcknowledgeDispute("d1", "op-kr"));
        refused(RefusalCode.PARTICIPANT_STAFF, "kim", agree("d1", "1.00"));
        refused(RefusalCode.INVALID_REQUEST, "marie", agree("d1", "2.01"));
        refused(
                RefusalCode.WRONG_STATE,
                "kim",
                new DisputeCommand.EscalateDispute("d1", "op-kr", "no"));
        by("marie", new DisputeCommand.RejectDispute("d1", "op-fr", "rated as agreed"));
        by("kim", new DisputeCommand.EscalateDispute("d1", "op-kr", "not as agreed"));
        refused(
                RefusalCode.PARTICIPANT_STAFF,
                "marie",
                new DisputeCommand.ArbitrateDispute("d1", line("1.00"), "half"));
        by("judge", new DisputeCommand.ArbitrateDispute("d1", line("1.00"), "half"));
        by("hub", new DisputeCommand.ResolveDispute("d1"));
        String before = ledger.state.digest();
        by("hub", new DisputeCommand.ResolveDispute("d1"));
        assertEquals(before, ledger.state.digest(), "a replayed resolution changes nothing");
        refused(RefusalCode.WRONG_STATE, "marie", agree("d1", "2.00"));
        assertEquals(List.of("w2:op-kr:op-fr:EUR -100"), nextWindow());
    }

    /** Silence has an outcome in every state, and the log's time decides when. */
    @Test
    void everyStateHasADeadlineAndADefault() {
        paid();
        by("kim", claim("d1", "0.60"));
        by("kim", claim("d2", "0.50"));
        by("kim", new DisputeCommand.SubmitEvidence("d2", "op-kr", EVIDENCE));
        List<DisputeState> seen = new ArrayList<>();
        List<DisputeState> other = new ArrayList<>();
        for (int day = 0; day <= 40; day++) {
            if (seen.isEmpty() || seen.getLast() != dispute("d1").state) {
                seen.add(dispute("d1").state);
            }
            if (other.isEmpty() || other.getLast() != dispute("d2").state) {
                other.add(dispute("d2").state);
            }
            ledger.after(DAY);
            ledger.passDeadlines();
        }
        assertEquals(
                List.of(
                        DisputeState.OPENED,
                        DisputeState.ACKNOWLEDGED,
                        DisputeState.REJECTED,
                        DisputeState.RESOLVED),
                seen);
        assertEquals(
                List.of(DisputeState.EVIDENCE, DisputeState.AGREED, DisputeState.RESOLVED), other);
        assertEquals(Long.MAX_VALUE, ledger.state.nextDeadlineEpochNanos());
        assertEquals(List.of("w2:op-kr:op-fr:EUR -50"), nextWindow());
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    /** I10: whatever disputes are opened, granted and resolved, sent again or not. */
    @Test
    void aLineIsNeverCreditedForMoreThanItWas() {
        for (int seed = 0; seed < 20; seed++) {
            LedgerFixture one = LedgerFixture.quickFederation();
            ClosingTest.netted(one);
            Random random = new Random(seed);
            for (int i = 0; i < 60; i++) {
                String name = "d" + random.nextInt(8);
                String amount = "%d.%02d".formatted(random.nextInt(3), random.nextInt(100));
                List<tallystick.domain.LedgerCommand> all =
                        List.of(
                                claim(name, amount),
                                agree(name, amount),
                                new DisputeCommand.ResolveDispute(name));
                String[] who = {"kim", "marie", "hub"};
                int which = random.nextInt(3);
                one.whenBy(who[which], all.get(which));
            }
            long credited =
                    one.state.disputes.of(ClosingTest.EUR).stream()
                            .flatMap(d -> d.credited.values().stream())
                            .mapToLong(Long::longValue)
                            .sum();
            assertTrue(credited <= 210, "" + credited);
        }
    }

    @Test
    void whoDisputesLinesAffirmsTheRest() {
        ClosingTest.calculated(ledger);
        ledger.given(new Settlement.IssueStatements("w1", ledger.now() + DAY, 0));
        by("kim", claim("d1", "0.60"));
        refused(
                RefusalCode.PARTICIPANT_STAFF,
                "kim",
                new DisputeCommand.AcknowledgeDispute("d1", "op-fr"));
        Decision again =
                ledger.whenBy(
                        "kim", new ClosingCommand.ProposeAffirmation(ClosingTest.EUR, "op-kr"));
        assertInstanceOf(Decision.Refused.class, again);
    }
}
