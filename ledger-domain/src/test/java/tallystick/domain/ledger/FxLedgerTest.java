package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.ClosingCommand;
import tallystick.domain.Decision;
import tallystick.domain.FxCommand;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.settlement.WindowState;

/**
 * Korea owes France 2.10 euro, France owes Korea 4,200 won and settles in euro, through the bank:
 * at 1,500 won a euro and a spread of 0.2 % the won cost France 2.80 euro, so it owes 0.70.
 */
class FxLedgerTest {

    private static final long HOUR = 3_600_000_000_000L;
    private static final FxSource ECB = new FxSource("ecb", 7);

    private LedgerFixture ledger = federation();

    private static LedgerFixture federation() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(new LedgerCommand.Reference.RegisterOperator("bank", "DE", "EUR", ""));
        f.given(ECB.registered());
        return f;
    }

    static FxTerms terms(Map<String, String> settleIn) {
        return new FxTerms("daily", "bank", "ecb", 24 * HOUR, new TreeMap<>(settleIn));
    }

    private void netted() {
        ledger.given(new FxCommand.SetFxTerms(terms(Map.of("op-fr", "EUR"))));
        ClosingTest.calculated(ledger);
        ledger.given(ECB.fixes(ledger.now(), "EUR", "KRW", "1500", 2_000));
        ledger.given(new Settlement.IssueStatements("w1"));
        ledger.given(new Settlement.NetWindow("w1"));
    }

    private void approvedAndCalled() {
        String hash = ClosingTest.askedHash(ledger);
        by("hub-maker", new ClosingCommand.ProposeApproval("w1", hash));
        by("hub-risk", new ClosingCommand.ApproveWindow("w1", hash));
        ledger.given(new ClosingCommand.FundWindow("w1", ledger.now() + HOUR));
    }

    private void instructed() {
        netted();
        approvedAndCalled();
        ledger.given(ClosingTest.payIn("op-kr", "EUR", "2.10", "in-1"));
        ledger.given(ClosingTest.payIn("op-fr", "EUR", "0.70", "in-2"));
        ledger.given(ClosingTest.payIn("bank", "KRW", "4200", "in-3"));
        by("treasury-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        by("treasury-b", new ClosingCommand.InstructWindow("w1"));
    }

    private void by(String actor, LedgerCommand command) {
        ClosingTest.by(ledger, actor, command);
    }

    private void refused(RefusalCode code, String field, LedgerCommand command) {
        String before = ledger.state.digest();
        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, ledger.when(command));
        assertEquals(code, refused.refusal().code(), refused.refusal().detail());
        assertEquals(field, refused.refusal().field(), refused.refusal().detail());
        assertEquals(before, ledger.state.digest());
    }

    private Closing closing() {
        return Objects.requireNonNull(ledger.state.closings.find("w1"));
    }

    private WindowState state() {
        return Objects.requireNonNull(ledger.state.windows.find("w1")).state;
    }

    private SortedMap<String, Long> paid() {
        SortedMap<String, Long> paid = new TreeMap<>();
        for (NetPosition one : closing().positions) {
            paid.put(one.asset() + ":" + one.operator(), one.minor());
        }
        paid.values().removeIf(minor -> minor == 0);
        return paid;
    }

    private void confirm(int leg, String asset, String amount, String entry) {
        ledger.given(
                new ClosingCommand.ConfirmPayment(
                        "w1", SettlementLeg.uetr("w1", leg), asset, Pico.parse(amount), entry));
    }

    private void restart() {
        String before = ledger.state.digest();
        assertEquals(before, ledger.replayed().digest(), "replayed from the journal");
        ledger.state = SavedStates.load(SavedStates.save(ledger.state), ledger.history());
        assertEquals(before, ledger.state.digest(), "saved and loaded");
    }

    // ---- fixings

    @Test
    void whatIsWrongWithAFixingIsNamedByFieldAndRule() {
        long now = ledger.now();
        FxCommand.RecordFxFixing good = ECB.fixes(now, "EUR", "KRW", "1500.25", 2_000);
        refused(
                RefusalCode.NOT_FOUND,
                "source",
                new FxSource("boe", 1).fixes(now, "EUR", "KRW", "1", 0));
        refused(
                RefusalCode.BAD_SIGNATURE,
                "signature",
                new FxSource("ecb", 8).fixes(now, "EUR", "KRW", "1500.25", 2_000));
        refused(RefusalCode.BAD_SIGNATURE, "signature", changed(good, "1500.26", good.spreadPpm()));
        refused(RefusalCode.BAD_SIGNATURE, "signature", changed(good, "1500.25", 2_001));
        refused(RefusalCode.INVALID_REQUEST, "spread_ppm", changed(good, "1500.25", 2_000_000));
        refused(RefusalCode.INVALID_REQUEST, "mid", changed(good, "0", 2_000));
        refused(RefusalCode.INVALID_REQUEST, "mid", changed(good, "1e3", 2_000));
        refused(RefusalCode.INVALID_REQUEST, "mid", changed(good, "1000000000000", 2_000));
        refused(
                RefusalCode.INVALID_REQUEST,
                "fixed_at",
                ECB.fixes(now + HOUR, "EUR", "KRW", "1", 0));
        refused(
                RefusalCode.INVALID_REQUEST,
                "fixed_at",
                ECB.fixes(now - SignedFixing.OLDEST_NANOS - HOUR, "EUR", "KRW", "1", 0));
        refused(
                RefusalCode.INVALID_REQUEST,
                "path",
                new FxCommand.RecordFxFixing(
                        "ecb", now, "EUR", "KRW", "1", 0, List.of("EUR", "USD"), ""));
        refused(
                RefusalCode.INVALID_REQUEST,
                "quote",
                new FxCommand.RecordFxFixing(
                        "ecb", now, "EUR", "TOK", "1", 0, List.of("EUR", "TOK"), ""));
        ledger.given(good);
        assertEquals(1, ledger.state.fxFixings().size());
    }

    private static FxCommand changed(FxCommand.RecordFxFixing of, String mid, int spreadPpm) {
        return new FxCommand.RecordFxFixing(
                of.source(),
                of.fixedAtEpochNanos(),
                of.base(),
                of.quote(),
                mid,
                spreadPpm,
                of.path(),
                of.signature());
    }

    @Test
    void theSameFixingAgainIsTheSameAnswerAndAnotherOneAConflict() {
        long now = ledger.now();
        ledger.given(ECB.fixes(now, "EUR", "KRW", "1500", 2_000));
        ledger.after(30 * 24 * HOUR);
        Decision.Accepted again =
                assertInstanceOf(
                        Decision.Accepted.class,
                        ledger.when(ECB.fixes(now, "EUR", "KRW", "1500.00", 2_000)));
        assertEquals(List.of(), again.events());
        assertTrue(again.resource().startsWith("ecb:EUR/KRW:"), again.resource());
        refused(
                RefusalCode.EVENT_CONFLICT,
                "fixed_at",
                ECB.fixes(now, "EUR", "KRW", "1501", 2_000));
    }

    @Test
    void aSourcesNextKeyHoldsFromThenOn() {
        FxSource next = new FxSource("ecb", 9);
        refused(RefusalCode.ALREADY_EXISTS, "public_key", ECB.registered());
        refused(
                RefusalCode.INVALID_REQUEST,
                "public_key",
                new FxCommand.RegisterFxSource("ecb", "AAAA"));
        ledger.given(next.registered());
        refused(
                RefusalCode.BAD_SIGNATURE,
                "signature",
                ECB.fixes(ledger.now(), "EUR", "KRW", "1", 0));
        ledger.given(next.fixes(ledger.now(), "EUR", "KRW", "1", 0));
    }

    @Test
    void whatIsWrongWithTermsIsNamedByFieldAndRule() {
        refused(RefusalCode.NOT_FOUND, "agent", set("daily", "nobody", "ecb", HOUR, Map.of()));
        refused(RefusalCode.NOT_FOUND, "source", set("daily", "bank", "boe", HOUR, Map.of()));
        refused(RefusalCode.INVALID_REQUEST, "max_age", set("daily", "bank", "ecb", 0, Map.of()));
        refused(
                RefusalCode.INVALID_REQUEST,
                "settle_in",
                set("daily", "bank", "ecb", HOUR, Map.of("bank", "EUR")));
        refused(
                RefusalCode.INVALID_REQUEST,
                "settle_in",
                set("daily", "bank", "ecb", HOUR, Map.of("op-fr", "TOK")));
        refused(
                RefusalCode.NOT_FOUND,
                "settle_in",
                set("daily", "bank", "ecb", HOUR, Map.of("op-xx", "EUR")));
    }

    private static FxCommand set(
            String model, String agent, String source, long maxAge, Map<String, String> settleIn) {
        return new FxCommand.SetFxTerms(
                new FxTerms(model, agent, source, maxAge, new TreeMap<>(settleIn)));
    }

    // ---- conversion

    @Test
    void onlyFinalNetsAreConverted() {
        netted();
        WindowConversion conversion = Objects.requireNonNull(ledger.state.conversionOf("w1"));
        assertEquals(
                List.of(new WindowConversion.Net("op-fr", "KRW", "EUR", -4_200, -280)),
                conversion.converted());
        assertEquals(
                new TreeMap<>(
                        Map.of(
                                "EUR:bank",
                                280L,
                                "EUR:op-fr",
                                -70L,
                                "EUR:op-kr",
                                -210L,
                                "KRW:bank",
                                -4_200L,
                                "KRW:op-kr",
                                4_200L)),
                paid());
        assertEquals(
                List.of(ClosingTest.EUR, ClosingTest.KRW),
                ledger.state.statementsOf("w1").stream()
                        .map(s -> s.statement())
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList());
        assertEquals(Pico.parse("-0.70"), ledger.balance("settlement.control/op-fr", "EUR"));
        assertEquals(Pico.parse("0"), ledger.balance("settlement.control/op-fr", "KRW"));
        assertEquals(Pico.parse("-4200"), ledger.balance("settlement.control/bank", "KRW"));
        assertEquals(Pico.parse("2.80"), ledger.balance("settlement.control/bank", "EUR"));
        assertTrue(ledger.state.isBalanced());
        restart();
    }

    @Test
    void withoutAYoungFixingAWindowWaitsForOne() {
        ledger.given(new FxCommand.SetFxTerms(terms(Map.of("op-fr", "EUR"))));
        ClosingTest.calculated(ledger);
        ledger.given(ECB.fixes(ledger.now() - 25 * HOUR, "EUR", "KRW", "1500", 2_000));
        ledger.given(new Settlement.IssueStatements("w1"));
        refused(RefusalCode.WRONG_STATE, "window", new Settlement.NetWindow("w1"));
        ledger.given(ECB.fixes(ledger.now(), "EUR", "KRW", "1500", 2_000));
        ledger.given(new Settlement.NetWindow("w1"));
        assertEquals(-70L, paid().get("EUR:op-fr"));
    }

    @Test
    void aRateMayComeThroughAThirdCurrency() {
        ledger.given(new FxCommand.SetFxTerms(terms(Map.of("op-fr", "EUR"))));
        ClosingTest.calculated(ledger);
        ledger.given(ECB.fixes(ledger.now(), "EUR", "USD", "1.2", 1_000));
        ledger.given(ECB.fixes(ledger.now(), "USD", "KRW", "1250", 1_000));
        ledger.given(new Settlement.IssueStatements("w1"));
        ledger.given(new Settlement.NetWindow("w1"));
        WindowConversion conversion = Objects.requireNonNull(ledger.state.conversionOf("w1"));
        assertEquals(List.of("KRW", "USD", "EUR"), conversion.rates().getFirst().fixing().path());
        assertEquals(2, conversion.rates().getFirst().fixings().size());
        assertEquals(-70L, paid().get("EUR:op-fr"));
    }

    @Test
    void theAgentHasNoNetOfItsOwn() {
        ledger.given(
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                "daily",
                                "op-kr",
                                "ecb",
                                HOUR,
                                new TreeMap<>(Map.of("op-fr", "EUR")))));
        ClosingTest.calculated(ledger);
        ledger.given(ECB.fixes(ledger.now(), "EUR", "KRW", "1500", 2_000));
        ledger.given(new Settlement.IssueStatements("w1"));
        refused(RefusalCode.WRONG_STATE, "window", new Settlement.NetWindow("w1"));
    }

    /** Runtime check of I6: an event with a cent more is no conversion of these nets. */
    @Test
    void aConversionThatIsNotMadeOfTheNetsStopsTheLedger() {
        netted();
        WindowConversion good = Objects.requireNonNull(ledger.state.conversionOf("w1"));
        WindowConversion.Net net = good.converted().getFirst();
        WindowConversion bent =
                new WindowConversion(
                        good.termsVersion(),
                        good.agent(),
                        good.atEpochNanos(),
                        good.without(),
                        good.rates(),
                        List.of(
                                new WindowConversion.Net(
                                        "op-fr",
                                        "KRW",
                                        "EUR",
                                        net.baseMinor(),
                                        net.quoteMinor() - 1)),
                        good.roundingMinor(),
                        good.positions());
        assertThrows(
                IllegalStateException.class,
                () ->
                        ledger.state.evolve(
                                new FxEvent.WindowConverted("w1", bent, "eve"),
                                ledger.state.lastPosition() + 1,
                                ledger.now()));
    }

    // ---- approval

    @Test
    void anotherFixingVoidsTheApproval() {
        netted();
        String hash = ClosingTest.askedHash(ledger);
        approvedAndCalled();
        ledger.after(60_000_000_000L);
        ledger.given(ECB.fixes(ledger.now(), "EUR", "KRW", "1400", 2_000));
        by("hub-maker", new FxCommand.ConvertWindow("w1", List.of()));
        assertEquals(WindowState.NETTED, state());
        assertNotEquals(hash, ClosingTest.askedHash(ledger));
        refused(RefusalCode.HASH_MISMATCH, "hash", new ClosingCommand.ProposeApproval("w1", hash));
        assertEquals(-90L, paid().get("EUR:op-fr"));
        assertTrue(closing().due.isEmpty(), "nothing is called any more");
        refused(RefusalCode.WRONG_STATE, "window", new FxCommand.ConvertWindow("w1", List.of()));
        restart();
    }

    @Test
    void aConversionTakenBackLeavesEveryNetInItsCurrency() {
        netted();
        String hash = ClosingTest.askedHash(ledger);
        by("hub-maker", new FxCommand.ConvertWindow("w1", List.of("op-fr")));
        assertNull(ledger.state.conversionOf("w1"));
        assertNotEquals(hash, ClosingTest.askedHash(ledger));
        assertEquals(
                new TreeMap<>(
                        Map.of(
                                "EUR:op-fr",
                                210L,
                                "EUR:op-kr",
                                -210L,
                                "KRW:op-fr",
                                -4_200L,
                                "KRW:op-kr",
                                4_200L)),
                paid());
        assertEquals(Pico.parse("0"), ledger.balance("settlement.control/bank", "KRW"));
        assertEquals(Pico.parse("0"), ledger.balance("fx.position/bank", "EUR"));
        assertTrue(ledger.state.isBalanced());
        restart();
    }

    @Test
    void aWindowGivenUpTakesItsConversionBack() {
        netted();
        by("hub-maker", new ClosingCommand.ProposeAbort("w1", "wrong fixing"));
        by("hub-risk", new ClosingCommand.AbortWindow("w1"));
        assertNull(ledger.state.conversionOf("w1"));
        assertTrue(closing().control.isEmpty());
        for (String operator : List.of("op-fr", "op-kr", "bank")) {
            for (String asset : List.of("EUR", "KRW")) {
                assertEquals(Pico.ZERO, ledger.balance("settlement.control/" + operator, asset));
            }
        }
    }

    // ---- payment versus payment

    @Test
    void aPaymentIsHeldUntilTheOtherCurrencyIsPaid() {
        instructed();
        assertEquals(3, closing().legs.size());
        for (SettlementLeg leg : closing().legs) {
            assertEquals("EUR+KRW", ledger.state.fx.groupOf("w1", leg), leg::toString);
        }
        confirm(1, "EUR", "0.70", "out-1");
        confirm(2, "EUR", "2.10", "out-2");
        restart();
        assertEquals(WindowState.SETTLING, state());
        assertEquals(
                Pico.parse("-0.70"), ledger.balance("settlement.control/op-fr", "EUR"), "held");
        assertEquals(Pico.parse("2.80"), ledger.balance("settlement.control/bank", "EUR"), "held");
        refused(RefusalCode.WRONG_STATE, "window", new ClosingCommand.FinaliseWindow("w1"));
        confirm(3, "KRW", "4000", "out-3");
        restart();
        assertEquals(
                Pico.parse("-4200"),
                ledger.balance("settlement.control/bank", "KRW"),
                "held, in part");
        refused(RefusalCode.WRONG_STATE, "window", new ClosingCommand.FinaliseWindow("w1"));
        confirm(3, "KRW", "200", "out-4");
        assertEquals(WindowState.SETTLED, state());
        for (String operator : List.of("op-fr", "op-kr", "bank")) {
            assertEquals(Pico.ZERO, ledger.balance("settlement.control/" + operator, "EUR"));
            assertEquals(Pico.ZERO, ledger.balance("settlement.control/" + operator, "KRW"));
        }
        ledger.given(new ClosingCommand.FinaliseWindow("w1"));
        assertEquals(WindowState.FINAL, state());
        restart();
    }

    @Test
    void nothingIsGivenUpOrConvertedOnceItIsInstructed() {
        instructed();
        refused(
                RefusalCode.WRONG_STATE,
                "window",
                new ClosingCommand.ProposeAbort("w1", "too late"));
        refused(
                RefusalCode.WRONG_STATE,
                "window",
                new FxCommand.ConvertWindow("w1", List.of("op-fr")));
    }

    // ---- default

    @Test
    void aDebtorThatExchangesIsConvertedWithoutBeforeItsDefaultIsDeclared() {
        netted();
        approvedAndCalled();
        ledger.given(ClosingTest.payIn("op-kr", "EUR", "2.10", "in-1"));
        ledger.given(ClosingTest.payIn("bank", "KRW", "4200", "in-3"));
        ledger.after(HOUR);
        ledger.passDeadlines();
        assertEquals(DefaultState.PAYIN_LATE, missed());
        by(
                "hub-maker",
                new tallystick.domain.DefaultCommand.GiveGrace("w1", "op-fr", ledger.now() + 1));
        ledger.after(HOUR);
        refused(
                RefusalCode.WRONG_STATE,
                "window",
                new tallystick.domain.DefaultCommand.ProposeDefault("w1", "op-fr", "7.2"));
        by("hub-maker", new FxCommand.ConvertWindow("w1", List.of("op-fr")));
        assertEquals(DefaultState.CURED, missed());
        approvedAndCalled();
        assertEquals(4_200L, closing().due.get("KRW:op-fr"), "it owes what it was invoiced");
        assertEquals(210L, closing().received.get("EUR:op-kr"), "what was paid in stays");
        restart();
    }

    private DefaultState missed() {
        return Objects.requireNonNull(ledger.state.defaults.find("w1", "op-fr")).state();
    }
}
