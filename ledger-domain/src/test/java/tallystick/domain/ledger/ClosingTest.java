package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** A window from issued statements to finality: who may do what, and what money moves. */
class ClosingTest {

    /** Korea owes France euro, France owes Korea won. */
    static final String EUR = "w1:op-kr:op-fr:EUR";

    static final String KRW = "w1:op-fr:op-kr:KRW";

    private static final long HOUR = 3_600_000_000_000L;

    private final LedgerFixture ledger = LedgerFixture.federation();

    /** Traffic of a window, cut off, sealed and calculated: 2.10 EUR and 4,200 KRW are owed. */
    static void calculated(LedgerFixture ledger) {
        for (int i = 0; i < 7; i++) {
            roaming(ledger, "k" + i, "wal-kr", "op-fr", 1_000_003);
            roaming(ledger, "f" + i, "wal-fr", "op-kr", 2_000_011);
        }
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.given(new Settlement.SealWindow("w1", 14, "00"));
        ledger.given(new Settlement.CalculateWindow("w1"));
    }

    private static void roaming(
            LedgerFixture ledger, String id, String wallet, String serving, long output) {
        UsageRecord usage = ledger.usage(id, wallet);
        usage.servingOperator = serving;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = output;
        ledger.record(usage);
    }

    /** Issued, with everybody asked to affirm within an hour. */
    private void asked() {
        calculated(ledger);
        ledger.given(new Settlement.IssueStatements("w1", ledger.now() + HOUR, 2));
    }

    static void netted(LedgerFixture ledger) {
        calculated(ledger);
        ledger.given(new Settlement.IssueStatements("w1"));
        ledger.given(new Settlement.NetWindow("w1"));
    }

    static void approved(LedgerFixture ledger) {
        netted(ledger);
        String hash = askedHash(ledger);
        by(ledger, "hub-maker", new ClosingCommand.ProposeApproval("w1", hash));
        by(ledger, "hub-risk", new ClosingCommand.ApproveWindow("w1", hash));
    }

    static void funded(LedgerFixture ledger) {
        approved(ledger);
        ledger.given(new ClosingCommand.FundWindow("w1", ledger.now() + HOUR));
        ledger.given(payIn("op-kr", "EUR", "2.10", "camt-1"));
        ledger.given(payIn("op-fr", "KRW", "4200", "camt-2"));
    }

