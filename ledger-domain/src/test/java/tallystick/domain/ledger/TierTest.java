package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerCommand;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/** Prices with tiers: the sum over any order of records is what their sum costs. */
class TierTest {

    private static final long MILLION = 1_000_000L;
    private static final long DAY = 86_400_000_000_000L;

    /** Output at 10 a million up to 1,000 tokens, 8 up to 5,000, 5 beyond; input always at 2. */
    private static LedgerFixture fixture(TierMode mode, TierPeriod period, String zone) {
        LedgerFixture f = LedgerFixture.federation();
        f.given(new LedgerCommand.Reference.PublishTariff(terms(mode, period, zone, Pico.ZERO)));
        f.given(f.wallet("tier-kr", "tnt-kr", "KRW", "tiered", "0"));
        f.given(f.grant("g", "tier-kr", "1000", GrantKind.PAID));
        return f;
    }

    private static TariffTerms terms(
            TierMode mode, TierPeriod period, String zone, Pico minimumCharge) {
        List<PriceTier> tiers =
                List.of(new PriceTier(1_000, 8 * MILLION), new PriceTier(5_000, 5 * MILLION));
        return new TariffTerms(
                "tiered",
                TariffKind.RETAIL,
                "op-kr",
                "KRW",
                zone,
                LedgerFixture.START,
                minimumCharge,
                period,
                List.of(
                        new PriceLine(
                                LedgerFixture.MODEL,
                                TokenClass.INPUT_UNCACHED,
                                PriceLine.ANY,
                                2 * MILLION),
                        new PriceLine(
                                LedgerFixture.MODEL,
                                TokenClass.OUTPUT_TEXT,
                                PriceLine.ANY,
                                10 * MILLION,
                                mode,
                                tiers)));
    }

    private static UsageRecord record(LedgerFixture f, String id, long output) {
        UsageRecord usage = f.usage(id, "tier-kr");
        usage.tokens[0] = 0;
        usage.tokens[6] = output;
        return f.record(usage);
    }

    private static Pico charge(LedgerFixture f, String id, long output) {
        return record(f, id, output).retail();
    }

    @Test
    void graduatedChargesEachTokenAtItsTier() {
        LedgerFixture f = fixture(TierMode.GRADUATED, TierPeriod.MONTH, "UTC");
        assertEquals(Pico.of(900 * 10 * MILLION), charge(f, "a", 900));
        assertEquals(Pico.of((100 * 10 + 100 * 8) * MILLION), charge(f, "b", 200));
        assertEquals(Pico.of((3_900 * 8 + 100 * 5) * MILLION), charge(f, "c", 4_000));
        assertEquals(Pico.of(7 * 5 * MILLION), charge(f, "d", 7));
    }

    @Test
    void theBoundItselfIsInTheLowerTier() {
        LedgerFixture f = fixture(TierMode.VOLUME, TierPeriod.MONTH, "UTC");
        assertEquals(Pico.of(1_000 * 10 * MILLION), charge(f, "a", 1_000));
        assertEquals(Pico.of((1_001 * 8 - 1_000 * 10) * MILLION), charge(f, "b", 1));
    }

