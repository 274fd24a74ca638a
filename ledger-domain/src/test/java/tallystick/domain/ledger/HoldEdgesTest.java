package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.MODEL;
import static tallystick.domain.ledger.LedgerFixture.START;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps.SetBilateralCap;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Holds.ReleaseHold;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** The exact moment, the last token and the last unit of money of an authorisation. */
class HoldEdgesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    private void publish(String tariff, long from, Pico minimum, PriceLine... prices) {
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                tariff,
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "UTC",
                                from,
                                minimum,
                                List.of(prices))));
    }

    private void wallet(String wallet, String tariff, String credit) {
        f.given(f.wallet(wallet, "tnt-kr", "KRW", tariff, "0"));
        if (!credit.equals("0")) {
            f.given(f.grant(wallet + "-credit", wallet, credit, GrantKind.PAID));
        }
    }

    private static HoldTerms terms(
            String hold, String wallet, List<Long> input, long slice, OnExpiry onExpiry) {
        return new HoldTerms(
                hold,
                wallet,
                MODEL,
                "kr-sejong-1",
                null,
                input,
                slice,
                60 * SECOND,
                3_600 * SECOND,
                onExpiry);
    }

    private Decision.Refused refused(LedgerCommand command) {
        return assertInstanceOf(Decision.Refused.class, f.when(command));
    }

    /** The record that the last message of a hold, or its end, charged. */
    private UsageRecord charge() {
        return f.recorded(f.state.lastPosition() - 1);
    }

    // ---- what is asked for ---------------------------------------------------------------------

    @Test
    void anEstimateHasACountForEachOfSixClasses() {
        f.refuses(
                new OpenHold(
                        terms("h", "wal-kr", List.of(1L, 0L, 0L, 0L, 0L), 1, OnExpiry.RELEASE)),
                RefusalCode.INVALID_REQUEST,
                "estimate.input");
    }

    @Test
    void withoutAnyPriceOfOutputThereIsNoHold() {
        publish(
                "input-only",
                START,
                Pico.ZERO,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 1_000_000L));
        wallet("in-kr", "input-only", "1");
        f.refuses(
                new OpenHold(hold("h", "in-kr", "kr-sejong-1", 1, 1, OnExpiry.RELEASE)),
                RefusalCode.NOT_PRICED,
                "model");
    }

    @Test
    void aGapTellsTheSequenceExpected() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ExtendHold("h", 1, used(100, 1), 1));
        Decision.Refused gap = refused(new CommitHold("h", 3, used(100, 1), true));
        assertEquals(RefusalCode.SEQUENCE_GAP, gap.refusal().code());
        assertEquals("2", gap.refusal().facts().get("expected"));
        assertEquals("must be 2, the next one", gap.refusal().detail());
    }

    @Test
    void whatHoldsSayIsStateToo() {
        LedgerFixture released = LedgerFixture.federation();
        released.given(released.grant("g1", "wal-kr", "1", GrantKind.PAID));
        assertEquals(released.state.digest(), f.state.digest());
        released.opened(hold("h", "wal-kr", "kr-sejong-1", 1, 1, OnExpiry.RELEASE));
        f.opened(hold("h", "wal-kr", "kr-sejong-1", 1, 1, OnExpiry.COMMIT_FULL));
        assertNotEquals(released.state.digest(), f.state.digest());
        assertEquals(1, f.state.openHolds());
    }

    // ---- images and audio ----------------------------------------------------------------------

    /** Input at 1, images at 7, text and reasoning at 2, audio at 5 millionths. */
    private void multimodal() {
        publish(
                "multi",
                START,
                Pico.ZERO,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 1_000_000L),
                LedgerFixture.price(TokenClass.INPUT_IMAGE, 7_000_000L),
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 2_000_000L),
                LedgerFixture.price(TokenClass.OUTPUT_REASONING, 2_000_000L),
                LedgerFixture.price(TokenClass.OUTPUT_AUDIO, 5_000_000L));
        wallet("m-kr", "multi", "1");
    }

    private static List<Long> images(long images) {
        return List.of(0L, 0L, 0L, 0L, 0L, images);
    }

    private static List<Long> audio(long audio) {
        return List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, audio, 0L);
    }

    @Test
    void imagesExpectedAndAudioAreSetAsideAndInFullCharged() {
        multimodal();
        f.opened(terms("h", "m-kr", images(3), 2, OnExpiry.COMMIT_FULL));
        Pico full = Pico.of(3 * 7_000_000L + 2 * 5_000_000L);
        assertEquals(full, f.answer("h").reserved());
        f.after(60 * SECOND);
        f.passDeadlines();
        assertEquals(3, charge().tokens[TokenClass.INPUT_IMAGE.ordinal()]);
        assertEquals(2, charge().tokens[TokenClass.OUTPUT_AUDIO.ordinal()]);
        assertEquals(pico("1").minus(full), f.state.posted("m-kr"));
    }

    @Test
    void ofEquallyDearOutputTheFirstClassIsChargedInFull() {
        f.opened(hold("h", "wal-kr", "kr-sejong-1", 0, 10, OnExpiry.COMMIT_FULL));
        f.after(60 * SECOND);
        f.passDeadlines();
        assertEquals(10, charge().tokens[TokenClass.OUTPUT_TEXT.ordinal()]);
        assertEquals(0, charge().tokens[TokenClass.OUTPUT_REASONING.ordinal()]);
    }

    @Test
    void audioComesOffTheSlice() {
        multimodal();
        f.opened(terms("h", "m-kr", images(0), 10, OnExpiry.RELEASE));
        f.given(new CommitHold("h", 1, audio(3), false));
        assertEquals(7, f.answer("h").grantedOutputTokens());
        assertEquals(Pico.of(15_000_000L), f.answer("h").charged());
    }

    // ---- the last unit of money ----------------------------------------------------------------

    @Test
    void whatCostsNothingNeedsNoCredit() {
        publish(
                "free",
                START,
                Pico.ZERO,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 0),
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 0));
        wallet("free-kr", "free", "0");
        f.opened(hold("h", "free-kr"));
        assertEquals(10, f.answer("h").grantedOutputTokens());
        assertEquals(Pico.ZERO, f.answer("h").reserved());
    }

    @Test
    void theMinimumChargeIsNoReasonToGrantLess() {
        publish(
                "least",
                START,
                pico("0.01"),
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 10_000_000L),
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 10_000_000L));
        wallet("two-kr", "least", "0.02");
        wallet("one-kr", "least", "0.01");
        wallet("less-kr", "least", "0.009999");
        // 0.02 pay for 2,000 tokens: 100 in and 1,900 out, which is more than the minimum.
        f.opened(hold("h", "two-kr", "kr-sejong-1", 100, 5_000, OnExpiry.RELEASE));
        assertEquals(1_900, f.answer("h").grantedOutputTokens());
        assertEquals(pico("0.02"), f.answer("h").reserved());
        assertTrue(f.answer("h").last());
        f.opened(hold("h1", "one-kr", "kr-sejong-1", 100, 5_000, OnExpiry.RELEASE));
        assertEquals(900, f.answer("h1").grantedOutputTokens());
        assertEquals(pico("0.01"), f.answer("h1").reserved());
        f.refuses(
                new OpenHold(hold("h2", "less-kr", "kr-sejong-1", 100, 5_000, OnExpiry.RELEASE)),
                RefusalCode.INSUFFICIENT_BALANCE,
                "wallet");
    }

    @Test
    void aCapThatIsExceededStopsOnlyWhatNeedsMore() {
        f.opened(hold("h", "wal-kr", "fr-paris-1", 100, 5, OnExpiry.RELEASE));
        f.given(new SetBilateralCap("op-kr", "op-fr", "EUR", Pico.of(1)));
        f.given(new ExtendHold("h", 1, used(0, 0), 5));
        f.refuses(new ExtendHold("h", 2, used(0, 0), 6), RefusalCode.CAP_EXCEEDED, "factory");
    }

    // ---- the exact moment ----------------------------------------------------------------------

    @Test
    void aDeadlinePassedBeforeItsTimeChangesNothing() {
        f.opened(hold("h", "wal-kr"));
        long before = f.state.lastPosition();
        f.given(new LedgerCommand.PassDeadline());
        assertEquals(before, f.state.lastPosition());
    }

    @Test
    void whatAHoldGivesBackInTheSameInstantRollsOverWithItsGrant() {
        f.given(f.wallet("roll-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(
                new LedgerCommand.Wallets.IssueGrant(
                        new GrantTerms(
                                "r",
                                "roll-kr",
                                pico("1"),
                                "KRW",
                                GrantKind.PAID,
                                1,
                                START - 1,
                                f.now() + 60 * SECOND,
                                List.of(),
                                new GrantTerms.Rollover(5_000, DAY, 1))));
        f.opened(hold("h", "roll-kr", "kr-sejong-1", 100, 10, OnExpiry.RELEASE));
        f.after(60 * SECOND);
        f.passDeadlines();
        assertEquals(pico("0.5"), f.state.posted("roll-kr"));
    }

    @Test
    void aPriceThatChangesWhenTheHoldMustEndIsNoNews() {
        publish("retail-kr", f.now() + 3_600 * SECOND, Pico.ZERO, prices());
        f.opened(hold("h", "wal-kr"));
        assertEquals(0, f.answer("h").tariffChangeAtEpochNanos());
        f.after(1);
        f.opened(hold("h2", "wal-kr"));
        assertEquals(f.now() - 1 + 3_600 * SECOND, f.answer("h2").tariffChangeAtEpochNanos());
    }

    private static PriceLine[] prices() {
        return new PriceLine[] {
            LedgerFixture.price(TokenClass.INPUT_UNCACHED, 1_000_000L),
            LedgerFixture.price(TokenClass.OUTPUT_TEXT, 1_000_000L)
        };
    }

    @Test
    void aLateCommitIsTakenForADayAndNotANanosecondLonger() {
        f.opened(hold("a", "wal-kr"));
        f.opened(hold("b", "wal-kr"));
        f.after(60 * SECOND);
        f.passDeadlines();
        f.after(DAY - 1);
        f.given(new CommitHold("a", 1, used(100, 4), true));
        f.after(1);
        Decision.Refused late = refused(new CommitHold("b", 1, used(100, 4), true));
        assertEquals(RefusalCode.HOLD_CLOSED, late.refusal().code());
        assertEquals(pico("0.9855"), f.state.posted("wal-kr"));
    }

    @Test
    void aClosedHoldIsKeptForADay() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ReleaseHold("h", 1, "done"));
        f.after(DAY - 1);
        f.opened(hold("h2", "wal-kr"));
        assertNotNull(f.state.holdAnswer("h"));
        f.after(1);
        f.opened(hold("h3", "wal-kr"));
        assertNull(f.state.holdAnswer("h"));
    }

    @Test
    void forgettingOneHoldDoesNotInventOthers() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ReleaseHold("h", 1, "done"));
        f.after(DAY);
        f.opened(hold("h2", "wal-kr"));
        f.refuses(new ReleaseHold("h", 2, "late"), RefusalCode.HOLD_CLOSED, "hold");
        f.refuses(new ReleaseHold("x", 1, "never"), RefusalCode.NOT_FOUND, "hold");
        f.opened(hold("h3", "wal-kr"));
    }

    // ---- the records of a hold -----------------------------------------------------------------

    @Test
    void everyCommitIsASealedRecordOfTheDifference() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), false));
        f.given(new CommitHold("h", 2, used(100, 10), true));
        UsageRecord second = charge();
        assertEquals(0, second.tokens[0]);
        assertEquals(6, second.tokens[6]);
        UsageRecord again = second.copyFacts();
        new UsageIdentity().seal(again);
        assertEquals(again.keyHi, second.keyHi);
        assertEquals(again.keyLo, second.keyLo);
        assertEquals(again.fingerprint, second.fingerprint);
    }

    @Test
    void aLateCommitTakesTokensBackFromTheTotals() {
        f.opened(hold("c", "wal-kr", "kr-sejong-1", 100, 10, OnExpiry.COMMIT_FULL));
        f.after(60 * SECOND);
        f.passDeadlines();
        assertEquals(10, f.state.totals().tokensOut());
        f.given(new CommitHold("c", 1, used(100, 4), true));
        assertEquals(4, f.state.totals().tokensOut());
        assertEquals(0, charge().totalTokens());
    }

    private UsageRecord meter(String id, TokenClass tokenClass, long tokens) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.kind = UsageKind.RECORDED;
        usage.hold = "h";
        usage.site = "kr-sejong-1";
        usage.tokens[0] = 0;
        usage.tokens[6] = 0;
        usage.tokens[tokenClass.ordinal()] = tokens;
        return f.record(usage);
    }

    @Test
    void aMetersRecordWithoutAPinnedPriceWaits() {
        f.opened(hold("h", "wal-kr"));
        assertEquals(
                SuspenseReason.CLASS_NOT_PRICED, meter("m", TokenClass.OUTPUT_AUDIO, 1).suspense);
    }

    @Test
    void aHoldCountsUpToTheMostTokensOfAClass() {
        f.opened(hold("h", "wal-kr"));
        assertEquals(
                UsageStatus.ACCEPTED,
                meter("m1", TokenClass.OUTPUT_TEXT, TokenClass.MAX_TOKENS).status);
        assertEquals(
                SuspenseReason.AMOUNT_OVERFLOW, meter("m2", TokenClass.OUTPUT_TEXT, 1).suspense);
    }
}
