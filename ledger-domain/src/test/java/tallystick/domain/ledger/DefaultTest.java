package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tallystick.domain.ClosingCommand;
import tallystick.domain.Decision;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Korea owes France and Germany 2.10 euro each and does not pay in; France owes Korea 4,200 won and
 * does.
 */
class DefaultTest {

    private static final long HOUR = 3_600_000_000_000L;
    private static final String KR = "op-kr";

    private final LedgerFixture ledger = federation();

    private static LedgerFixture federation() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(new LedgerCommand.Reference.RegisterOperator("op-de", "DE", "EUR", ""));
        f.given(new LedgerCommand.Reference.RegisterFactory("de-berlin-1", "op-de", "DE"));
        f.given(f.tariff("iot-de", TariffKind.INTER_OPERATOR, "op-de", "EUR", 300_000L));
        f.given(f.agreement("kr-de", KR, "op-de", "iot-de"));
        f.given(f.agreement("fr-de", "op-fr", "op-de", "iot-de"));
        f.given(f.grant("g-kr", "wal-kr", "100000000", GrantKind.PAID));
        f.given(f.grant("g-fr", "wal-fr", "1000", GrantKind.PAID));
        return f;
    }

    private List<LedgerEvent> by(String actor, LedgerCommand command) {
        return ClosingTest.by(ledger, actor, command);
    }

    private void refused(RefusalCode code, String actor, LedgerCommand command) {
        String before = ledger.passDeadlines().state.digest();
        Decision.Refused refused =
                assertInstanceOf(Decision.Refused.class, ledger.whenBy(actor, command));
        assertEquals(code, refused.refusal().code(), refused.refusal().detail());
        assertEquals(before, ledger.state.digest());
    }

    private static HoldTerms abroad(String hold, String wallet, String factory) {
        return LedgerFixture.hold(
                hold, wallet, factory, 100, 1_000_000, HoldTerms.OnExpiry.COMMIT_REPORTED);
    }

    private static LedgerCommand open(String hold, String wallet, String factory) {
        return new LedgerCommand.Holds.OpenHold(abroad(hold, wallet, factory));
    }

    private void pledge(String operator, String amount) {
        ledger.given(
                new DefaultCommand.DepositCollateral(
                        operator, "EUR", Pico.parse(amount), "pledge-" + operator + amount));
    }

    private Window window() {
        return Objects.requireNonNull(ledger.state.windows.find("w1"));
    }

    private Closing closing() {
        return Objects.requireNonNull(ledger.state.closings.find("w1"));
    }

    private DefaultState missed() {
        return Objects.requireNonNull(ledger.state.defaults.find("w1", KR)).state();
    }

    /** Called for pay-in within an hour; only France has paid. */
    private void called() {
        for (int i = 0; i < 7; i++) {
            UsageRecord usage = ledger.usage("d" + i, "wal-kr");
            usage.servingOperator = "op-de";
            usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
            usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 1_000_003;
            ledger.record(usage);
        }
        for (int i = 0; i < 7; i++) {
            for (String wallet : List.of("wal-kr", "wal-fr")) {
                UsageRecord usage = ledger.usage(wallet + i, wallet);
                usage.servingOperator = wallet.equals("wal-kr") ? "op-fr" : KR;
                usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
                usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] =
                        wallet.equals("wal-kr") ? 1_000_003 : 2_000_011;
                ledger.record(usage);
            }
        }
        ledger.at("2026-11-20T12:00:00Z");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.given(new Settlement.SealWindow("w1", 21, "00"));
        ledger.given(new Settlement.CalculateWindow("w1"));
        ledger.given(new Settlement.IssueStatements("w1"));
        ledger.given(new Settlement.NetWindow("w1"));
        approvedAndCalled();
        ledger.given(ClosingTest.payIn("op-fr", "KRW", "4200", "camt-fr"));
    }

    private void approvedAndCalled() {
        String hash = ClosingTest.askedHash(ledger);
        by("hub-maker", new ClosingCommand.ProposeApproval("w1", hash));
        by("hub-risk", new ClosingCommand.ApproveWindow("w1", hash));
        ledger.given(new ClosingCommand.FundWindow("w1", ledger.now() + HOUR));
    }

    private void late() {
        called();
        ledger.after(HOUR);
        ledger.passDeadlines();
    }

    private List<LedgerEvent> declared() {
        late();
        by("hub-maker", new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        ledger.after(HOUR);
        by("hub-maker", new DefaultCommand.ProposeDefault("w1", KR, "rulebook 7.2"));
        return by("hub-risk", new DefaultCommand.DeclareDefault("w1", KR));
    }

    private void paidOut() {
        by("treasury-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        by("treasury-b", new ClosingCommand.InstructWindow("w1"));
        for (SettlementLeg leg : List.copyOf(closing().legs)) {
            ledger.given(
                    new ClosingCommand.ConfirmPayment(
                            "w1",
                            leg.uetr(),
                            leg.asset(),
                            tallystick.domain.settlement.Rounding.minorToPico(
                                    leg.minor(),
                                    tallystick.domain.money.Assets.minorDigits(leg.asset())),
                            "out-" + leg.leg()));
        }
        ledger.given(new ClosingCommand.FinaliseWindow("w1"));
    }

    @Test
    void aMissedPayInIsLateThenInGraceThenDeclaredByTwoPersons() {
        called();
        refused(
                RefusalCode.NOT_FOUND,
                "hub-maker",
                new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        ledger.after(HOUR - 1);
        ledger.passDeadlines();
        assertEquals(null, ledger.state.defaults.find("w1", KR));
        ledger.after(1);
        ledger.passDeadlines();
        assertEquals(DefaultState.PAYIN_LATE, missed());
        assertEquals(null, ledger.state.defaults.find("w1", "op-fr"), "France has paid");
        DefaultCommand propose = new DefaultCommand.ProposeDefault("w1", KR, "rulebook 7.2");
        refused(RefusalCode.WRONG_STATE, "hub-maker", propose);
        refused(
                RefusalCode.INVALID_REQUEST,
                "hub-maker",
                new DefaultCommand.GiveGrace("w1", KR, ledger.now()));
        by("hub-maker", new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        refused(RefusalCode.WRONG_STATE, "hub-maker", propose);
        ledger.after(HOUR);
        refused(
                RefusalCode.INVALID_REQUEST,
                "hub-maker",
                new DefaultCommand.ProposeDefault("w1", KR, " "));
        DefaultCommand declare = new DefaultCommand.DeclareDefault("w1", KR);
        refused(RefusalCode.WRONG_STATE, "hub-risk", declare);
        by("hub-maker", propose);
        refused(RefusalCode.SAME_PERSON, "hub-maker", declare);
        refused(RefusalCode.WRONG_STATE, "hub-maker", new DefaultCommand.CoverDefault("w1", KR));
        assertEquals(
                new DefaultEvent.DefaultDeclared("w1", KR, "rulebook 7.2", "hub-maker", "hub-risk"),
                by("hub-risk", declare).getFirst());
        assertEquals(WindowState.DEFAULT_MANAGEMENT, window().state);
        refused(
                RefusalCode.WRONG_STATE,
                "treasury-a",
                new ClosingCommand.ProposeInstruction("w1", 20_778));
    }

    @Test
    void whoPaysInGraceIsNotInDefault() {
        late();
        by("hub-maker", new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        ledger.given(ClosingTest.payIn(KR, "EUR", "4.19", "camt-1"));
        assertEquals(DefaultState.GRACE, missed());
        ledger.given(ClosingTest.payIn(KR, "EUR", "0.01", "camt-2"));
        assertEquals(DefaultState.CURED, missed());
        ledger.after(2 * HOUR);
        refused(
                RefusalCode.WRONG_STATE,
                "hub-maker",
                new DefaultCommand.ProposeDefault("w1", KR, "rulebook 7.2"));
        paidOut();
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    /** From the declaration's own position on; nothing else has to happen first. */
    @Test
    void onlyNewHoldsAbroadAreRefused() {
        late();
        by("hub-maker", new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        ledger.after(HOUR);
        by("hub-maker", new DefaultCommand.ProposeDefault("w1", KR, "rulebook 7.2"));
        ledger.given(open("running", "wal-kr", "de-berlin-1"));
        by("hub-risk", new DefaultCommand.DeclareDefault("w1", KR));
        Decision.Refused refused =
                assertInstanceOf(
                        Decision.Refused.class, ledger.when(open("new", "wal-kr", "de-berlin-1")));
        assertEquals(RefusalCode.CAP_EXCEEDED, refused.refusal().code());
        assertEquals("default", refused.refusal().facts().get("policy"));
        ledger.given(open("home", "wal-kr", "kr-sejong-1"));
        ledger.given(open("others", "wal-fr", "kr-sejong-1"));
        ledger.given(
                new LedgerCommand.Holds.CommitHold(
                        "running", 1, LedgerFixture.used(100, 1_000), true));
        assertTrue(ledger.balance("interop.payable/op-kr/op-de", "EUR").signum() > 0);
    }

    @Test
    void capsAreCutThenCollateralIsDrawnAndTheWindowSettlesWhole() {
        pledge(KR, "3.00");
        pledge("op-fr", "1.00");
        pledge("op-de", "5.00");
        ledger.given(new Caps.SetBilateralCap(KR, "op-fr", "EUR", Pico.parse("100")));
        ledger.given(new Caps.SetNetDebitCap(KR, "EUR", Pico.parse("2"), 0));
        assertEquals(
                List.of(
                        new DefaultEvent.DefaultDeclared(
                                "w1", KR, "rulebook 7.2", "hub-maker", "hub-risk"),
                        new LedgerEvent.Caps.BilateralCapSet(KR, "op-fr", "EUR", Pico.ZERO),
                        new LedgerEvent.Caps.NetDebitCapSet(KR, "EUR", Pico.ZERO, 10_000)),
                declared());
        assertEquals(Pico.parse("3"), ledger.balance("collateral/op-kr", "EUR"), "not drawn yet");
        List<NetPosition> positions = List.copyOf(closing().positions);
        assertEquals(
                List.of(
                        new DefaultEvent.DefaultCovered(
                                "w1",
                                KR,
                                "w2",
                                "hub-maker",
                                List.of(
                                        new DefaultDraw("EUR", "collateral", KR, 300),
                                        new DefaultDraw("EUR", "loss-sharing", "op-de", 60),
                                        new DefaultDraw("EUR", "loss-sharing", "op-fr", 60)))),
                by("hub-maker", new DefaultCommand.CoverDefault("w1", KR)));
        assertEquals(WindowState.FUNDING, window().state);
        assertEquals(positions, closing().positions, "nobody's position has changed");
        paidOut();
        assertEquals(WindowState.FINAL, window().state);
        assertEquals(210, paidTo("op-fr"));
        assertEquals(210, paidTo("op-de"));
        assertEquals(Pico.ZERO, ledger.balance("collateral/op-kr", "EUR"));
        assertEquals(Pico.parse("0.4"), ledger.balance("collateral/op-fr", "EUR"));
        assertEquals(Pico.parse("4.4"), ledger.balance("collateral/op-de", "EUR"));
        assertEquals(Pico.parse("0.6"), ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.parse("0.6"), ledger.balance("interop.receivable/op-fr/op-kr", "EUR"));
        assertEquals(List.of("w2:op-kr:op-de:EUR 60", "w2:op-kr:op-fr:EUR 60"), statementsOf("w2"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    private long paidTo(String operator) {
        return closing().legs.stream()
                .filter(leg -> leg.creditor().equals(operator) && leg.asset().equals("EUR"))
                .mapToLong(leg -> closing().confirmed.get(leg.uetr()))
                .sum();
    }

    private List<String> statementsOf(String window) {
        ledger.after(1);
        ledger.given(new Settlement.CutOffWindow(window, ledger.now(), "after"));
        ledger.given(new Settlement.FenceWindow(window));
        ledger.given(new Settlement.SealWindow(window, 0, "00"));
        ledger.given(new Settlement.CalculateWindow(window));
        return Objects.requireNonNull(ledger.state.windows.find(window)).statements.stream()
                .map(s -> s.statement() + " " + s.total())
                .toList();
    }

    @Test
    void aWaterfallThatDoesNotCoverDrawsNothing() {
        pledge(KR, "1.00");
        declared();
        refused(RefusalCode.UNDERFUNDED, "hub-maker", new DefaultCommand.CoverDefault("w1", KR));
        refused(
                RefusalCode.WRONG_STATE,
                "treasury",
                new DefaultCommand.WithdrawCollateral(KR, "EUR", Pico.parse("1"), "back"));
        ledger.given(ClosingTest.payIn(KR, "EUR", "3.20", "camt-part"));
        by("hub-maker", new DefaultCommand.CoverDefault("w1", KR));
        paidOut();
        assertEquals(Pico.ZERO, ledger.balance("collateral/op-kr", "EUR"));
    }

    /** Both sets of positions and their difference are in the journal; approval starts anew. */
    @Test
    void aRecastTakesTheDefaultersDebtsOut() {
        declared();
        DefaultCommand recast = new DefaultCommand.RecastWindow("w1", KR);
        refused(RefusalCode.WRONG_STATE, "hub-risk", recast);
        by(
                "hub-maker",
                new DefaultCommand.ProposeRecast("w1", KR, Recast.Rule.UNWIND_OWED_BY_DEFAULTER));
        refused(RefusalCode.SAME_PERSON, "hub-maker", recast);
        String approved = closing().approvedHash;
        DefaultEvent.WindowRecast event =
                assertInstanceOf(
                        DefaultEvent.WindowRecast.class, by("hub-risk", recast).getFirst());
        assertEquals(
                List.of(
                        new NetPosition("EUR", "op-de", 210),
                        new NetPosition("EUR", "op-fr", 210),
                        new NetPosition("EUR", KR, -420),
                        new NetPosition("KRW", "op-fr", -4200),
                        new NetPosition("KRW", KR, 4200)),
                event.before());
        assertEquals(
                List.of(
                        new NetPosition("EUR", "op-de", -210),
                        new NetPosition("EUR", "op-fr", -210),
                        new NetPosition("EUR", KR, 420)),
                event.difference());
        assertEquals(List.of("w1:op-kr:op-de:EUR", ClosingTest.EUR), event.unwound());
        assertEquals(WindowState.NETTED, window().state);
        refused(
                RefusalCode.HASH_MISMATCH,
                "hub-maker",
                new ClosingCommand.ProposeApproval("w1", approved));
        approvedAndCalled();
        paidOut();
        assertEquals(WindowState.FINAL, window().state);
        assertEquals(
                List.of("w2:op-kr:op-de:EUR 210", "w2:op-kr:op-fr:EUR 210"), statementsOf("w2"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    /** A window that pays out is past recasting, and past everything else about its debtors. */
    @Test
    void nothingIsRecastOnceLegsAreInstructed() {
        pledge(KR, "5.00");
        declared();
        by("hub-maker", new DefaultCommand.ProposeRecast("w1", KR, Recast.Rule.UNWIND_DEFAULTER));
        by("hub-maker", new DefaultCommand.CoverDefault("w1", KR));
        by("treasury-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        by("treasury-b", new ClosingCommand.InstructWindow("w1"));
        refused(RefusalCode.WRONG_STATE, "hub-risk", new DefaultCommand.RecastWindow("w1", KR));
    }

    /**
     * mojaloop/project#3482: what a closed and unsettled window owes an operator let it owe more in
     * the next one, which then settled first.
     */
    @Test
    void mojaloopProject3482CreditsOfAnUnsettledWindowCoverNobody() {
        ledger.given(new Caps.SetNetDebitCap("op-fr", "EUR", Pico.parse("0.35"), 0));
        called();
        // 2.10 euro of w1 are owed to France, netted and unpaid: one hold of 0.30 fits, no second.
        ledger.given(open("h1", "wal-fr", "de-berlin-1"));
        refused(RefusalCode.CAP_EXCEEDED, "test", open("h2", "wal-fr", "de-berlin-1"));
        // In the window that is still open both net: there what is owed to it counts.
        UsageRecord usage = ledger.usage("w2-kr", "wal-kr");
        usage.servingOperator = "op-fr";
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 1_000_000;
        ledger.record(usage);
        ledger.given(open("h3", "wal-fr", "de-berlin-1"));
        // From its cut-off on, long before it is netted, it covers nothing.
        ledger.after(1);
        ledger.given(new Settlement.CutOffWindow("w2", ledger.now(), "w3"));
        refused(RefusalCode.CAP_EXCEEDED, "test", open("h4", "wal-fr", "de-berlin-1"));
        // Nor does what Korea is owed elsewhere pay in for it, or count in the waterfall.
        ledger.after(2 * HOUR);
        ledger.passDeadlines();
        assertEquals(DefaultState.PAYIN_LATE, missed());
        by("hub-maker", new DefaultCommand.GiveGrace("w1", KR, ledger.now() + HOUR));
        ledger.after(HOUR);
        by("hub-maker", new DefaultCommand.ProposeDefault("w1", KR, "rulebook 7.2"));
        by("hub-risk", new DefaultCommand.DeclareDefault("w1", KR));
        refused(RefusalCode.UNDERFUNDED, "hub-maker", new DefaultCommand.CoverDefault("w1", KR));
    }

    @Test
    void whatADefaulterOwesCoversNobody() {
        ledger.given(new Caps.SetNetDebitCap("op-fr", "EUR", Pico.parse("0.35"), 0));
        declared();
        UsageRecord usage = ledger.usage("w2-kr", "wal-kr");
        usage.servingOperator = "op-fr";
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 1_000_000;
        ledger.record(usage);
        ledger.given(open("h1", "wal-fr", "de-berlin-1"));
        refused(RefusalCode.CAP_EXCEEDED, "test", open("h2", "wal-fr", "de-berlin-1"));
    }

    /** I15: exposure is at most the smaller of cap and collateral. */
    @Test
    void collateralBacksTheCapAndStaysWhileItDoes() {
        ledger.given(new Caps.SetNetDebitCap(KR, "EUR", Pico.parse("1"), 0));
        ledger.given(open("h1", "wal-kr", "de-berlin-1"));
        pledge(KR, "0.50");
        refused(RefusalCode.CAP_EXCEEDED, "test", open("h2", "wal-kr", "de-berlin-1"));
        pledge(KR, "1.00");
        ledger.given(open("h3", "wal-kr", "de-berlin-1"));
        refused(
                RefusalCode.INVALID_REQUEST,
                "treasury",
                new DefaultCommand.WithdrawCollateral(KR, "EUR", Pico.parse("0.51"), "back-1"));
        refused(
                RefusalCode.INVALID_REQUEST,
                "treasury",
                new DefaultCommand.WithdrawCollateral(KR, "EUR", Pico.parse("1.51"), "back-2"));
        DefaultCommand back =
                new DefaultCommand.WithdrawCollateral(KR, "EUR", Pico.parse("0.50"), "back-3");
        by("treasury", back);
        assertEquals(Pico.parse("1"), ledger.balance("collateral/op-kr", "EUR"));
        assertEquals(List.of(), by("treasury", back), "the bank's entry counts once");
        refused(
                RefusalCode.EVENT_CONFLICT,
                "treasury",
                new DefaultCommand.DepositCollateral(KR, "EUR", Pico.parse("0.50"), "back-3"));
        refused(
                RefusalCode.INVALID_REQUEST,
                "treasury",
                new DefaultCommand.DepositCollateral(KR, "EUR", Pico.parse("0.001"), "x"));
    }

    @Test
    void twoPersonsLetAnOperatorTradeAgain() {
        pledge(KR, "5.00");
        declared();
        DefaultCommand lift = new DefaultCommand.LiftDefault("w1", KR);
        refused(
                RefusalCode.WRONG_STATE,
                "hub-maker",
                new DefaultCommand.ProposeLift("w1", KR, "paid"));
        by("hub-maker", new DefaultCommand.CoverDefault("w1", KR));
        paidOut();
        by("hub-maker", new DefaultCommand.ProposeLift("w1", KR, "paid"));
        refused(RefusalCode.SAME_PERSON, "hub-maker", lift);
        by("hub-risk", lift);
        assertEquals(DefaultState.LIFTED, missed());
        ledger.given(open("again", "wal-kr", "de-berlin-1"));
    }
}
