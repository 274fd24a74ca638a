package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.MODEL;
import static tallystick.domain.ledger.LedgerFixture.START;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference.ConcludeAgreement;
import tallystick.domain.LedgerCommand.Reference.RegisterOperator;
import tallystick.domain.LedgerCommand.Reference.RegisterTenant;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** Whose tiers, which jurisdiction's price, which settlement model, which numbers of texts. */
class RatingBoundsTest {

    private static final long MILLION = 1_000_000L;
    private static final List<PriceTier> TIERS = List.of(new PriceTier(100, MILLION));

    private final LedgerFixture f = LedgerFixture.federation();

    private void publish(String tariff, TariffKind kind, PriceLine... prices) {
        boolean french = tariff.endsWith("fr");
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                tariff,
                                kind,
                                french ? "op-fr" : "op-kr",
                                french ? "EUR" : "KRW",
                                "UTC",
                                START,
                                Pico.ZERO,
                                List.of(prices))));
    }

    /** Output at 10 up to 100 tokens, at 1 beyond. */
    private static PriceLine tiered(String jurisdiction) {
        return new PriceLine(
                MODEL,
                TokenClass.OUTPUT_TEXT,
                jurisdiction,
                10 * MILLION,
                TierMode.GRADUATED,
                TIERS);
    }

    private UsageRecord output(String id, String wallet, String serving, long tokens) {
        UsageRecord usage = f.usage(id, wallet);
        usage.servingOperator = serving;
        usage.tokens[0] = 0;
        usage.tokens[6] = tokens;
        return f.record(usage);
    }

    @Test
    void everyPairOfOperatorsHasItsOwnTiers() {
        f.given(new RegisterOperator("op-jp", "JP", "JPY", ""));
        f.given(new RegisterTenant("tnt-jp", "op-jp"));
        f.given(f.tariff("retail-jp", TariffKind.RETAIL, "op-jp", "JPY", 500_000_000L));
        f.given(f.agreement("jp-fr", "op-jp", "op-fr", "iot-fr"));
        f.given(f.wallet("wal-jp", "tnt-jp", "JPY", "retail-jp", "0"));
        publish("iot-fr", TariffKind.INTER_OPERATOR, tiered(PriceLine.ANY));
        assertEquals(Pico.of(1_000 * MILLION), output("u1", "wal-kr", "op-fr", 100).wholesale());
        assertEquals(Pico.of(MILLION), output("u2", "wal-kr", "op-fr", 1).wholesale());
        UsageRecord japanese = f.usage("u3", "wal-jp");
        japanese.homeOperator = "op-jp";
        japanese.servingOperator = "op-fr";
        japanese.tenant = "tnt-jp";
        japanese.tokens[0] = 0;
        japanese.tokens[6] = 1;
        assertEquals(Pico.of(10 * MILLION), f.record(japanese).wholesale());
    }

    @Test
    void theLineOfAJurisdictionHasItsOwnTiers() {
        publish("retail-kr", TariffKind.RETAIL, tiered("KR"), tiered(PriceLine.ANY));
        output("u1", "wal-kr", "op-kr", 100);
        assertEquals(Pico.of(10 * MILLION), output("u2", "wal-kr", "op-fr", 1).retail());
        assertEquals(Pico.of(MILLION), output("u3", "wal-kr", "op-kr", 1).retail());
    }

    @Test
    void aPriceOfOneJurisdictionHoldsThereOnly() {
        publish(
                "retail-kr",
                TariffKind.RETAIL,
                new PriceLine(MODEL, TokenClass.OUTPUT_TEXT, "KR", MILLION));
        assertEquals(Pico.of(7 * MILLION), output("u1", "wal-kr", "op-kr", 7).retail());
        assertEquals(SuspenseReason.CLASS_NOT_PRICED, output("u2", "wal-kr", "op-fr", 7).suspense);
    }

    @Test
    void besideTiersAClassWithoutAPriceWaits() {
        publish("retail-kr", TariffKind.RETAIL, tiered(PriceLine.ANY));
        assertEquals(SuspenseReason.CLASS_NOT_PRICED, f.record(f.usage("u", "wal-kr")).suspense);
        assertEquals(UsageStatus.ACCEPTED, output("u2", "wal-kr", "op-kr", 1).status);
    }

    @Test
    void theDigestOfTiersDoesNotDependOnTheOrderOfUsage() {
        publish("retail-kr", TariffKind.RETAIL, tiered(PriceLine.ANY));
        UsageRecord usage = output("u", "wal-kr", "op-kr", 1);
        TierBook up = new TierBook(f.state.tariffs);
        TierBook down = new TierBook(f.state.tariffs);
        for (long payer = 0; payer < 1_000; payer++) {
            up.add(usage, f.state.tariffs.version("retail-kr@2"), payer << 20);
            down.add(usage, f.state.tariffs.version("retail-kr@2"), (999 - payer) << 20);
        }
        assertEquals(digest(up), digest(down));
        up.add(usage, f.state.tariffs.version("retail-kr@2"), 0);
        assertNotEquals(digest(up), digest(down));
    }

    private static String digest(TierBook tiers) {
        StateDigest digest = new StateDigest();
        tiers.digestInto(digest);
        return digest.hex();
    }

    @Test
    void modesAndPeriodsOfTiersHaveTheirNamesInJson() {
        assertEquals("flat", TierMode.FLAT.wireName());
        assertEquals("graduated", TierMode.GRADUATED.wireName());
        assertEquals("volume", TierMode.VOLUME.wireName());
        assertEquals("day", TierPeriod.DAY.wireName());
        assertEquals("month", TierPeriod.MONTH.wireName());
    }

    // ---- windows and numbers -------------------------------------------------------------------

    @Test
    void roamingEntersTheWindowOfItsAgreementsSettlementModel() {
        f.given(new LedgerCommand.Settlement.OpenWindow("wk1", "weekly", START - 1));
        f.given(
                new ConcludeAgreement(
                        new AgreementTerms("kr-fr", "op-kr", "op-fr", "iot-fr", "weekly", START)));
        UsageRecord roaming = output("u1", "wal-kr", "op-fr", 1);
        assertEquals("wk1", f.state.names().windows.nameOf(roaming.windowRef));
        UsageRecord home = output("u2", "wal-kr", "op-kr", 1);
        assertEquals("w1", f.state.names().windows.nameOf(home.windowRef));
    }

    @Test
    void aStatementHasALineForEachVersionOfATariff() {
        UsageRecord first = output("u1", "wal-kr", "op-fr", 100_000);
        publish(
                "iot-fr",
                TariffKind.INTER_OPERATOR,
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 200_000L));
        UsageRecord second = output("u2", "wal-kr", "op-fr", 100_000);
        f.after(1);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w1", f.now(), "w2"));
        f.given(new LedgerCommand.Settlement.FenceWindow("w1"));
        f.given(new LedgerCommand.Settlement.SealWindow("w1", 2, "00"));
        f.given(new LedgerCommand.Settlement.CalculateWindow("w1"));
        List<StatementLine> lines = f.state.windows.get(0).statements.getFirst().lines();
        assertEquals(List.of(1, 2), lines.stream().map(StatementLine::tariffVersion).toList());
        assertEquals(
                List.of(first.wholesale(), second.wholesale()),
                lines.stream().map(StatementLine::exact).toList());
    }

    @Test
    void recordsOfAWalletAreNumbered() {
        assertEquals(1, output("u1", "wal-kr", "op-kr", 1).walletSequence);
        assertEquals(1, output("u2", "wal-fr", "op-fr", 1).walletSequence);
        assertEquals(2, output("u3", "wal-kr", "op-kr", 1).walletSequence);
    }

    @Test
    void textsAreSpelledOutOnce() {
        f.record(texts("u1"));
        UsageRecord second = f.record(texts("u2"));
        for (int ref :
                List.of(
                        second.sourceRef,
                        second.modelServedRef,
                        second.tenantRef,
                        second.apiKeyRef,
                        second.siteRef)) {
            assertTrue(ref >= 0);
        }
        assertEquals("llama-q4", f.state.names().texts.nameOf(second.modelServedRef));
        assertEquals("key-1", f.state.names().texts.nameOf(second.apiKeyRef));
        assertEquals("kr-sejong-1", f.state.names().texts.nameOf(second.siteRef));
    }

    private UsageRecord texts(String id) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.modelServed = "llama-q4";
        usage.apiKey = "key-1";
        usage.site = "kr-sejong-1";
        return usage;
    }
}
