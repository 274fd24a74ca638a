package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Holds.ReleaseHold;
import tallystick.domain.LedgerCommand.Quotas.RemoveQuota;
import tallystick.domain.LedgerCommand.Quotas.SetQuota;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** Quotas, decided in the same step as the hold. Each hold asks for 100 in and 10 out. */
class QuotaTest {

    private static final long SECOND = 1_000_000_000L;

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1000", GrantKind.PAID));
    }

    private static QuotaTerms tokens(long limit, long burst, QuotaMode mode) {
        return terms(QuotaScope.WALLET, "wal-kr", QuotaPeriod.MINUTE, false, limit, burst, mode);
    }

    private static QuotaTerms terms(
            QuotaScope scope,
            String subject,
            QuotaPeriod period,
            boolean sliding,
            long limit,
            long burst,
            QuotaMode mode) {
        return new QuotaTerms(
                "q",
                scope,
                subject,
                period,
                sliding,
                QuotaMeasure.TOKENS,
                null,
                "",
                Pico.of(limit),
                Pico.of(burst),
                mode);
    }

    private static HoldTerms withKey(String hold, String apiKey) {
        HoldTerms t = hold(hold, "wal-kr");
        return new HoldTerms(
                hold,
                t.wallet(),
                t.model(),
                t.factory(),
                apiKey,
                t.inputTokens(),
                t.sliceTokens(),
                t.ttlNanos(),
                t.maxLifetimeNanos(),
                t.onExpiry());
    }

    private Decision.Refused exceeded(String hold) {
        String before = f.state.digest();
        Decision.Refused refused =
                assertInstanceOf(
                        Decision.Refused.class, f.when(new OpenHold(withKey(hold, "key-1"))));
        assertEquals(RefusalCode.QUOTA_EXCEEDED, refused.refusal().code());
        assertEquals(before, f.state.digest());
        return refused;
    }

    @Test
    void aHardQuotaRefusesTheRequestAndSaysWhenItResets() {
        f.given(new SetQuota(tokens(220, 0, QuotaMode.HARD)));
        f.opened(withKey("h1", "key-1"));
        f.opened(withKey("h2", "key-1"));
        Decision.Refused refused = exceeded("h3");
        assertEquals("q", refused.refusal().facts().get("policy"));
        assertEquals("minute", refused.refusal().facts().get("window"));
        assertEquals("2026-11-20T00:01:00Z", refused.refusal().facts().get("resets_at"));
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void whatIsHeldCountsUntilItIsReleasedAndWhatIsUsedUntilThePeriodEnds() {
        f.given(new SetQuota(tokens(220, 0, QuotaMode.HARD)));
        f.opened(withKey("h1", "key-1"));
        f.opened(withKey("h2", "key-1"));
        f.given(new ReleaseHold("h1", 1, "cancelled"));
        f.opened(withKey("h3", "key-1"));
        f.given(new CommitHold("h2", 1, used(100, 5), true));
        f.given(new CommitHold("h3", 1, used(100, 10), true));
        exceeded("h4");
        f.after(60 * SECOND);
        f.opened(withKey("h4", "key-1"));
    }

    @Test
    void aSlidingPeriodForgetsStepByStep() {
        f.given(
                new SetQuota(
                        terms(
                                QuotaScope.WALLET,
                                "wal-kr",
                                QuotaPeriod.MINUTE,
                                true,
                                220,
                                0,
                                QuotaMode.HARD)));
        f.after(30 * SECOND);
        f.record(f.usage("u1", "wal-kr"));
        f.after(40 * SECOND);
        f.record(f.usage("u2", "wal-kr"));
        exceeded("h1");
        f.after(19 * SECOND);
        exceeded("h1");
        f.after(SECOND);
        f.opened(withKey("h1", "key-1"));
    }

    @Test
    void burstLetsSoMuchMoreThrough() {
        f.given(new SetQuota(tokens(100, 10, QuotaMode.HARD)));
        f.opened(withKey("h1", "key-1"));
        exceeded("h2");
    }

    @Test
    void extendingAsksAgain() {
        f.given(new SetQuota(tokens(130, 0, QuotaMode.HARD)));
        f.opened(withKey("h1", "key-1"));
        f.refuses(new ExtendHold("h1", 1, used(100, 10), 21), RefusalCode.QUOTA_EXCEEDED, "wallet");
        f.given(new ExtendHold("h1", 1, used(100, 10), 20));
    }

    @Test
    void aSoftQuotaLetsThroughAndSaysSoAndAShadowOnlyCounts() {
        f.given(new SetQuota(tokens(50, 0, QuotaMode.SOFT)));
        Decision.Accepted soft =
                assertInstanceOf(Decision.Accepted.class, f.when(new OpenHold(withKey("h1", "k"))));
        assertEquals(List.of("q"), ((HoldOpened) soft.events().getFirst()).softQuotas());
        UsageRecord usage = f.record(f.usage("u1", "wal-kr"));
        assertEquals(UsageRecord.ALERT_QUOTA, usage.alerts, "usage is counted, never refused");
        f.given(new SetQuota(tokens(50, 0, QuotaMode.SHADOW)));
        Decision.Accepted shadow =
                assertInstanceOf(Decision.Accepted.class, f.when(new OpenHold(withKey("h2", "k"))));
        assertEquals(List.of(), ((HoldOpened) shadow.events().getFirst()).softQuotas());
        assertEquals(0, f.record(f.usage("u2", "wal-kr")).alerts);
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR, op-kr, op-fr",
        "TENANT, tnt-kr, tnt-fr",
        "WALLET, wal-kr, wal-fr",
        "API_KEY, key-1, key-2",
        "MODEL, llama-3.3-70b, ",
        "JURISDICTION, KR, FR"
    })
    void countsInEveryScope(QuotaScope scope, String subject, String other) {
        if (other != null) {
            f.given(
                    new SetQuota(
                            terms(scope, other, QuotaPeriod.DAY, false, 0, 0, QuotaMode.HARD)));
            f.opened(withKey("h0", "key-1"));
        }
        f.given(new SetQuota(terms(scope, subject, QuotaPeriod.DAY, false, 0, 0, QuotaMode.HARD)));
        exceeded("h1");
        f.given(new RemoveQuota("q"));
        f.opened(withKey("h1", "key-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND, 2026-11-20T00:00:01Z",
        "MINUTE, 2026-11-20T00:01:00Z",
        "HOUR, 2026-11-20T01:00:00Z",
        "DAY, 2026-11-21T00:00:00Z",
        "WEEK, 2026-11-26T00:00:00Z",
        "MONTH, 2026-12-01T00:00:00Z"
    })
    void everyPeriodEndsWhenItSays(QuotaPeriod period, String resetsAt) {
        f.given(
                new SetQuota(
                        terms(QuotaScope.WALLET, "wal-kr", period, false, 110, 0, QuotaMode.HARD)));
        f.record(f.usage("u1", "wal-kr"));
        assertEquals(resetsAt, exceeded("h").refusal().facts().get("resets_at"));
        f.at(resetsAt);
        f.opened(withKey("h", "key-1"));
    }

    @ParameterizedTest
    @CsvSource({"REQUESTS, , , 1", "MONEY, , KRW, 17500000000", "TOKENS, OUTPUT_TEXT, , 10"})
    void countsInEveryMeasure(QuotaMeasure measure, TokenClass tokenClass, String asset, long one) {
        QuotaTerms terms =
                new QuotaTerms(
                        "q",
                        QuotaScope.WALLET,
                        "wal-kr",
                        QuotaPeriod.HOUR,
                        false,
                        measure,
                        tokenClass,
                        asset == null ? "" : asset,
                        Pico.of(2 * one),
                        Pico.ZERO,
                        QuotaMode.HARD);
        f.given(new SetQuota(terms));
        f.record(f.usage("u1", "wal-kr"));
        f.opened(withKey("h1", "key-1"));
        exceeded("h2");
    }

    @Test
    void quotaAndWalletMoveTogetherOrNotAtAll() {
        f.given(new SetQuota(tokens(1_000_000_000L, 0, QuotaMode.HARD)));
        String before = f.state.digest();
        f.refuses(
                new OpenHold(
                        hold(
                                "h",
                                "wal-kr",
                                "kr-sejong-1",
                                100_000_000L,
                                1,
                                HoldTerms.OnExpiry.RELEASE)),
                RefusalCode.INSUFFICIENT_BALANCE,
                "wallet");
        assertEquals(before, f.state.digest());
    }

    @Test
    void aQuotaSetWhileHoldsAreOpenCountsThem() {
        f.opened(withKey("h1", "key-1"));
        f.given(new SetQuota(tokens(150, 0, QuotaMode.HARD)));
        exceeded("h2");
        f.given(new ReleaseHold("h1", 1, "done"));
        f.opened(withKey("h2", "key-1"));
    }

    @Test
    void settingItAgainKeepsWhatWasConsumed() {
        f.given(new SetQuota(tokens(110, 0, QuotaMode.HARD)));
        f.record(f.usage("u1", "wal-kr"));
        f.given(new SetQuota(tokens(219, 0, QuotaMode.HARD)));
        exceeded("h1");
        f.given(new SetQuota(tokens(220, 0, QuotaMode.HARD)));
        f.opened(withKey("h1", "key-1"));
    }

    @Test
    void refusesLimitsThatMeanNothing() {
        f.refuses(
                new SetQuota(tokens(-1, 0, QuotaMode.HARD)), RefusalCode.INVALID_REQUEST, "limit");
        f.refuses(
                new SetQuota(tokens(1, -1, QuotaMode.HARD)), RefusalCode.INVALID_REQUEST, "burst");
        f.refuses(
                new SetQuota(
                        terms(
                                QuotaScope.WALLET,
                                "nobody",
                                QuotaPeriod.DAY,
                                false,
                                1,
                                0,
                                QuotaMode.HARD)),
                RefusalCode.NOT_FOUND,
                "subject");
        f.refuses(
                new SetQuota(
                        terms(
                                QuotaScope.JURISDICTION,
                                "Korea",
                                QuotaPeriod.DAY,
                                false,
                                1,
                                0,
                                QuotaMode.HARD)),
                RefusalCode.INVALID_REQUEST,
                "subject");
        f.refuses(new RemoveQuota("none"), RefusalCode.NOT_FOUND, "quota");
    }

    @Test
    void aThousandParallelHoldsNeverExceedIt() {
        f.given(new SetQuota(tokens(1_100, 0, QuotaMode.HARD)));
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            Decision decision = f.when(new OpenHold(withKey("h" + i, "key-1")));
            admitted += decision instanceof Decision.Accepted ? 1 : 0;
        }
        assertEquals(10, admitted);
    }

    // ---- images and audio ----------------------------------------------------------------------

    private void multimodal(TokenClass tokenClass, long limit) {
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-kr",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "UTC",
                                LedgerFixture.START,
                                Pico.ZERO,
                                List.of(
                                        LedgerFixture.price(TokenClass.INPUT_UNCACHED, 1),
                                        LedgerFixture.price(TokenClass.INPUT_IMAGE, 1),
                                        LedgerFixture.price(TokenClass.OUTPUT_TEXT, 1),
                                        LedgerFixture.price(TokenClass.OUTPUT_AUDIO, 1)))));
        f.given(
                new SetQuota(
                        new QuotaTerms(
                                "q",
                                QuotaScope.WALLET,
                                "wal-kr",
                                QuotaPeriod.DAY,
                                false,
                                QuotaMeasure.TOKENS,
                                tokenClass,
                                "",
                                Pico.of(limit),
                                Pico.ZERO,
                                QuotaMode.HARD)));
    }

    private static HoldTerms expecting(List<Long> input) {
        HoldTerms t = hold("h", "wal-kr");
        return new HoldTerms(
                "h",
                t.wallet(),
                t.model(),
                t.factory(),
                null,
                input,
                t.sliceTokens(),
                t.ttlNanos(),
                t.maxLifetimeNanos(),
                t.onExpiry());
    }

    @Test
    void imagesExpectedCount() {
        multimodal(TokenClass.INPUT_IMAGE, 3);
        f.refuses(
                new OpenHold(expecting(List.of(0L, 0L, 0L, 0L, 0L, 4L))),
                RefusalCode.QUOTA_EXCEEDED,
                "wallet");
        f.given(new OpenHold(expecting(List.of(0L, 0L, 0L, 0L, 0L, 3L))));
    }

    @Test
    void audioToldAndNotChargedCountsWithTheNextSlice() {
        multimodal(TokenClass.OUTPUT_AUDIO, 20);
        f.given(new OpenHold(expecting(List.of(0L, 0L, 0L, 0L, 0L, 0L))));
        List<Long> audio = List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 10L, 0L);
        f.refuses(new ExtendHold("h", 1, audio, 11), RefusalCode.QUOTA_EXCEEDED, "wallet");
        f.given(new ExtendHold("h", 1, audio, 10));
    }

    @Test
    void inputThatIsChargedIsNoLongerSetAside() {
        multimodal(TokenClass.INPUT_UNCACHED, 1_000);
        f.opened(hold("h", "wal-kr"));
        assertEquals(Pico.of(100), f.state.quotaUses("h", f.now()).getFirst().setAside());
        f.given(new CommitHold("h", 1, used(40, 0), false));
        assertEquals(Pico.of(60), f.state.quotaUses("h", f.now()).getFirst().setAside());
        assertEquals(Pico.of(40), f.state.quotaUses("h", f.now()).getFirst().consumed());
    }
}
