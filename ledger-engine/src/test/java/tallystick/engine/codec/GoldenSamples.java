package tallystick.engine.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.World;

/** One fixed example of every kind. Only ever append: golden bytes were made from these. */
final class GoldenSamples {

    static final long POSITION = 0x0102030405060708L;
    static final long RECORDED = World.NOW;

    private static final Pico AMOUNT = new Pico(-3, 0x1122334455667788L);

    private GoldenSamples() {}

    static Map<String, LedgerEvent> events() {
        Map<String, LedgerEvent> samples = new LinkedHashMap<>();
        samples.put(
                "operator-registered",
                new Reference.OperatorRegistered("kr-telco", "KR", "KRW", "c2VjcmV0IQ=="));
        samples.put(
                "factory-registered",
                new Reference.FactoryRegistered("kr-sejong-1", "kr-telco", "KR"));
        samples.put("model-registered", new Reference.ModelRegistered("llama-3.3-70b"));
        samples.put("tenant-registered", new Reference.TenantRegistered("삼성", "kr-telco"));
        samples.put("tariff-published", new Reference.TariffPublished(tariff(), 7));
        samples.put(
                "agreement-concluded",
                new Reference.AgreementConcluded(
                        new AgreementTerms("kr-fr", "kr-telco", "fr-telco", "iot-fr", "monthly", 5),
                        2));
        samples.put(
                "wallet-opened",
                new Wallets.WalletOpened(
                        new WalletTerms(
                                "w-1", "acme", "EUR", "retail", AMOUNT, List.of("KR", "FR"))));
        samples.put(
                "grant-issued",
                new Wallets.GrantIssued(
                        new GrantTerms("g-1", "w-1", AMOUNT, "EUR", GrantKind.GOODWILL, 9, 11, 13),
                        Pico.of(17),
                        Pico.of(19)));
        settlement(samples);
        samples.put("request-done", new RequestAnswered("ops", "key-1", -23, "w-1", null));
        samples.put(
                "request-refused",
                new RequestAnswered(
                        "ops",
                        "key-2",
                        29,
                        "",
                        new Refusal(RefusalCode.WRONG_STATE, "window", "is open")));
        return samples;
    }

    private static TariffTerms tariff() {
        return new TariffTerms(
                "retail-fr",
                TariffKind.INTER_OPERATOR,
                "fr-telco",
                "EUR",
                "Europe/Paris",
                31,
                AMOUNT,
                List.of(
                        new PriceLine("m-1", TokenClass.INPUT_CACHE_READ, PriceLine.ANY, 37),
                        new PriceLine("m-2", TokenClass.TOOL_CALLS, "FR", 41)));
    }

    private static void settlement(Map<String, LedgerEvent> samples) {
        samples.put("window-opened", new Settlement.WindowOpened("2026-01", "monthly", 43));
        samples.put("window-cut-off", new Settlement.WindowCutOff("2026-01", 47));
        samples.put("window-fenced", new Settlement.WindowFenced("2026-01", 53));
        samples.put(
                "window-sealed",
                new Settlement.WindowSealed("2026-01", 59, List.of(61L, 0L, 67L), "c0ffee"));
        StatementLine line =
                new StatementLine("m-1", "iot-fr", 3, 71, List.of(73L, 79L), AMOUNT, 83);
        Statement statement =
                new Statement("2026-01:kr:fr:EUR", "kr", "fr", "EUR", 2, List.of(line), AMOUNT, 89);
        samples.put(
                "window-calculated",
                new Settlement.WindowCalculated("2026-01", List.of(statement)));
        samples.put(
                "statements-issued",
                new Settlement.StatementsIssued("2026-01", List.of("2026-01:kr:fr:EUR")));
        samples.put(
                "window-netted",
                new Settlement.WindowNetted(
                        "2026-01",
                        List.of(new BilateralPosition("EUR", "kr", "fr", 97)),
                        List.of(
                                new NetPosition("EUR", "fr", 97),
                                new NetPosition("EUR", "kr", -97))));
    }

    static Map<String, ApplicationMessage> messages() {
        Map<String, ApplicationMessage> samples = new LinkedHashMap<>();
        samples.put(
                "application-message",
                new ApplicationMessage(
                        "m-1", "Process", "p-1", 3, 101, "Started", "1", "{\"a\":1}", "{}"));
        samples.put(
                "application-message-bare",
                new ApplicationMessage("m-2", null, null, -1, 103, "Tick", null, "", ""));
        return samples;
    }

    static Map<String, UsageRecord> usages() {
        Map<String, UsageRecord> samples = new LinkedHashMap<>();
        samples.put("usage-home", home());
        samples.put("usage-roaming", roaming());
        samples.put("usage-spelled-out", spelledOut());
        return samples;
    }

    private static UsageRecord home() {
        UsageRecord usage = World.usage(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        usage.status = UsageStatus.ACCEPTED;
        usage.position = POSITION;
        usage.recordedEpochNanos = RECORDED;
        usage.sourceRef = 0;
        usage.walletRef = 0;
        usage.modelRef = 0;
        usage.homeRef = 0;
        usage.servingRef = 0;
        usage.tenantRef = 1;
        usage.siteRef = 2;
        usage.jurisdiction = 'K' << 8 | 'R';
        usage.walletSequence = 107;
        usage.jurisdictionSequence = 109;
        usage.windowRef = 0;
        usage.retailVersionRef = 0;
        usage.retailLo = 859_320_000;
        usage.addDraw(0, 0, usage.retailLo);
        return usage;
    }

    private static UsageRecord roaming() {
        UsageRecord usage = home();
        usage.servingOperator = "fr-telco";
        usage.servingRef = 1;
        usage.jurisdiction = 'F' << 8 | 'R';
        usage.servedIn = "FR";
        usage.late = true;
        usage.attempt = 2;
        usage.sequence = 113;
        usage.retailHi = 1;
        usage.wholesaleVersionRef = 3;
        usage.wholesaleHi = -1;
        usage.wholesaleLo = 585_900_000;
        usage.drawCount = 0;
        usage.addDraw(0, 0, 127);
        usage.addDraw(2, 0, 131);
        usage.overdraftLo = 137;
        usage.overdraftHi = 1;
        usage.shortfallLo = 139;
        usage.shortfallHi = 2;
        usage.evidenceSha256 = new byte[32];
        usage.evidenceSha256[31] = 1;
        usage.attributes = "{\"team\":\"검색\"}";
        return World.sealed(usage);
    }

    private static UsageRecord spelledOut() {
        UsageRecord usage = World.unsealed(1, "id-é");
        usage.kind = UsageKind.CORRECTED;
        usage.wallet = "w-unknown";
        usage.requestId = "resp-1";
        usage.hold = "hld-1";
        usage.modelServed = "llama-3.3-70b-fp8";
        usage.apiKey = "";
        usage.servedIn = "kr";
        usage.correctsSource = World.SOURCE;
        usage.correctsId = "id-0";
        World.sealed(usage);
        usage.status = UsageStatus.SUSPENDED;
        usage.suspense = SuspenseReason.UNKNOWN_WALLET;
        usage.position = POSITION;
        usage.recordedEpochNanos = RECORDED;
        return usage;
    }
}