    static void instructed(LedgerFixture ledger) {
        funded(ledger);
        by(ledger, "treasury-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        by(ledger, "treasury-b", new ClosingCommand.InstructWindow("w1"));
    }

    static String askedHash(LedgerFixture ledger) {
        return closing(ledger).askedHash;
    }

    private static Closing closing(LedgerFixture ledger) {
        return Objects.requireNonNull(ledger.state.closings.find("w1"));
    }

    private WindowState state() {
        return Objects.requireNonNull(ledger.state.windows.find("w1")).state;
    }

    static ClosingCommand payIn(String operator, String asset, String amount, String entry) {
        return new ClosingCommand.RecordPayIn("w1", operator, asset, Pico.parse(amount), entry);
    }

    private ClosingCommand confirm(int leg, String asset, String amount, String entry) {
        return new ClosingCommand.ConfirmPayment(
                "w1", SettlementLeg.uetr("w1", leg), asset, Pico.parse(amount), entry);
    }

    static List<LedgerEvent> by(LedgerFixture ledger, String actor, LedgerCommand command) {
        Decision decision = ledger.whenBy(actor, command);
        return assertInstanceOf(Decision.Accepted.class, decision, decision::toString).events();
    }

    private void refused(RefusalCode code, String actor, LedgerCommand command) {
        String before = ledger.state.digest();
        Decision decision = ledger.whenBy(actor, command);
        Decision.Refused refused =
                assertInstanceOf(Decision.Refused.class, decision, decision::toString);
        assertEquals(code, refused.refusal().code(), refused.refusal().detail());
        assertEquals(before, ledger.state.digest());
    }

    // ---- affirming

    @Test
    void makerAndCheckerOfAnOperatorAreTwoPersonsOfThatOperator() {
        asked();
        assertEquals(WindowState.AFFIRMING, state());
        refused(
                RefusalCode.WRONG_STATE,
                "kim",
                new ClosingCommand.ConfirmAffirmation(EUR, "op-kr"));
        by(ledger, "kim", new ClosingCommand.ProposeAffirmation(EUR, "op-kr"));
        refused(
                RefusalCode.SAME_PERSON,
                "kim",
                new ClosingCommand.ConfirmAffirmation(EUR, "op-kr"));
        refused(
                RefusalCode.WRONG_STATE,
                "lee",
                new ClosingCommand.ProposeAffirmation(EUR, "op-kr"));
        refused(
                RefusalCode.PARTICIPANT_STAFF,
                "kim",
                new ClosingCommand.ProposeAffirmation(EUR, "op-fr"));
        refused(RefusalCode.NOT_FOUND, "kim", new ClosingCommand.ProposeAffirmation(EUR, "op-x"));
        refused(
                RefusalCode.NOT_FOUND,
                "kim",
                new ClosingCommand.ProposeAffirmation("w1:op-kr:op-fr:KRW", "op-kr"));
        assertEquals(
                List.of(
                        new ClosingEvent.StatementAffirmed(
                                "w1", EUR, "op-kr", AffirmedBy.PERSONS, "kim", "lee")),
                by(ledger, "lee", new ClosingCommand.ConfirmAffirmation(EUR, "op-kr")));
        refused(
                RefusalCode.WRONG_STATE,
                "kim",
                new ClosingCommand.ProposeAffirmation(EUR, "op-kr"));
    }

    @Test
    void theSameCalculationAffirmsAndAnotherOneIsKept() {
        asked();
        Statement eur = AffirmDecider.statement(window(), EUR);
        assertNotNull(eur);
        String hash = StatementHash.of(eur).toHex();
        String other = "0".repeat(64);
        refused(RefusalCode.INVALID_REQUEST, "kim", aggregate("op-kr", "xyz", "1"));
        refused(RefusalCode.INVALID_REQUEST, "kim", aggregate("op-kr", hash, "2.101"));
        assertEquals(
                List.of(
                        new ClosingEvent.StatementAffirmed(
                                "w1", EUR, "op-kr", AffirmedBy.MATCH, "kim", "")),
                by(ledger, "kim", aggregate("op-kr", hash, "2.10")));
        assertEquals(
                List.of(
                        new ClosingEvent.AggregateMismatched(
                                "w1", EUR, "op-fr", "marie", other, 213)),
                by(ledger, "marie", aggregate("op-fr", other, "2.13")));
        refused(RefusalCode.WRONG_STATE, "hub", new Settlement.NetWindow("w1"));
        assertEquals(
                List.of(
                        new ClosingEvent.StatementAffirmed(
                                "w1", EUR, "op-fr", AffirmedBy.TOLERANCE, "marie", "")),
                by(ledger, "marie", aggregate("op-fr", other, "2.12")));
        refused(RefusalCode.WRONG_STATE, "marie", aggregate("op-fr", other, "2.12"));
    }

    private static ClosingCommand aggregate(String operator, String hash, String total) {
        return new ClosingCommand.SubmitAggregate(EUR, operator, hash, Pico.parse(total));
    }

    private Window window() {
        return Objects.requireNonNull(ledger.state.windows.find("w1"));
    }

    @Test
    void whoSaysNothingIsDeemedToHaveAffirmedWhenTheLogSaysSo() {
        asked();
        by(ledger, "kim", new ClosingCommand.ProposeAffirmation(EUR, "op-kr"));
        ledger.after(HOUR - 1);
        ledger.passDeadlines();
        refused(RefusalCode.WRONG_STATE, "hub", new Settlement.NetWindow("w1"));
        ledger.after(1);
        assertEquals(1, ledger.journal.stream().filter(ClosingTest::isDeemed).count() + 1);
        ledger.passDeadlines();
        assertEquals(4, ledger.journal.stream().filter(ClosingTest::isDeemed).count());
        assertEquals(Long.MAX_VALUE, ledger.state.nextDeadlineEpochNanos());
        ledger.given(new Settlement.NetWindow("w1"));
        assertEquals(WindowState.NETTED, state());
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    private static boolean isDeemed(LedgerFixture.Journaled entry) {
        return entry.event() instanceof ClosingEvent.StatementAffirmed affirmed
                && affirmed.how() == AffirmedBy.DEADLINE;
    }

    @Test
    void aDeadlineForAffirmingIsInTheFuture() {
        calculated(ledger);
        refused(
                RefusalCode.INVALID_REQUEST,
                "hub",
                new Settlement.IssueStatements("w1", ledger.now(), 0));
        refused(
                RefusalCode.INVALID_REQUEST,
                "hub",
                new Settlement.IssueStatements("w1", ledger.now() + 1, -1));
    }

    // ---- approval

    @Test
    void twoPersonsOfNoParticipantApproveTheHash() {
        asked();
        by(ledger, "kim", new ClosingCommand.ProposeAffirmation(EUR, "op-kr"));
        ledger.after(HOUR);
        ledger.given(new Settlement.NetWindow("w1"));
        String hash = askedHash(ledger);
        String other = "0".repeat(64);
        refused(RefusalCode.WRONG_STATE, "hub-risk", new ClosingCommand.ApproveWindow("w1", hash));
        refused(
                RefusalCode.HASH_MISMATCH,
                "hub-maker",
                new ClosingCommand.ProposeApproval("w1", other));
        refused(
                RefusalCode.PARTICIPANT_STAFF,
                "kim",
                new ClosingCommand.ProposeApproval("w1", hash));
        by(ledger, "hub-maker", new ClosingCommand.ProposeApproval("w1", hash));
        refused(
                RefusalCode.WRONG_STATE,
                "hub-other",
                new ClosingCommand.ProposeApproval("w1", hash));
        refused(RefusalCode.SAME_PERSON, "hub-maker", new ClosingCommand.ApproveWindow("w1", hash));
        refused(RefusalCode.PARTICIPANT_STAFF, "kim", new ClosingCommand.ApproveWindow("w1", hash));
        refused(
                RefusalCode.HASH_MISMATCH,
                "hub-risk",
                new ClosingCommand.ApproveWindow("w1", other));
        assertEquals(
                List.of(new ClosingEvent.WindowApproved("w1", hash, "hub-maker", "hub-risk")),
                by(ledger, "hub-risk", new ClosingCommand.ApproveWindow("w1", hash)));
        assertEquals(WindowState.APPROVED, state());
    }

    @Test
    void anyChangeVoidsAnApproval() {
        netted(ledger);
        String hash = askedHash(ledger);
        by(ledger, "hub-maker", new ClosingCommand.ProposeApproval("w1", hash));
        concluded(1);
        refused(
                RefusalCode.HASH_MISMATCH,
                "hub-risk",
                new ClosingCommand.ApproveWindow("w1", hash));
        String now = ClosingDecider.hash(window(), closing(ledger), ledger.state);
        assertNotEquals(hash, now);
        by(ledger, "hub-maker", new ClosingCommand.ProposeApproval("w1", now));
        by(ledger, "hub-risk", new ClosingCommand.ApproveWindow("w1", now));

        concluded(2);
        ClosingCommand fund = new ClosingCommand.FundWindow("w1", ledger.now() + HOUR);
        refused(RefusalCode.HASH_MISMATCH, "hub", fund);
        String last = ClosingDecider.hash(window(), closing(ledger), ledger.state);
        by(ledger, "hub-maker", new ClosingCommand.ProposeApproval("w1", last));
        by(ledger, "hub-risk", new ClosingCommand.ApproveWindow("w1", last));
        ledger.given(fund);
    }

    /** A version of the agreement that was in force before the cut-off already. */
    private void concluded(int n) {
        ledger.given(
                new LedgerCommand.Reference.ConcludeAgreement(
                        new AgreementTerms(
                                "kr-fr",
                                "op-kr",
                                "op-fr",
                                "iot-fr",
                                "daily",
                                LedgerFixture.START + n)));
    }

    // ---- money

    @Test
    void nothingIsInstructedBeforeEverythingIsPaidIn() {
        approved(ledger);
        refused(
                RefusalCode.INVALID_REQUEST,
                "hub",
                new ClosingCommand.FundWindow("w1", ledger.now()));
        ledger.given(new ClosingCommand.FundWindow("w1", ledger.now() + HOUR));
        ClosingCommand propose = new ClosingCommand.ProposeInstruction("w1", 20_778);
        refused(RefusalCode.UNDERFUNDED, "treasury-a", propose);
        ledger.given(payIn("op-kr", "EUR", "1.00", "camt-1"));
        ledger.given(payIn("op-fr", "KRW", "4200", "camt-2"));
        refused(RefusalCode.UNDERFUNDED, "treasury-a", propose);
        // The same entry again counts once; another amount under its name is a conflict.
        assertEquals(List.of(), by(ledger, "hub", payIn("op-kr", "EUR", "1.00", "camt-1")));
        refused(RefusalCode.EVENT_CONFLICT, "hub", payIn("op-kr", "EUR", "1.10", "camt-1"));
        refused(RefusalCode.UNDERFUNDED, "treasury-a", propose);
        refused(RefusalCode.NOT_FOUND, "hub", payIn("op-fr", "EUR", "1.10", "camt-3"));
        refused(RefusalCode.INVALID_REQUEST, "hub", payIn("op-kr", "EUR", "1.105", "camt-3"));
        refused(RefusalCode.INVALID_REQUEST, "hub", payIn("op-kr", "EUR", "-1", "camt-3"));
        ledger.given(payIn("op-kr", "EUR", "1.10", "camt-3"));
        by(ledger, "treasury-a", propose);
        refused(RefusalCode.SAME_PERSON, "treasury-a", new ClosingCommand.InstructWindow("w1"));
        ClosingEvent.WindowInstructed instructed =
                (ClosingEvent.WindowInstructed)
                        by(ledger, "treasury-b", new ClosingCommand.InstructWindow("w1"))
                                .getFirst();
        assertEquals(
                List.of(
                        new SettlementLeg(
                                1, "EUR", "op-kr", "op-fr", 210, SettlementLeg.uetr("w1", 1)),
                        new SettlementLeg(
                                2, "KRW", "op-fr", "op-kr", 4_200, SettlementLeg.uetr("w1", 2))),
                instructed.legs());
        refused(RefusalCode.WRONG_STATE, "treasury-a", propose);
        refused(RefusalCode.WRONG_STATE, "treasury-b", new ClosingCommand.InstructWindow("w1"));
    }

    @Test
    void aConfirmationCountsOnceAndNeverForMoreThanItsLeg() {
        instructed(ledger);
        ledger.given(confirm(1, "EUR", "1.00", "e1"));
        assertEquals(WindowState.SETTLING, state());
        assertEquals(List.of(), by(ledger, "bank", confirm(1, "EUR", "1.00", "e1")));
        refused(RefusalCode.EVENT_CONFLICT, "bank", confirm(1, "EUR", "1.10", "e1"));
        String uetr = SettlementLeg.uetr("w1", 1);
        assertEquals(
                List.of(
                        new ClosingEvent.LegConfirmed("w1", uetr, 110, "e2"),
                        new ClosingEvent.PaymentUnmatched("w1", uetr, "EUR", 90, "e2", "excess")),
                by(ledger, "bank", confirm(1, "EUR", "2.00", "e2")));
        assertEquals(List.of(), by(ledger, "bank", confirm(1, "EUR", "2.00", "e2")));
        assertEquals(
                List.of(new ClosingEvent.PaymentUnmatched("w1", uetr, "EUR", 210, "e3", "excess")),
                by(ledger, "bank", confirm(1, "EUR", "2.10", "e3")));
        assertEquals(
                List.of(
                        new ClosingEvent.PaymentUnmatched(
                                "w1", SettlementLeg.uetr("w1", 2), "EUR", 1, "e4", "other-asset")),
                by(ledger, "bank", confirm(2, "EUR", "0.01", "e4")));
        assertEquals(
                List.of(
                        new ClosingEvent.PaymentUnmatched(
                                "w1", SettlementLeg.uetr("w1", 3), "EUR", 1, "e5", "unknown-uetr")),
                by(ledger, "bank", confirm(3, "EUR", "0.01", "e5")));
        assertEquals(WindowState.SETTLING, state());
        refused(RefusalCode.WRONG_STATE, "hub", new ClosingCommand.FinaliseWindow("w1"));
        assertEquals(Pico.ZERO, ledger.balance("settlement.control/op-fr", "EUR"));
        assertEquals(Pico.parse("-4200"), ledger.balance("settlement.control/op-fr", "KRW"));
        ledger.given(confirm(2, "KRW", "4200", "e6"));
        assertEquals(WindowState.SETTLED, state());
    }

    @Test
    void atFinalityNothingIsLeftInSettlementControl() {
        instructed(ledger);
        Pico before = ledger.balance("funding/op-fr", "EUR");
        ledger.given(confirm(1, "EUR", "2.10", "e1"));
        ledger.given(confirm(2, "KRW", "4200", "e2"));
        ledger.given(new ClosingCommand.FinaliseWindow("w1"));
        assertEquals(WindowState.FINAL, state());
        assertTrue(closing(ledger).certificate.matches("[0-9a-f]{64}"));
        for (String operator : List.of("op-kr", "op-fr")) {
            for (String asset : List.of("EUR", "KRW")) {
                assertEquals(Pico.ZERO, ledger.balance("settlement.control/" + operator, asset));
            }
        }
        assertEquals(Pico.parse("2.1"), ledger.balance("funding/op-fr", "EUR").minus(before));
        assertEquals(Pico.parse("-2.1"), ledger.balance("funding/op-kr", "EUR"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
        refused(RefusalCode.WRONG_STATE, "hub", new ClosingCommand.FinaliseWindow("w1"));
        refused(RefusalCode.WRONG_STATE, "hub", new ClosingCommand.ProposeAbort("w1", "late"));
    }

    /** What is settled is owed no more: a cap has room for it again. */
    @Test
    void aSettledWindowCountsNoMoreAgainstCaps() {
        instructed(ledger);
        ledger.given(
                new LedgerCommand.Caps.SetBilateralCap("op-kr", "op-fr", "EUR", Pico.parse("2.5")));
        int kr = ledger.state.names.operators.refOf("op-kr");
        int fr = ledger.state.names.operators.refOf("op-fr");
        int eur = ledger.state.names.assets.refOf("EUR");
        Pico one = Pico.ofUnits(1);
        assertNotNull(ledger.state.caps.refusal(kr, fr, eur, one));
        ledger.given(confirm(1, "EUR", "2.10", "e1"));
        assertNotNull(ledger.state.caps.refusal(kr, fr, eur, one));
        ledger.given(confirm(2, "KRW", "4200", "e2"));
        assertNull(ledger.state.caps.refusal(kr, fr, eur, one));
    }

    // ---- giving up

    @Test
    void anAbortedWindowsDebtsAreOwedInTheOpenOne() {
        approved(ledger);
        by(ledger, "hub-maker", new ClosingCommand.ProposeAbort("w1", "wrong fixing"));
        refused(RefusalCode.SAME_PERSON, "hub-maker", new ClosingCommand.AbortWindow("w1"));
        by(ledger, "hub-risk", new ClosingCommand.AbortWindow("w1"));
        assertEquals(WindowState.ABORTED, state());
        assertEquals(Pico.parse("2.1"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.ZERO, ledger.balance("settlement.control/op-kr", "EUR"));
        refused(
                RefusalCode.WRONG_STATE,
                "hub",
                new ClosingCommand.FundWindow("w1", ledger.now() + HOUR));
        ledger.after(HOUR);
        ledger.given(new Settlement.CutOffWindow("w2", ledger.now(), "w3"));
        ledger.given(new Settlement.FenceWindow("w2"));
        ledger.given(new Settlement.SealWindow("w2", 0, "00"));
        ledger.given(new Settlement.CalculateWindow("w2"));
        Window next = Objects.requireNonNull(ledger.state.windows.find("w2"));
        assertEquals(
                List.of("w2:op-fr:op-kr:KRW 4200", "w2:op-kr:op-fr:EUR 210"),
                next.statements.stream().map(s -> s.statement() + " " + s.total()).toList());
        ledger.given(new Settlement.IssueStatements("w2"));
        ledger.given(new Settlement.NetWindow("w2"));
        assertEquals(Pico.ZERO, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    @Test
    void aWindowIsNotGivenUpOnceItIsInstructed() {
        instructed(ledger);
        refused(RefusalCode.WRONG_STATE, "hub-maker", new ClosingCommand.ProposeAbort("w1", "x"));
    }
}