    @Test
    void volumeGivesBackWhatTheLowerTiersTookTooMuch() {
        LedgerFixture f = fixture(TierMode.VOLUME, TierPeriod.MONTH, "UTC");
        charge(f, "a", 1_000);
        UsageRecord crossing = record(f, "b", 100);
        assertEquals(Pico.of((1_100 * 8 - 1_000 * 10) * MILLION), crossing.retail());
        assertEquals(
                Pico.ofUnits(1_000).minus(Pico.of(1_100 * 8 * MILLION)), f.state.posted("tier-kr"));
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void periodsFollowTheTariffsTimeZone() {
        // 2026-11-20T15:00Z is midnight in Seoul.
        LedgerFixture f = fixture(TierMode.GRADUATED, TierPeriod.DAY, "Asia/Seoul");
        f.at("2026-11-20T14:59:59Z");
        charge(f, "a", 5_000);
        assertEquals(Pico.of(5 * MILLION), charge(f, "b", 1));
        f.at("2026-11-20T15:00:00Z");
        assertEquals(Pico.of(10 * MILLION), charge(f, "c", 1));
    }

    @Test
    void lateUsageCountsInItsOwnPeriod() {
        LedgerFixture f = fixture(TierMode.GRADUATED, TierPeriod.DAY, "UTC");
        charge(f, "a", 5_000);
        f.after(2 * DAY);
        charge(f, "b", 900);
        UsageRecord late = f.usage("c", "tier-kr");
        late.endedEpochNanos = LedgerFixture.START;
        late.tokens[0] = 0;
        late.tokens[6] = 10;
        assertEquals(Pico.of(10 * 5 * MILLION), f.record(late).retail());
        assertEquals(Pico.of(100 * 10 * MILLION), charge(f, "d", 100));
    }

    @Test
    void inAnyOrderAndWithCorrectionsTheSumIsWhatTheSumCosts() {
        for (TierMode mode : List.of(TierMode.GRADUATED, TierMode.VOLUME)) {
            for (long seed = 0; seed < 200; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                LedgerFixture f = fixture(mode, TierPeriod.MONTH, "UTC");
                long total = 0;
                for (int i = 0; i < 8; i++) {
                    long output = random.nextLong(2_000);
                    UsageRecord usage = record(f, "u" + i, output);
                    total += output;
                    if (random.nextInt(3) == 0) {
                        long better = random.nextLong(2_000);
                        UsageRecord correction = f.usage("c" + i, "tier-kr");
                        correction.kind = UsageKind.CORRECTED;
                        correction.correctsSource = usage.source;
                        correction.correctsId = usage.id;
                        correction.tokens[0] = 0;
                        correction.tokens[6] = better;
                        f.record(correction);
                        total += better - output;
                    }
                }
                assertEquals(
                        Pico.ofUnits(1_000).minus(cost(mode, total)),
                        f.state.posted("tier-kr"),
                        "seed " + seed);
            }
        }
    }

    private static Pico cost(TierMode mode, long tokens) {
        if (mode == TierMode.VOLUME) {
            return Pico.of(tokens * MILLION * (tokens > 5_000 ? 5 : tokens > 1_000 ? 8 : 10));
        }
        long dear = Math.min(tokens, 1_000);
        long middle = Math.max(0, Math.min(tokens, 5_000) - 1_000);
        long cheap = Math.max(0, tokens - 5_000);
        return Pico.of((dear * 10 + middle * 8 + cheap * 5) * MILLION);
    }

    @Test
    void aHoldSetsTheHighestPriceAsideAndChargesTheTier() {
        LedgerFixture f = fixture(TierMode.GRADUATED, TierPeriod.MONTH, "UTC");
        charge(f, "a", 4_990);
        Pico before = f.state.posted("tier-kr");
        f.opened(LedgerFixture.hold("h", "tier-kr"));
        assertEquals(Pico.of((100 * 2 + 10 * 10) * MILLION), f.answer("h").reserved());
        f.given(new LedgerCommand.Holds.CommitHold("h", 1, LedgerFixture.used(100, 20), true));
        Pico charged = Pico.of((100 * 2 + 10 * 8 + 10 * 5) * MILLION);
        assertEquals(charged, f.answer("h").charged());
        assertEquals(before.minus(charged), f.state.posted("tier-kr"));
    }

    @Test
    void refusesTiersThatMeanNothing() {
        LedgerFixture f = LedgerFixture.federation();
        f.refuses(
                new LedgerCommand.Reference.PublishTariff(
                        terms(TierMode.FLAT, TierPeriod.DAY, "UTC", Pico.ZERO)),
                RefusalCode.INVALID_REQUEST,
                "prices[1].tiers");
        f.refuses(
                new LedgerCommand.Reference.PublishTariff(
                        terms(TierMode.VOLUME, TierPeriod.DAY, "UTC", Pico.of(1))),
                RefusalCode.INVALID_REQUEST,
                "minimum_charge");
        f.after(1);
        f.refuses(
                new LedgerCommand.Reference.PublishTariff(
                        terms(TierMode.VOLUME, TierPeriod.DAY, "UTC", Pico.ZERO)),
                RefusalCode.INVALID_REQUEST,
                "effective_from");
        f.refuses(
                tariff(List.of(new PriceTier(5, 1), new PriceTier(5, 1))),
                RefusalCode.INVALID_REQUEST,
                "prices[0].tiers[1].from");
        f.refuses(
                tariff(List.of(new PriceTier(5, -1))),
                RefusalCode.INVALID_REQUEST,
                "prices[0].tiers[0].per_million");
    }

    private static LedgerCommand tariff(List<PriceTier> tiers) {
        return new LedgerCommand.Reference.PublishTariff(
                new TariffTerms(
                        "t",
                        TariffKind.RETAIL,
                        "op-kr",
                        "KRW",
                        "UTC",
                        LedgerFixture.START + 1_000,
                        Pico.ZERO,
                        List.of(
                                new PriceLine(
                                        LedgerFixture.MODEL,
                                        TokenClass.OUTPUT_TEXT,
                                        PriceLine.ANY,
                                        1,
                                        TierMode.VOLUME,
                                        tiers))));
    }
}
