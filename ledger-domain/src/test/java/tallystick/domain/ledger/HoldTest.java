package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldState;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Holds.ReleaseHold;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Authorisations. In Korea an uncached input token costs 0.000125 and an output token 0.0005 won; a
 * hold for 100 in and 10 out therefore sets 0.0175 aside.
 */
class HoldTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    private void wallet(String posted, String held) {
        assertEquals(pico(posted), f.state.posted("wal-kr"), "posted");
        assertEquals(pico(held), f.state.held("wal-kr"), "held");
        assertEquals(f.state.digest(), f.replayed().digest(), "replay");
    }

    @Test
    void setsAsideTheInputAndASliceAtTheDearestOutputPrice() {
        HoldAnswer answer = f.opened(hold("h", "wal-kr"));
        assertEquals(pico("0.0175"), answer.reserved());
        assertEquals(10, answer.grantedOutputTokens());
        assertEquals(1, answer.thresholdOutputTokens());
        assertEquals("retail-kr@1", answer.tariff());
        assertFalse(answer.last());
        wallet("1", "0.0175");
        assertEquals(pico("0.9825"), f.balance("wallet/wal-kr", "KRW"));
        assertEquals(pico("0.0175"), f.balance("held/wal-kr", "KRW"));
    }

    @Test
    void chargesWhatWasUsedAndFreesTheRest() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        wallet("0.9855", "0");
        assertEquals(HoldState.COMMITTED, f.answer("h").state());
        assertEquals(pico("0.0145"), f.answer("h").charged());
        assertEquals(1, f.state.totals().accepted(), "the commit is a usage record");
        assertEquals(104, f.state.totals().tokensIn() + f.state.totals().tokensOut());
    }

    @Test
    void extendsByAnotherSliceFromWhatIsUsed() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ExtendHold("h", 1, used(100, 8), 20));
        // 100 in and 8 out are not charged yet, 20 out may follow.
        assertEquals(pico("0.0265"), f.answer("h").reserved());
        assertEquals(20, f.answer("h").grantedOutputTokens());
        f.given(new CommitHold("h", 2, used(100, 28), true));
        wallet("0.9735", "0");
    }

    @Test
    void chargesAPartAndGoesOn() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), false));
        wallet("0.9855", "0.003");
        assertEquals(HoldState.OPEN, f.answer("h").state());
        f.given(new CommitHold("h", 2, used(100, 10), true));
        wallet("0.9825", "0");
    }

    @Test
    void releasesWithoutACharge() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ReleaseHold("h", 1, "client_cancelled"));
        wallet("1", "0");
        assertEquals(HoldState.RELEASED, f.answer("h").state());
    }

    @Test
    void grantsTheLastAffordableSliceAndSaysSo() {
        HoldAnswer answer =
                f.opened(hold("h", "wal-kr", "kr-sejong-1", 100, 5_000, OnExpiry.RELEASE));
        assertEquals(1_975, answer.grantedOutputTokens());
        assertTrue(answer.last());
        wallet("1", "1");
        f.refuses(new OpenHold(hold("h2", "wal-kr")), RefusalCode.INSUFFICIENT_BALANCE, "wallet");
    }

    @Test
    void tellsWhatIsAvailableAndWhatIsRequired() {
        Decision.Refused refused =
                assertInstanceOf(
                        Decision.Refused.class,
                        f.when(
                                new OpenHold(
                                        hold(
                                                "h",
                                                "wal-kr",
                                                "kr-sejong-1",
                                                100_000,
                                                10,
                                                OnExpiry.RELEASE))));
        assertEquals("1.000000000000", refused.refusal().facts().get("available"));
        assertEquals("12.505000000000", refused.refusal().facts().get("required"));
    }

    @Test
    void repeatsTheFirstAnswerToARepeatedMessage() {
        f.opened(hold("h", "wal-kr"));
        ExtendHold extend = new ExtendHold("h", 1, used(100, 8), 20);
        f.given(extend);
        HoldAnswer first = f.answer("h");
        f.given(new ExtendHold("h", 2, used(100, 20), 20));
        String before = f.state.digest();
        Decision.Replayed again = assertInstanceOf(Decision.Replayed.class, f.when(extend));
        assertEquals(first, again.answer().hold());
        assertInstanceOf(Decision.Replayed.class, f.when(new OpenHold(hold("h", "wal-kr"))));
        assertEquals(before, f.state.digest());
    }

    @Test
    void refusesWhatIsNotTheNextMessage() {
        f.opened(hold("h", "wal-kr"));
        f.refuses(new ExtendHold("x", 1, used(1, 1), 1), RefusalCode.NOT_FOUND, "hold");
        f.refuses(new ExtendHold("h", 2, used(1, 1), 1), RefusalCode.SEQUENCE_GAP, "sequence");
        f.refuses(new ExtendHold("h", 0, used(1, 1), 1), RefusalCode.INVALID_REQUEST, "sequence");
        f.given(new ExtendHold("h", 1, used(100, 8), 20));
        f.refuses(new ExtendHold("h", 1, used(100, 9), 20), RefusalCode.EVENT_CONFLICT, "sequence");
        f.refuses(
                new CommitHold("h", 2, used(100, 7), true),
                RefusalCode.USAGE_REGRESSED,
                "used.output.text");
        f.refuses(new CommitHold("h", 2, List.of(1L), true), RefusalCode.INVALID_REQUEST, "used");
        f.refuses(
                new CommitHold("h", 2, used(-1, 7), true),
                RefusalCode.INVALID_REQUEST,
                "used.input.uncached");
    }

    @Test
    void endsExactlyOnce() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        f.refuses(new CommitHold("h", 2, used(100, 5), true), RefusalCode.HOLD_CLOSED, "hold");
        f.refuses(new ReleaseHold("h", 2, "late"), RefusalCode.HOLD_CLOSED, "hold");
        f.refuses(new ExtendHold("h", 2, used(100, 5), 1), RefusalCode.HOLD_CLOSED, "hold");
        f.refuses(new OpenHold(hold("h", "wal-fr")), RefusalCode.ALREADY_EXISTS, "hold");
    }

    @Test
    void refusesInOrderOfPrecedence() {
        HoldTerms good = hold("h", "wal-kr");
        f.refuses(new OpenHold(hold("", "wal-kr")), RefusalCode.INVALID_REQUEST, "hold");
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "kr-sejong-1", -1, 1, OnExpiry.RELEASE)),
                RefusalCode.INVALID_REQUEST,
                "estimate.input.uncached");
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "kr-sejong-1", 1, 0, OnExpiry.RELEASE)),
                RefusalCode.INVALID_REQUEST,
                "slice.output");
        f.refuses(new OpenHold(hold("h", "no-kr")), RefusalCode.NOT_FOUND, "wallet");
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "nowhere", 1, 1, OnExpiry.RELEASE)),
                RefusalCode.NOT_FOUND,
                "factory");
        f.given(new LedgerCommand.Wallets.SuspendWallet("wal-kr", "fraud"));
        f.refuses(new OpenHold(good), RefusalCode.WALLET_SUSPENDED, "wallet");
        f.given(new LedgerCommand.Wallets.ResumeWallet("wal-kr"));
        f.given(new OpenHold(good));
    }

    @Test
    void refusesAnotherJurisdictionThanThePolicyAllows() {
        f.given(
                new LedgerCommand.Wallets.OpenWallet(
                        new tallystick.domain.WalletTerms(
                                "home-kr",
                                "tnt-kr",
                                "KRW",
                                "retail-kr",
                                Pico.ZERO,
                                List.of("KR"))));
        Decision.Refused refused =
                assertInstanceOf(
                        Decision.Refused.class,
                        f.when(
                                new OpenHold(
                                        hold(
                                                "h",
                                                "home-kr",
                                                "fr-paris-1",
                                                1,
                                                1,
                                                OnExpiry.RELEASE))));
        assertEquals(RefusalCode.RESIDENCY_DENIED, refused.refusal().code());
        assertEquals("FR", refused.refusal().facts().get("served_in"));
        assertEquals("KR", refused.refusal().facts().get("allowed"));
    }

    @Test
    void pinsThePriceAndTellsWhenItWouldChange() {
        long change = f.now() + 1_000 * SECOND;
        f.opened(hold("before", "wal-kr"));
        assertEquals(0, f.answer("before").tariffChangeAtEpochNanos());
        f.given(dearer(change));
        HoldAnswer answer = f.opened(hold("h", "wal-kr"));
        assertEquals(change, answer.tariffChangeAtEpochNanos());
        f.given(new ExtendHold("h", 1, used(100, 1), 10));
        while (f.now() < change) {
            f.after(50 * SECOND);
            int next = f.answer("h").sequence() + 1;
            f.given(new ExtendHold("h", next, used(100, 1), 10));
        }
        f.given(new CommitHold("h", f.answer("h").sequence() + 1, used(100, 10), true));
        assertEquals(pico("0.0175"), f.answer("h").charged());
        assertEquals("retail-kr@2", f.opened(hold("h3", "wal-kr")).tariff());
    }

    private static LedgerCommand dearer(long from) {
        return new LedgerCommand.Reference.PublishTariff(
                new tallystick.domain.rating.TariffTerms(
                        "retail-kr",
                        tallystick.domain.rating.TariffKind.RETAIL,
                        "op-kr",
                        "KRW",
                        "UTC",
                        from,
                        Pico.ZERO,
                        List.of(
                                LedgerFixture.price(
                                        tallystick.domain.usage.TokenClass.INPUT_UNCACHED,
                                        1_000_000_000L),
                                LedgerFixture.price(
                                        tallystick.domain.usage.TokenClass.OUTPUT_TEXT,
                                        1_000_000_000L))));
    }

    // ---- expiry --------------------------------------------------------------------------------

    @Test
    void expiresWithoutTrafficAndChargesWhatWasReported() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ExtendHold("h", 1, used(100, 8), 20));
        f.after(60 * SECOND - 1);
        f.passDeadlines();
        wallet("1", "0.0265");
        f.after(1);
        f.passDeadlines();
        wallet("0.9835", "0");
        assertEquals(0, f.state.openHolds());
    }

    @Test
    void expiryMayReleaseOrChargeAllThatWasGranted() {
        f.opened(hold("r", "wal-kr", "kr-sejong-1", 100, 10, OnExpiry.RELEASE));
        f.given(new ExtendHold("r", 1, used(100, 8), 20));
        f.after(61 * SECOND);
        f.passDeadlines();
        wallet("1", "0");
        f.opened(hold("c", "wal-kr", "kr-sejong-1", 100, 10, OnExpiry.COMMIT_FULL));
        f.after(61 * SECOND);
        f.passDeadlines();
        wallet("0.9825", "0");
    }

    @Test
    void aLateCommitBooksTheDifferenceOnceWithinADay() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ExtendHold("h", 1, used(100, 8), 20));
        f.after(61 * SECOND);
        f.given(new CommitHold("h", 2, used(100, 18), true));
        wallet("0.9785", "0");
        f.refuses(new CommitHold("h", 3, used(100, 19), true), RefusalCode.HOLD_CLOSED, "hold");
        f.after(25 * 3_600 * SECOND);
        f.opened(hold("h2", "wal-kr"));
        f.refuses(new CommitHold("h", 3, used(100, 19), true), RefusalCode.HOLD_CLOSED, "hold");
    }

    @Test
    void aLateCommitGivesBackWhatAFullCommitTookTooMuch() {
        f.opened(hold("c", "wal-kr", "kr-sejong-1", 100, 10, OnExpiry.COMMIT_FULL));
        f.after(61 * SECOND);
        f.passDeadlines();
        wallet("0.9825", "0");
        f.given(new CommitHold("c", 1, used(100, 4), true));
        wallet("0.9855", "0");
        assertEquals(pico("0.0145"), f.answer("c").charged());
    }

    // ---- the meter's records -------------------------------------------------------------------

    private UsageRecord meter(String id, String hold, long in, long out, UsageKind kind) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.kind = kind;
        usage.hold = hold;
        usage.site = "kr-sejong-1";
        usage.tokens[0] = in;
        usage.tokens[6] = out;
        return f.record(usage);
    }

    @Test
    void usageToldByCommitAndByMeterIsChargedOnce() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        UsageRecord told = meter("m1", "h", 100, 6, UsageKind.RECORDED);
        assertEquals(UsageStatus.ACCEPTED, told.status);
        assertEquals(pico("0.001"), told.retail(), "two output tokens the commit did not tell");
        wallet("0.9845", "0");
    }

    @Test
    void usageToldByMeterFirstIsNotChargedAgainByTheCommit() {
        f.opened(hold("h", "wal-kr"));
        assertEquals(pico("0.0145"), meter("m1", "h", 100, 4, UsageKind.RECORDED).retail());
        wallet("0.9855", "0.003");
        f.given(new CommitHold("h", 1, used(100, 4), true));
        wallet("0.9855", "0");
        assertEquals(1, f.state.totals().accepted());
    }

    @Test
    void progressIsCumulativeAndNeedsItsHold() {
        f.opened(hold("h", "wal-kr"));
        meter("p1", "h", 100, 3, UsageKind.PROGRESS);
        meter("p2", "h", 100, 7, UsageKind.PROGRESS);
        meter("p0", "h", 100, 5, UsageKind.PROGRESS);
        assertEquals(pico("0.984"), f.state.posted("wal-kr"));
        assertEquals(
                SuspenseReason.UNSETTLED_REFERENCE,
                meter("p3", "no-hold", 1, 1, UsageKind.PROGRESS).suspense);
    }

    @Test
    void anOverrunTakesFreeCreditThenDebtButNeverAnotherHoldsMoney() {
        f.opened(hold("other", "wal-kr", "kr-sejong-1", 0, 1_990, OnExpiry.RELEASE));
        f.opened(hold("h", "wal-kr", "kr-sejong-1", 0, 5, OnExpiry.RELEASE));
        UsageRecord usage = meter("m", "h", 0, 50, UsageKind.RECORDED);
        assertTrue(usage.overrun);
        assertEquals(pico("0.0025"), usage.setAside());
        assertEquals(pico("0.025"), usage.retail());
        assertEquals(pico("0.02"), usage.shortfall());
        assertEquals(pico("0.995"), f.answer("other").reserved());
        f.refuses(new OpenHold(hold("h3", "wal-kr")), RefusalCode.INSUFFICIENT_BALANCE, "wallet");
        f.given(new CommitHold("other", 1, used(0, 1_990), true));
        wallet("0", "0");
    }

    @Test
    void aHoldThatTheLedgerForgotIsNotChargedASecondTime() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        f.after(25 * 3_600 * SECOND);
        f.opened(hold("h2", "wal-kr"));
        assertEquals(
                SuspenseReason.UNSETTLED_REFERENCE,
                meter("m1", "h", 100, 4, UsageKind.RECORDED).suspense);
        f.refuses(new OpenHold(hold("h", "wal-kr")), RefusalCode.ALREADY_EXISTS, "hold");
    }

    @Test
    void aHoldOfAForeignLedgerIsPlainUsage() {
        assertEquals(
                UsageStatus.ACCEPTED, meter("m1", "hld_01K9X", 100, 4, UsageKind.RECORDED).status);
    }

    @Test
    void anothersHoldIsNotDrawnOn() {
        f.opened(hold("h", "wal-kr"));
        UsageRecord usage = f.usage("m", "wal-fr");
        usage.hold = "h";
        assertEquals(SuspenseReason.PARTY_MISMATCH, f.record(usage).suspense);
    }

    @Test
    void nobodyTellsUsageInTheLedgersName() {
        f.opened(hold("h", "wal-kr"));
        UsageRecord forged = f.usage("h/1", "wal-kr");
        forged.source = UsageRecord.HOLD_SOURCE;
        forged.hold = "h";
        assertEquals(SuspenseReason.PARTY_MISMATCH, f.record(forged).suspense);
    }

    // ---- which credit --------------------------------------------------------------------------

    @Test
    void aHoldKeepsTheCreditItSetAsideWhenTheGrantExpires() {
        LedgerFixture g = LedgerFixture.federation();
        g.given(
                new LedgerCommand.Wallets.IssueGrant(
                        new GrantTerms(
                                "short",
                                "wal-kr",
                                pico("1"),
                                "KRW",
                                GrantKind.PAID,
                                1,
                                g.now() - 1,
                                g.now() + 30 * SECOND)));
        g.opened(hold("h", "wal-kr"));
        g.after(30 * SECOND);
        g.passDeadlines();
        assertEquals(pico("0.0175"), g.state.posted("wal-kr"), "only what is held is left");
        assertEquals(pico("0.9825"), g.balance("breakage/op-kr", "KRW"));
        g.given(new CommitHold("h", 1, used(100, 4), true));
        g.passDeadlines();
        assertEquals(Pico.ZERO, g.state.posted("wal-kr"), "what came back has lapsed");
        assertEquals(pico("0.9855"), g.balance("breakage/op-kr", "KRW"));
        assertEquals(g.state.digest(), g.replayed().digest());
    }

    @Test
    void roamingSetsTheCapAsideAndChargesBothTariffs() {
        f.given(new LedgerCommand.Caps.SetBilateralCap("op-kr", "op-fr", "EUR", pico("0.00001")));
        // 100 in at 0.000000075 and 10 out at 0.0000003 EUR: 0.0000105 is beyond the cap.
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "fr-paris-1", 100, 10, OnExpiry.RELEASE)),
                RefusalCode.CAP_EXCEEDED,
                "factory");
        f.opened(hold("h", "wal-kr", "fr-paris-1", 100, 5, OnExpiry.RELEASE));
        f.refuses(
                new OpenHold(hold("h2", "wal-kr", "fr-paris-1", 100, 5, OnExpiry.RELEASE)),
                RefusalCode.CAP_EXCEEDED,
                "factory");
        f.opened(hold("home", "wal-kr"));
        f.given(new CommitHold("h", 1, used(10, 1), true));
        assertEquals(pico("0.00000105"), f.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertNotNull(f.opened(hold("h3", "wal-kr", "fr-paris-1", 90, 5, OnExpiry.RELEASE)));
    }
}
