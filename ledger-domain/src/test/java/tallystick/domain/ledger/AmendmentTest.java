package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.MODEL;
import static tallystick.domain.ledger.LedgerFixture.price;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Rerating.ApproveRelease;
import tallystick.domain.LedgerCommand.Rerating.ProposeRelease;
import tallystick.domain.LedgerCommand.Rerating.RepriceRecorded;
import tallystick.domain.LedgerCommand.Rerating.RerateSuspended;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** Corrections, voids, suspense and back-dated prices: only the difference is ever posted. */
class AmendmentTest {

    private static final long DAY = 86_400_000_000_000L;

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    private UsageRecord amend(String id, UsageRecord original, UsageKind kind, long in, long out) {
        UsageRecord usage = f.usage(id, original.wallet);
        usage.kind = kind;
        usage.servingOperator = original.servingOperator;
        usage.hold = original.hold;
        usage.correctsSource = original.source;
        usage.correctsId = original.id;
        usage.tokens[0] = in;
        usage.tokens[6] = out;
        return f.record(usage);
    }

    private void posted(String amount) {
        assertEquals(pico(amount), f.state.posted("wal-kr"));
        assertEquals(f.state.digest(), f.replayed().digest(), "replay");
    }

    @Test
    void aCorrectionPostsTheDifferenceIntoTheOpenWindow() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        posted("0.9825");
        f.after(1);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w1", f.now(), "w2"));
        f.given(new LedgerCommand.Settlement.FenceWindow("w1"));
        UsageRecord more = amend("c1", original, UsageKind.CORRECTED, 100, 14);
        assertEquals(pico("0.002"), more.retail());
        assertEquals("w2", f.state.names().windows.nameOf(more.windowRef));
        assertEquals(original.position, more.refersTo);
        posted("0.9805");
        UsageRecord less = amend("c2", original, UsageKind.CORRECTED, 40, 14);
        assertEquals(pico("-0.0075"), less.retail());
        posted("0.988");
        assertEquals(54, f.state.totals().tokensIn() + f.state.totals().tokensOut());
    }

    /** The schema lets a void say what was used: that it repeats the counts must keep nothing. */
    @Test
    void aVoidGivesEverythingBackWhateverItCounts() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        UsageRecord same = amend("v1", original, UsageKind.VOIDED, 100, 15);
        assertEquals(original.retail().negate(), same.retail());
        posted("1");
        assertEquals(0, f.state.totals().tokensIn() + f.state.totals().tokensOut());
        UsageRecord other = f.record(f.usage("u2", "wal-kr"));
        assertEquals(
                other.retail().negate(), amend("v2", other, UsageKind.VOIDED, 7, 900).retail());
        posted("1");
    }

    @Test
    void aCorrectionMayNameTheCorrectionBeforeIt() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        UsageRecord first = amend("c1", original, UsageKind.CORRECTED, 100, 14);
        UsageRecord second = amend("c2", first, UsageKind.CORRECTED, 100, 10);
        assertEquals(pico("-0.002"), second.retail());
        assertEquals(original.position, second.refersTo);
        posted("0.9825");
    }

    @Test
    void aVoidGivesEverythingBackOnce() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        amend("c1", original, UsageKind.CORRECTED, 100, 14);
        assertEquals(pico("-0.0195"), amend("v1", original, UsageKind.VOIDED, 0, 0).retail());
        posted("1");
        assertEquals(UsageStatus.DUPLICATE, amend("v1", original, UsageKind.VOIDED, 0, 0).status);
        assertEquals(
                SuspenseReason.UNSETTLED_REFERENCE,
                amend("v2", original, UsageKind.VOIDED, 0, 0).suspense);
        assertEquals(
                SuspenseReason.UNSETTLED_REFERENCE,
                amend("c2", original, UsageKind.CORRECTED, 500, 0).suspense);
        posted("1");
        assertEquals(0, f.state.totals().tokensIn());
    }

    @Test
    void aVoidOfRoamingUsageGivesWholesaleBack() {
        UsageRecord usage = f.usage("u1", "wal-kr");
        usage.servingOperator = "op-fr";
        UsageRecord original = f.record(usage);
        assertNotEquals(Pico.ZERO, f.balance("interop.payable/op-kr/op-fr", "EUR"));
        amend("v1", original, UsageKind.VOIDED, 0, 0);
        assertEquals(Pico.ZERO, f.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(Pico.ZERO, f.balance("interop.receivable/op-fr/op-kr", "EUR"));
        posted("1");
    }

    @Test
    void whatIsGivenBackGoesWhereItCameFromLastFirst() {
        LedgerFixture g = LedgerFixture.federation();
        g.given(g.wallet("od-kr", "tnt-kr", "KRW", "retail-kr", "0.005"));
        g.given(g.grant("a", "od-kr", "0.01", GrantKind.PROMO));
        UsageRecord original = g.record(g.usage("u1", "od-kr"));
        assertEquals(pico("0.005"), original.overdraft());
        assertEquals(pico("0.0025"), original.shortfall());
        g.given(g.grant("p", "od-kr", "0.1", GrantKind.PAID));
        assertEquals(pico("0.0925"), g.state.posted("od-kr"));
        UsageRecord back = g.usage("v", "od-kr");
        back.kind = UsageKind.VOIDED;
        back.correctsSource = original.source;
        back.correctsId = original.id;
        Arrays.fill(back.tokens, 0);
        UsageRecord told = g.record(back);
        assertEquals(UsageStatus.ACCEPTED, told.status);
        assertEquals(Pico.ZERO, told.shortfall(), "that debt was repaid meanwhile");
        assertEquals(pico("-0.0075"), told.overdraft(), "so it is credit without a grant");
        assertEquals(pico("-0.01"), new Pico(told.drawHi[0], told.drawLo[0]));
        assertEquals(pico("0.11"), g.state.posted("od-kr"));
        // Credit without a grant is spent after the grants and before debt.
        UsageRecord next = g.usage("u2", "od-kr");
        next.tokens[0] = 900;
        next.tokens[6] = 0;
        g.record(next);
        assertEquals(pico("0.01"), next.overdraft());
        assertEquals(Pico.ZERO, next.shortfall());
        assertEquals(g.state.digest(), g.replayed().digest());
    }

    @Test
    void aCorrectionOfAnotherPartyOrOfNothingWaits() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        UsageRecord other = f.usage("c1", "wal-fr");
        other.kind = UsageKind.CORRECTED;
        other.correctsSource = original.source;
        other.correctsId = original.id;
        assertEquals(SuspenseReason.PARTY_MISMATCH, f.record(other).suspense);
        UsageRecord early = f.usage("c2", "wal-kr");
        early.kind = UsageKind.CORRECTED;
        early.correctsSource = original.source;
        early.correctsId = "u2";
        assertEquals(SuspenseReason.UNSETTLED_REFERENCE, f.record(early).suspense);
        f.record(f.usage("u2", "wal-kr"));
        posted("0.965");
        f.given(new RerateSuspended(early.position));
        posted("0.965");
        assertEquals(1, f.state.totals().suspended(), "only the other party's is left");
    }

    @Test
    void aVoidTakesASuspendedRecordOutOfSuspense() {
        UsageRecord usage = f.usage("u1", "wal-kr");
        usage.tokens[TokenClass.OUTPUT_AUDIO.ordinal()] = 1;
        assertEquals(SuspenseReason.CLASS_NOT_PRICED, f.record(usage).suspense);
        UsageRecord gone = amend("v1", usage, UsageKind.VOIDED, 0, 0);
        assertEquals(UsageStatus.ACCEPTED, gone.status);
        assertEquals(usage.position, gone.settles);
        assertTrue(f.state.suspended(-1, 10).isEmpty());
        posted("1");
        f.refuses(new RerateSuspended(usage.position), RefusalCode.NOT_FOUND, "position");
    }

    // ---- suspense ------------------------------------------------------------------------------

    @Test
    void suspendedUsageIsRatedWhenTheReferenceDataArrives() {
        UsageRecord usage = f.usage("u1", "late-kr");
        assertEquals(SuspenseReason.UNKNOWN_WALLET, f.record(usage).suspense);
        f.given(new RerateSuspended(usage.position));
        assertEquals(1, f.state.suspended(-1, 10).size(), "still unknown: nothing follows");
        f.given(f.wallet("late-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(new RerateSuspended(usage.position));
        assertTrue(f.state.suspended(-1, 10).isEmpty());
        assertEquals(pico("0.0175"), f.state.shortfall("late-kr"));
        UsageRecord settled = f.recorded(f.state.lastPosition());
        assertEquals(usage.position, settled.settles);
        assertEquals(UsageRecord.LEDGER_SOURCE, settled.source);
        assertEquals(UsageStatus.DUPLICATE, f.record(f.usage("u1", "late-kr")).status);
        amend("v1", usage, UsageKind.VOIDED, 0, 0);
        assertEquals(Pico.ZERO, f.state.shortfall("late-kr"));
        posted("1");
    }

    @Test
    void whatIsOutOfTimeNeedsTwoPersons() {
        UsageRecord usage = f.usage("u1", "wal-kr");
        usage.endedEpochNanos = LedgerFixture.START;
        f.after(36 * DAY);
        assertEquals(SuspenseReason.OUT_OF_TIME_WINDOW, f.record(usage).suspense);
        f.given(new RerateSuspended(usage.position));
        posted("1");
        f.refuses(new ApproveRelease(usage.position), RefusalCode.WRONG_STATE, "position");
        f.given(new ProposeRelease(usage.position, "gateway was offline"));
        f.refuses(new ProposeRelease(usage.position, "again"), RefusalCode.WRONG_STATE, "position");
        f.refuses(new ApproveRelease(usage.position), RefusalCode.SAME_PERSON, "position");
        assertInstanceOf(
                Decision.Accepted.class, f.whenBy("second", new ApproveRelease(usage.position)));
        posted("0.9825");
        assertTrue(f.recorded(f.state.lastPosition()).endedEpochNanos == usage.endedEpochNanos);
    }

    @Test
    void aResidencyBreachBooksNothingUntilTwoPersonsReleaseIt() {
        f.given(
                new LedgerCommand.Wallets.OpenWallet(
                        new WalletTerms(
                                "home-kr",
                                "tnt-kr",
                                "KRW",
                                "retail-kr",
                                Pico.ZERO,
                                List.of("KR"))));
        UsageRecord usage = f.usage("u1", "home-kr");
        usage.servingOperator = "op-fr";
        assertEquals(SuspenseReason.RESIDENCY_BREACH, f.record(usage).suspense);
        assertEquals(Pico.ZERO, f.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertTrue(usage.jurisdictionSequence > 0, "the serving regulator's sequence counts it");
        assertTrue(usage.walletSequence > 0);
        f.given(new RerateSuspended(usage.position));
        assertEquals(Pico.ZERO, f.state.shortfall("home-kr"));
        f.given(new ProposeRelease(usage.position, "customer consented"));
        f.whenBy("second", new ApproveRelease(usage.position));
        assertNotEquals(Pico.ZERO, f.state.shortfall("home-kr"));
        f.refuses(new ProposeRelease(99_999, "x"), RefusalCode.NOT_FOUND, "position");
        f.refuses(new ProposeRelease(usage.position, " "), RefusalCode.INVALID_REQUEST, "reason");
    }

    // ---- back-dated prices ---------------------------------------------------------------------

    private void reprice(long from, long input, long output) {
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-kr",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "UTC",
                                from,
                                Pico.ZERO,
                                List.of(
                                        price(TokenClass.INPUT_UNCACHED, input),
                                        price(TokenClass.OUTPUT_TEXT, output)))));
    }

    @Test
    void aBackDatedVersionPostsOnlyTheDifference() {
        UsageRecord before = f.usage("u0", "wal-kr");
        before.endedEpochNanos = f.now() - 1;
        f.record(before);
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        posted("0.965");
        f.after(DAY);
        reprice(LedgerFixture.START, 125_000_000L, 400_000_000L);
        f.given(new RepriceRecorded(before.position));
        posted("0.965");
        f.given(new RepriceRecorded(original.position));
        posted("0.966");
        UsageRecord difference = f.recorded(f.state.lastPosition());
        assertEquals(UsageKind.REPRICED, difference.kind);
        assertEquals(pico("-0.001"), difference.retail());
        assertEquals(0, difference.totalTokens());
        long position = f.state.lastPosition();
        f.given(new RepriceRecorded(original.position));
        assertEquals(position, f.state.lastPosition(), "once is enough");
        amend("v1", original, UsageKind.VOIDED, 0, 0);
        posted("0.9825");
        f.refuses(new RepriceRecorded(-1), RefusalCode.NOT_FOUND, "position");
    }

    @Test
    void theSealOfAFormerWindowDoesNotChange() {
        UsageRecord original = f.usage("u1", "wal-kr");
        original.servingOperator = "op-fr";
        f.record(original);
        f.after(1);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w1", f.now(), "w2"));
        f.given(new LedgerCommand.Settlement.FenceWindow("w1"));
        Window w1 = f.state.windows.get(0);
        long records = w1.records();
        List<WindowLine> lines = w1.lines();
        amend("c1", original, UsageKind.CORRECTED, 1, 1);
        assertEquals(records, w1.records());
        assertEquals(lines, w1.lines());
        f.given(new LedgerCommand.Settlement.SealWindow("w1", 1, "00"));
        f.given(new LedgerCommand.Settlement.CalculateWindow("w1"));
        Window w2 = f.state.windows.get(1);
        assertEquals(1, w2.records());
        assertTrue(w2.lines().getFirst().amount().isNegative());
        assertEquals(-99, w2.lines().getFirst().tokens().getFirst());
        // A window whose statements are below zero settles the other way round.
        f.after(DAY);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w2", f.now() - 1, "w3"));
        f.given(new LedgerCommand.Settlement.FenceWindow("w2"));
        f.given(new LedgerCommand.Settlement.SealWindow("w2", 1, "00"));
        f.given(new LedgerCommand.Settlement.CalculateWindow("w2"));
        f.given(new LedgerCommand.Settlement.IssueStatements("w2"));
        f.given(new LedgerCommand.Settlement.NetWindow("w2"));
        List<Statement> statements = f.state.windows.get(1).statements;
        assertFalse(statements.isEmpty());
        assertTrue(statements.getFirst().total() <= 0);
        assertEquals(MODEL, statements.getFirst().lines().getFirst().model());
    }
}
