package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.domain.ledger.LedgerFixture.MODEL;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** Where holds and prices end: at bounds, at minimum charges, at caps, at another payer. */
class HoldBoundsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private static HoldTerms terms(String hold, long cacheWrite, long ttl, long maxLifetime) {
        return new HoldTerms(
                hold,
                "wal-kr",
                MODEL,
                "kr-sejong-1",
                null,
                List.of(1L, 0L, cacheWrite, 0L, 0L, 0L),
                1,
                ttl,
                maxLifetime,
                OnExpiry.RELEASE);
    }

    @Test
    void aClassWithoutAPriceIsRefusedBeforeAndWhileItStreams() {
        f.refuses(
                new OpenHold(terms("h", 1, SECOND, DAY)),
                RefusalCode.NOT_PRICED,
                "estimate.input.cache_write_5m");
        f.opened(hold("h", "wal-kr"));
        List<Long> audio = List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L);
        f.refuses(new ExtendHold("h", 1, audio, 1), RefusalCode.NOT_PRICED, "used.output.audio");
        f.refuses(new CommitHold("h", 1, audio, true), RefusalCode.NOT_PRICED, "used.output.audio");
    }

    @ParameterizedTest
    @CsvSource({
        "999999999, 86400000000000, ttl",
        "86400000000001, 86400000000001, ttl",
        "1000000000, 999999999, max_lifetime",
        "1000000000, 86400000000001, max_lifetime"
    })
    void lifetimesHaveBounds(long ttl, long maxLifetime, String field) {
        f.refuses(
                new OpenHold(terms("h", 0, ttl, maxLifetime)), RefusalCode.INVALID_REQUEST, field);
        f.given(new OpenHold(terms("least", 0, SECOND, SECOND)));
        f.given(new OpenHold(terms("most", 0, DAY, DAY)));
    }

    @Test
    void namesAndCountsHaveBounds() {
        f.given(new OpenHold(hold("h".repeat(64), "wal-kr")));
        f.refuses(
                new OpenHold(hold("h".repeat(65), "wal-kr")), RefusalCode.INVALID_REQUEST, "hold");
        long most = TokenClass.MAX_TOKENS;
        f.refuses(
                new OpenHold(hold("m", "wal-kr", "kr-sejong-1", most, 1, OnExpiry.RELEASE)),
                RefusalCode.INSUFFICIENT_BALANCE,
                "wallet");
        f.refuses(
                new OpenHold(hold("m", "wal-kr", "kr-sejong-1", most + 1, 1, OnExpiry.RELEASE)),
                RefusalCode.INVALID_REQUEST,
                "estimate.input.uncached");
    }

    @Test
    void extendingNeverOutlivesTheLifetime() {
        f.given(new OpenHold(terms("h", 0, 10 * SECOND, 15 * SECOND)));
        f.after(8 * SECOND);
        f.given(new ExtendHold("h", 1, used(1, 1), 1));
        assertEquals(f.now() + 7 * SECOND, f.answer("h").validUntilEpochNanos());
    }

    // ---- minimum charge ------------------------------------------------------------------------

    @Test
    void aHoldSetsTheMinimumChargeAsideOnceAndChargesItOnce() {
        tariff("least", Pico.parse("0.01"), TierMode.FLAT, List.of(), "op-kr", TariffKind.RETAIL);
        f.given(f.wallet("min-kr", "tnt-kr", "KRW", "least", "0"));
        f.given(f.grant("g2", "min-kr", "0.03", GrantKind.PAID));
        f.opened(hold("h", "min-kr", "kr-sejong-1", 0, 1, OnExpiry.RELEASE));
        assertEquals(Pico.parse("0.01"), f.answer("h").reserved());
        f.given(new CommitHold("h", 1, used(0, 1), false));
        assertEquals(Pico.parse("0.01"), f.answer("h").charged());
        f.given(new ExtendHold("h", 2, used(0, 1), 1_000));
        // The minimum is charged: 1,000 tokens at 0.00001 are set aside in full.
        assertEquals(Pico.parse("0.01"), f.answer("h").reserved());
        f.given(new CommitHold("h", 3, used(0, 1_001), true));
        assertEquals(Pico.parse("0.01001"), f.answer("h").charged());
        assertEquals(Pico.parse("0.01999"), f.state.posted("min-kr"));
    }

    // ---- payers of tiers -----------------------------------------------------------------------

    private void tariff(
            String name,
            Pico minimum,
            TierMode mode,
            List<PriceTier> tiers,
            String operator,
            TariffKind kind) {
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                name,
                                kind,
                                operator,
                                operator.equals("op-kr") ? "KRW" : "EUR",
                                "UTC",
                                LedgerFixture.START,
                                minimum,
                                List.of(
                                        new PriceLine(
                                                MODEL,
                                                TokenClass.OUTPUT_TEXT,
                                                PriceLine.ANY,
                                                10_000_000L,
                                                mode,
                                                tiers)))));
    }

    private UsageRecord output(String id, String wallet, String serving, long tokens) {
        UsageRecord usage = f.usage(id, wallet);
        usage.servingOperator = serving;
        usage.tokens[0] = 0;
        usage.tokens[6] = tokens;
        return f.record(usage);
    }

    @Test
    void everyWalletHasItsOwnTiers() {
        List<PriceTier> tiers = List.of(new PriceTier(100, 1_000_000L));
        tariff("tiered", Pico.ZERO, TierMode.GRADUATED, tiers, "op-kr", TariffKind.RETAIL);
        f.given(f.wallet("a-kr", "tnt-kr", "KRW", "tiered", "0"));
        f.given(f.wallet("b-kr", "tnt-kr", "KRW", "tiered", "0"));
        output("u1", "a-kr", "op-kr", 100);
        assertEquals(Pico.of(1_000_000L), output("u2", "a-kr", "op-kr", 1).retail());
        assertEquals(Pico.of(10_000_000L), output("u3", "b-kr", "op-kr", 1).retail());
    }

    @Test
    void wholesaleTiersAreThePairs() {
        List<PriceTier> tiers = List.of(new PriceTier(100, 1_000_000L));
        tariff("iot-fr", Pico.ZERO, TierMode.VOLUME, tiers, "op-fr", TariffKind.INTER_OPERATOR);
        f.given(f.wallet("c-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        assertEquals(Pico.of(1_000_000_000L), output("u1", "wal-kr", "op-fr", 100).wholesale());
        // Another wallet of the same operator crosses the bound for the pair.
        assertEquals(
                Pico.of(101 * 1_000_000L - 1_000_000_000L),
                output("u2", "c-kr", "op-fr", 1).wholesale());
    }

    // ---- caps ----------------------------------------------------------------------------------

    @Test
    void whatIsStatedAndNotSettledStillCountsAgainstTheCap() {
        f.given(
                new LedgerCommand.Caps.SetBilateralCap(
                        "op-kr", "op-fr", "EUR", Pico.parse("0.04")));
        output("u1", "wal-kr", "op-fr", 100_000);
        OpenHold more =
                new OpenHold(hold("h", "wal-kr", "fr-paris-1", 0, 40_000, OnExpiry.RELEASE));
        f.given(f.grant("g2", "wal-kr", "1000", GrantKind.PAID));
        f.refuses(more, RefusalCode.CAP_EXCEEDED, "factory");
        f.after(1);
        f.given(new Settlement.CutOffWindow("w1", f.now(), "w2"));
        f.given(new Settlement.FenceWindow("w1"));
        f.given(new Settlement.SealWindow("w1", 1, "00"));
        f.given(new Settlement.CalculateWindow("w1"));
        f.given(new Settlement.IssueStatements("w1"));
        f.given(new Settlement.NetWindow("w1"));
        assertEquals(Pico.ZERO, f.balance("interop.payable/op-kr/op-fr", "EUR"));
        f.refuses(more, RefusalCode.CAP_EXCEEDED, "factory");
        f.given(
                new LedgerCommand.Caps.SetBilateralCap(
                        "op-kr", "op-fr", "EUR", Pico.parse("0.042")));
        f.given(more);
    }
}
