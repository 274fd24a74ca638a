package tallystick.app.api.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tallystick.app.api.wallet.FocusCharge.Kind;
import tallystick.domain.ledger.WalletOwner;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tools.jackson.databind.JsonNode;

/** What a wallet was charged, in FOCUS 1.2: by its published rules, and to the last pico-unit. */
class FocusHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
    private static final String MODEL = "=m+" + TestNode.name("org/");
    private static final String TARIFF = TestNode.name("focus-");
    private static final String TIERED = TestNode.name("focus-tiers-");

    @BeforeAll
    static void register() throws InterruptedException {
        TestFederation.register();
        NODE.made("/v1/models", "{'model':'" + MODEL + "'}");
        publish(
                TARIFF,
                "'minimum_charge':'0.0005','effective_from':'" + TestFederation.SINCE + "'",
                price("input.uncached", "0.50"),
                price("output.text", "3"),
                price("tool_calls", "100"));
        Instant soon = Instant.now().plusSeconds(2);
        publish(
                TIERED,
                "'tier_period':'month','effective_from':'" + soon + "'",
                price("input.uncached", "0.50")
                        .replace(
                                "}",
                                ",'mode':'graduated','tiers':["
                                        + "{'from':1500,'per_million':'0.333333'},"
                                        + "{'from':4000,'per_million':'0.25'}]}"),
                price("output.text", "3")
                        .replace(
                                "}", ",'mode':'volume','tiers':[{'from':900,'per_million':'2'}]}"));
        while (Instant.now().isBefore(soon)) {
            Thread.sleep(50);
        }
    }

    private static void publish(String tariff, String terms, String... prices) {
        NODE.made(
                "/v1/tariffs",
                "{'tariff':'%s','kind':'retail','operator':'%s','asset':'EUR',%s,'prices':[%s]}"
                        .formatted(tariff, TestFederation.HOME, terms, String.join(",", prices)));
    }

    private static String price(String tokenClass, String perMillion) {
        return "{'model':'%s','class':'%s','per_million':'%s'}"
                .formatted(MODEL, tokenClass, perMillion);
    }

    private static String month() {
        return Instant.now().atZone(ZONE).toString().substring(0, 7);
    }

    private static String wallet(String tariff) {
        Reply wallet =
                NODE.made(
                        "/v1/wallets",
                        "{'tenant':'%s','asset':'EUR','tariff':'%s'}"
                                .formatted(TestFederation.TENANT, tariff));
        return wallet.at("wallet");
    }

    private static String event(String wallet, String id, String usage) {
        return TestFederation.event(
                wallet, id, MODEL, "'usage':{" + usage + "}", TestFederation.HOME);
    }

    /** A minimum charge, calls, yesterday's use, and a record taken back. */
    private static String usedWallet() {
        String wallet = wallet(TARIFF);
        String id = TestNode.name("f-");
        String voided = event(wallet, id + 2, "'input':{'uncached':700},'output':{'text':300}");
        Reply reply =
                NODE.events(
                        Events.batch(
                                event(
                                        wallet,
                                        id + 1,
                                        "'input':{'uncached':1001},'output':{'text':601}"),
                                voided,
                                event(wallet, id + 3, "'input':{'uncached':3333},'tool_calls':7"),
                                event(wallet, id + 4, "'output':{'text':1}"),
                                event(wallet, id + 5, "'input':{'uncached':90}")
                                        .replaceAll(
                                                "\"time\":\"[^\"]*\"",
                                                "\"time\":\""
                                                        + Instant.now().minusSeconds(90_000)
                                                        + "\""),
                                voided(voided, id + 2)));
        assertEquals(6, reply.json().path("accepted").intValue(), reply.text());
        return wallet;
    }

    private static String source(String event) {
        return event.replaceAll(".*\"source\":\"([^\"]*)\".*", "$1");
    }

    private static Reply focus(String wallet, String query) {
        String path = NODE.fresh("/v1/wallets/" + wallet + "/focus?zone=" + ZONE + query);
        return NODE.send(NODE.request(path).GET().build());
    }

    @Test
    void tiersAreCrossedInRowsOfTheirOwn() {
        String wallet = wallet(TIERED);
        String id = TestNode.name("t-");
        String back = event(wallet, id + 2, "'input':{'uncached':3000},'output':{'text':500}");
        Reply reply =
                NODE.events(
                        Events.batch(
                                event(
                                        wallet,
                                        id + 1,
                                        "'input':{'uncached':1001},'output':{'text':601}"),
                                back,
                                event(wallet, id + 3, "'input':{'uncached':1234}"),
                                voided(back, id + 2),
                                event(wallet, id + 4, "'input':{'uncached':7}")));
        assertEquals(5, reply.json().path("accepted").intValue(), reply.text());
        Reply focus = focus(wallet, "&period=" + month());
        charged(wallet, focus);
        TreeSet<String> prices = new TreeSet<>();
        FocusRules.rows(focus.text())
                .forEach(row -> prices.add(FocusRules.at(row, "ListUnitPrice")));
        assertEquals(
                List.of("0.250000", "0.333333", "0.500000", "2.000000", "3.000000"),
                List.copyOf(prices));
        // 1,500 at 0.50 and 742 at 0.333333 of input, 601 at 3 of output.
        assertEquals(
                new BigDecimal("0.002800333086"), sum(focus.text(), "BilledCost"), focus.text());
    }

    private static String voided(String event, String id) {
        return event.replace("recorded.v1", "voided.v1")
                .replaceFirst("\"usage\":\\{.*?\\}\\},", "")
                .replace("\"id\":\"" + id, "\"id\":\"" + id + "v")
                .replace(
                        "\"data\":{",
                        "\"data\":{\"reason\":\"meter_fault\",\"corrects\":{\"source\":\""
                                + source(event)
                                + "\",\"id\":\""
                                + id
                                + "\"},");
    }

    /** Rules and sums of a wallet's export. */
    private static void charged(String wallet, Reply focus) {
        assertEquals(200, focus.status(), focus.text());
        assertEquals(List.of(), FocusRules.brokenBy(focus.text()));
        Reply statement =
                NODE.get(
                        "/v1/wallets/" + wallet + "/statement?zone=" + ZONE + "&period=" + month());
        BigDecimal charged = BigDecimal.ZERO;
        for (JsonNode day : statement.json().path("days")) {
            charged = charged.add(new BigDecimal(day.path("charged").asString()));
        }
        assertTrue(charged.signum() > 0, statement.text());
        assertEquals(charged, sum(focus.text(), "BilledCost"));
        assertEquals(charged, sum(focus.text(), "EffectiveCost"));
    }

    @Test
    void everyRowKeepsToTheRulesAndTheSumIsTheStatements() {
        String wallet = usedWallet();
        Reply focus = focus(wallet, "&period=" + month());
        charged(wallet, focus);
        Map<String, BigDecimal> tokens = new TreeMap<>();
        for (Map<String, String> row : FocusRules.rows(focus.text())) {
            if (!FocusRules.at(row, "ConsumedQuantity").isEmpty()) {
                tokens.merge(
                        FocusRules.at(row, "SkuMeter"),
                        new BigDecimal(FocusRules.at(row, "ConsumedQuantity")),
                        BigDecimal::add);
            }
        }
        assertEquals(
                Map.of(
                        "input.uncached", BigDecimal.valueOf(1001 + 3333 + 90),
                        "output.text", BigDecimal.valueOf(601 + 1),
                        "tool_calls", BigDecimal.valueOf(7)),
                tokens);
        TreeSet<String> categories = new TreeSet<>();
        TreeSet<String> days = new TreeSet<>();
        FocusRules.rows(focus.text())
                .forEach(
                        row -> {
                            categories.add(FocusRules.at(row, "ChargeCategory"));
                            days.add(FocusRules.at(row, "ChargePeriodStart"));
                        });
        assertEquals(List.of("Adjustment", "Usage"), List.copyOf(categories));
        assertEquals(2, days.size(), "the day of use counts: " + days);
        assertTrue(days.stream().allMatch(day -> day.endsWith("T15:00:00Z")), days::toString);
        assertTrue(focus.text().contains(",'=m+org/"), "no formula: " + focus.text());
        assertFalse(focus.text().contains(",=m"), focus.text());
    }

    private static BigDecimal sum(String csv, String column) {
        return FocusRules.rows(csv).stream()
                .map(row -> new BigDecimal(FocusRules.at(row, column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void othersMonthsHaveNoRowsAndBadQuestionsAreRefused() {
        String wallet = usedWallet();
        Reply empty = focus(wallet, "&period=2100-01");
        assertEquals(List.of(), FocusRules.rows(empty.text()));
        assertEquals(400, focus(wallet, "").status());
        assertEquals("period", focus(wallet, "").at("invalid_params.0.name"));
        assertEquals(400, focus(wallet, "&period=2026-13").status());
        assertEquals(404, focus("nobody", "&period=2026-11").status());
    }

    @Test
    void tokenCreditIsNoCurrencyToBillIn() {
        String tariff = TestNode.name("tok-");
        NODE.made(
                "/v1/tariffs",
                ("{'tariff':'%s','kind':'retail','operator':'%s','asset':'TOK',"
                                + "'effective_from':'%s','prices':[{'model':'%s','class':"
                                + "'output.text','per_million':'1000000'}]}")
                        .formatted(tariff, TestFederation.HOME, TestFederation.SINCE, MODEL));
        Reply wallet =
                NODE.made(
                        "/v1/wallets",
                        "{'tenant':'%s','asset':'TOK','tariff':'%s'}"
                                .formatted(TestFederation.TENANT, tariff));
        Reply refused = focus(wallet.at("wallet"), "&period=2026-11");
        assertEquals(400, refused.status(), refused.text());
        assertEquals("wallet", refused.at("invalid_params.0.name"));
    }

    /** What changes an earlier month's record, and what is served nowhere known. */
    @Test
    void aCorrectionOfAnEarlierMonthSaysSo() {
        String csv = sample(true);
        assertEquals(List.of(), FocusRules.brokenBy(csv));
        assertEquals("Correction", FocusRules.at(FocusRules.rows(csv).getFirst(), "ChargeClass"));
        assertEquals(
                "-0.000001234567", FocusRules.at(FocusRules.rows(csv).getFirst(), "BilledCost"));
        assertEquals("", FocusRules.at(FocusRules.rows(csv).getFirst(), "RegionId"));
    }

    private static String sample(boolean isCorrection) {
        StatementRequest month =
                new StatementRequest(
                        1_793_458_800_000_000_000L, 1_796_050_800_000_000_000L, ZONE, false);
        FocusCharge charge =
                new FocusCharge(
                        1_793_458_800L,
                        1_793_545_200L,
                        "m",
                        isCorrection ? "" : "KR",
                        "t@1",
                        Kind.TOKENS,
                        TokenClass.OUTPUT_TEXT.ordinal(),
                        0,
                        1_234_567,
                        isCorrection);
        Pico amount = Pico.product(-1, 1_234_567);
        return new FocusCsv("w", new WalletOwner("t", "o"), "EUR", month)
                .of(Map.of(charge, new FocusUsage.Sum(-1, amount)));
    }

    /** The negative control: each rule is broken once and seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BilledCost|Cost|BilledCost must be present",
                "PublisherName|Publisher|PublisherName must be present",
                "SkuPriceDetails|SkuDetails|SkuPriceDetails must be present",
                "RegionName|RegionId|a column is there twice",
                "Usage,|Use,|ChargeCategory must not be",
                "Usage-Based|Daily|ChargeFrequency must not be",
                "Generative AI|Virtual Machines|ServiceSubcategory must not be",
                "AI and Machine Learning|AI|ServiceCategory must not be",
                "EUR|Euro|BillingCurrency must not be",
                "EUR|TOK|BillingCurrency breaks",
                "EUR||BillingCurrency must not be null",
                "-0.000001234567|-0.000001234568|ListCost breaks",
                "-0.000001234567|-1,234e-12|not as many cells",
                "-0.000001234567|+1|BilledCost must not be",
                "1.234567|-1.234567|ListUnitPrice breaks",
                "1000000 Tokens||PricingUnit breaks",
                "1000000 Tokens|million of tokens|PricingUnit must not be",
                "T15:00:00Z|T15:00:00+00:00|ChargePeriodStart must not be",
                "2026-11-01T15:00:00Z|2026-10-31T15:00:00Z|ChargePeriodEnd breaks",
                "Standard||PricingCategory breaks",
                "KR,KR|KR,|RegionName breaks",
                "x_TierFromTokens|TierFromTokens|SkuPriceDetails must not be",
                ":0}|:[0]}|SkuPriceDetails must not be",
            })
    void theRulesSeeWhatBreaksThem(String old, String with, String wanted) {
        String csv = sample(false);
        assertEquals(List.of(), FocusRules.brokenBy(csv));
        assertTrue(csv.contains(old), csv);
        String replacement = with == null ? "" : with;
        List<String> broken;
        try {
            broken = FocusRules.brokenBy(csv.replace(old, replacement));
        } catch (AssertionError refused) {
            broken = List.of(String.valueOf(refused.getMessage()));
        }
        List<String> seen = broken;
        assertTrue(seen.stream().anyMatch(rule -> rule.contains(wanted)), () -> csv + seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_Team", "Team"})
    void onlyNamedColumnsAndCustomOnesAreTaken(String column) {
        String csv =
                sample(false)
                        .lines()
                        .map(line -> line + ",a")
                        .reduce((a, b) -> a + "\r\n" + b)
                        .orElseThrow();
        List<String> broken =
                FocusRules.brokenBy(
                        csv.replaceFirst("SubAccountName,a", "SubAccountName," + column));
        assertEquals(column.startsWith("x_"), broken.isEmpty(), broken::toString);
    }
}
