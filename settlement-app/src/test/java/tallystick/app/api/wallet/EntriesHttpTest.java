package tallystick.app.api.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A wallet's entries and why each is what it is, over real HTTP. */
class EntriesHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String USAGE =
            "'usage':{'input':{'uncached':1000,'cache_read':10},'output':{'text':100}}";

    /** 1,000 × 0.50 + 10 × 0.05 + 100 × 3.00 per million. */
    private static final String COST = "0.000800500000";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static String use(String wallet, String id, String serving) {
        Reply reply =
                NODE.events(
                        Events.batch(
                                TestFederation.event(
                                        wallet, id, TestFederation.MODEL, USAGE, serving)));
        assertEquals(1, reply.json().path("accepted").intValue(), reply.text());
        return reply.at("results.0.position");
    }

    private static List<JsonNode> entries(String wallet, String query) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = NODE.get("/v1/wallets/" + wallet + "/entries?" + query + cursor);
            assertEquals(200, page.status(), page.text());
            page.json().path("entries").forEach(entries::add);
            cursor = page.at("next").isEmpty() ? "" : "&cursor=" + page.at("next");
        } while (!cursor.isEmpty());
        return entries;
    }

    private static BigDecimal amount(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    /** A wallet to which everything happens that can move it. */
    private static String eventfulWallet() {
        String wallet = TestFederation.wallet("10");
        use(wallet, TestNode.name("home-"), TestFederation.HOME);
        use(wallet, TestNode.name("roam-"), TestFederation.ABROAD);
        String path = "/v1/wallets/" + wallet;
        Reply hold =
                NODE.made(
                        path + "/holds",
                        ("{'model':'%s','factory':'%s','estimate':{'input':{'uncached':100}},"
                                        + "'slice':{'output':1000},'ttl':'PT60S',"
                                        + "'max_lifetime':'PT1H'}")
                                .formatted(
                                        TestFederation.MODEL,
                                        TestFederation.factory(TestFederation.HOME)));
        Reply committed =
                NODE.unkeyed(
                        "POST",
                        "/v1/holds/" + hold.at("hold") + "/commit",
                        "{'sequence':1,'used':{'input':{'uncached':100},'output':{'text':400}},"
                                + "'final':true}");
        assertEquals(200, committed.status(), committed.text());
        Reply grant = NODE.made(path + "/grants", "{'amount':'2','asset':'EUR','kind':'promo'}");
        NODE.made(path + "/grants/" + grant.at("grant") + "/void", "{'reason':'a test'}");
        NODE.made(
                path + "/transfers",
                "{'to_wallet':'%s','amount':'1','asset':'EUR'}"
                        .formatted(TestFederation.wallet("1")));
        NODE.made(path + "/suspend", "{'reason':'moves nothing'}");
        return wallet;
    }

    @Test
    void everyEntryBeginsWhereTheOneBeforeEnded() {
        String wallet = eventfulWallet();
        List<JsonNode> entries = entries(wallet, "limit=500");
        assertEquals(
                List.of(
                        "transfer_out",
                        "grant_voided",
                        "grant_issued",
                        "hold_committed",
                        "usage",
                        "hold_opened",
                        "usage",
                        "usage",
                        "grant_issued"),
                entries.stream()
                        .map(entry -> entry.path("kind").asString())
                        .filter(kind -> !kind.equals("hold_extended"))
                        .toList());
        String before = "0.000000000000";
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode entry : entries.reversed()) {
            assertEquals(before, entry.at("/posted/before").asString(), entry.toString());
            before = entry.at("/posted/after").asString();
            sum = sum.add(amount(entry.path("amount")));
            assertEquals("EUR", entry.path("asset").asString());
        }
        Reply balance = NODE.get("/v1/wallets/" + wallet + "/balance");
        assertEquals(balance.at("posted"), before);
        assertEquals(new BigDecimal(before), sum);
        assertTrue(entries.get(5).at("/held/after").asString().startsWith("0.00"));
        assertEquals("0.000000000000", entries.get(3).at("/held/after").asString());
        assertEquals(entries, entries(wallet, "limit=2"), "page by page");
        assertEquals(entries, entries(wallet, "limit=1"));
        assertFalse(entries.get(7).at("/reference/id").asString().isEmpty());

        String third = entries.get(2).path("recorded_at").asString();
        String first = entries.getFirst().path("recorded_at").asString();
        assertEquals(entries.subList(1, 3), entries(wallet, "from=" + third + "&to=" + first));
        assertEquals(List.of(), entries(wallet, "from=2100-01-01T00:00:00Z"));
    }

    private static Reply explain(String wallet, String position) {
        return NODE.get("/v1/wallets/" + wallet + "/entries/" + position + "/explain");
    }

    /** Σ debits = Σ credits per book and asset. */
    private static void assertBalanced(Reply explained) {
        Map<String, BigDecimal> books = new TreeMap<>();
        for (JsonNode posting : explained.json().path("postings")) {
            String book = posting.path("book").asString() + " " + posting.path("asset").asString();
            BigDecimal signed =
                    posting.has("debit")
                            ? amount(posting.path("debit"))
                            : amount(posting.path("credit")).negate();
            books.merge(book, signed, BigDecimal::add);
        }
        assertFalse(books.isEmpty(), explained.text());
        books.values().forEach(sum -> assertEquals(0, sum.signum(), explained.text()));
    }

    private static void assertSumsUp(JsonNode leg) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : leg.path("lines")) {
            BigDecimal steps = BigDecimal.ZERO;
            for (JsonNode step : line.path("steps")) {
                BigDecimal price = amount(step.path("per_million")).movePointLeft(6);
                BigDecimal cost = price.multiply(BigDecimal.valueOf(step.path("tokens").asLong()));
                assertEquals(0, cost.compareTo(amount(step.path("amount"))), leg.toString());
                steps = steps.add(cost);
            }
            assertEquals(0, steps.compareTo(amount(line.path("amount"))), leg.toString());
            sum = sum.add(steps);
        }
        for (String rest : List.of("minimum_charge", "difference")) {
            sum = leg.has(rest) ? sum.add(amount(leg.path(rest))) : sum;
        }
        assertEquals(0, sum.compareTo(amount(leg.path("amount"))), leg.toString());
    }

    @Test
    void everyEntryIsExplainedToThePico() {
        String wallet = eventfulWallet();
        for (JsonNode entry : entries(wallet, "limit=500")) {
            Reply explained = explain(wallet, entry.path("position").asString());
            assertEquals(200, explained.status(), explained.text());
            assertEquals(entry, explained.json().path("entry"));
            assertBalanced(explained);
            if (explained.json().has("charge")) {
                assertSumsUp(explained.json().at("/charge/retail"));
            }
        }
    }

    @Test
    void roamingUsageHasTwoLegsAndItsDraws() throws Exception {
        String wallet = TestFederation.wallet("10");
        String position = use(wallet, TestNode.name("roam-"), TestFederation.ABROAD);
        Reply explained = explain(wallet, position);
        JsonNode charge = explained.json().path("charge");
        assertEquals(TestFederation.RETAIL + "@1", charge.at("/retail/tariff").asString());
        assertEquals(COST, charge.at("/retail/amount").asString(), explained.text());
        assertEquals("DE", charge.at("/retail/jurisdiction").asString());
        assertEquals("input.uncached", charge.at("/retail/lines/0/class").asString());
        assertEquals("0.500000", charge.at("/retail/lines/0/steps/0/per_million").asString());
        assertEquals(COST, charge.at("/draws/0/amount").asString());
        assertEquals("0.000000000000", charge.path("shortfall").asString());
        assertEquals(TestFederation.ABROAD_IOT + "@1", explained.at("wholesale.tariff"));
        assertSumsUp(explained.json().path("wholesale"));
        assertEquals(6, explained.json().path("postings").size(), explained.text());
        assertEquals(explained.at("proof"), "/v1/audit/events/" + position);

        Reply proof = NODE.get(explained.at("proof"));
        assertEquals("UsageRecorded", proof.at("type"), proof.text());
        assertEquals(position, proof.at("position"));
        assertEquals(wallet, proof.at("event.wallet"));
        byte[] leaf = Base64.getDecoder().decode(proof.at("leaf"));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);
        assertEquals(HexFormat.of().formatHex(sha256.digest(leaf)), proof.at("leaf_hash"));
        Reply listed = NODE.get("/v1/audit/events?wallet=" + wallet);
        assertEquals(
                List.of("WalletOpened", "GrantIssued", "UsageRecorded"),
                listed.json()
                        .path("events")
                        .valueStream()
                        .map(event -> event.path("type").asString())
                        .toList());
        // Lists leave the proof of inclusion out.
        ObjectNode alone = (ObjectNode) proof.json();
        alone.remove("inclusion");
        assertEquals(alone, listed.json().at("/events/2"));
    }

    private static String priced(Instant from, String more) {
        String tariff = TestNode.name("ex-");
        NODE.made(
                "/v1/tariffs",
                ("{'tariff':'%s','kind':'retail','operator':'%s','asset':'EUR',"
                                + "'effective_from':'%s',%s")
                        .formatted(tariff, TestFederation.HOME, from, more));
        Reply wallet =
                NODE.made(
                        "/v1/wallets",
                        "{'tenant':'%s','asset':'EUR','tariff':'%s'}"
                                .formatted(TestFederation.TENANT, tariff));
        return wallet.at("wallet");
    }

    private static String useText(String wallet, long tokens) {
        Reply reply =
                NODE.events(
                        Events.batch(
                                TestFederation.event(
                                        wallet,
                                        TestNode.name("e-"),
                                        "'usage':{'output':{'text':" + tokens + "}}")));
        assertEquals(1, reply.json().path("accepted").intValue(), reply.text());
        return reply.at("results.0.position");
    }

    @Test
    void theStepsOfATierLadderAreTold() {
        String wallet =
                priced(
                        Instant.now().plusSeconds(2),
                        ("'prices':[{'model':'%s','class':'output.text','per_million':'1',"
                                        + "'mode':'graduated','tiers':[{'from':1000,"
                                        + "'per_million':'0.5'},{'from':1500,"
                                        + "'per_million':'0.25'}]}]}")
                                .formatted(TestFederation.MODEL));
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        useText(wallet, 600);
        useText(wallet, 200);
        Reply explained = explain(wallet, useText(wallet, 800));
        JsonNode line = explained.json().at("/charge/retail/lines/0");
        assertEquals(800, line.path("used_before").asLong(), explained.text());
        assertEquals(
                List.of(200L, 500L, 100L),
                line.path("steps").valueStream().map(s -> s.path("tokens").asLong()).toList());
        assertEquals("0.000475000000", explained.at("charge.retail.amount"));
        assertEquals("0.000475000000", explained.at("charge.shortfall"), "it has no credit");
        assertSumsUp(explained.json().at("/charge/retail"));
    }

    @Test
    void aMinimumChargeIsToldApart() {
        String wallet =
                priced(
                        TestFederation.SINCE,
                        ("'minimum_charge':'0.5','prices':[{'model':'%s','class':'output.text',"
                                        + "'per_million':'1'}]}")
                                .formatted(TestFederation.MODEL));
        Reply explained = explain(wallet, useText(wallet, 1_000));
        assertEquals("0.499000000000", explained.at("charge.retail.minimum_charge"));
        assertSumsUp(explained.json().at("/charge/retail"));
    }

    @ParameterizedTest
    @CsvSource({
        "/entries?limit=0, limit",
        "/entries?limit=501, limit",
        "/entries?limit=x, limit",
        "/entries?cursor=!, cursor",
        "/entries?cursor=YWJj, cursor",
        "/entries?from=yesterday, from",
        "/entries?to=2026-01-01, to",
        "/entries?min_position=x, min_position",
        "/entries/x/explain, position",
        "/balance?as_of=now, as_of",
        "/balance?known_at=2026-13-01T00:00:00Z, known_at",
        "/balance?as_of=2026-01-01T00:00:00Z&known_at=1, known_at",
        "/statement, period",
        "/statement?period=2026-13, period",
        "/statement?period=2026-03&from=2026-01-01T00:00:00Z, period",
        "/statement?from=2026-01-01T00:00:00Z, to",
        "/statement?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
        "/statement?period=2026-03&zone=Mars/North, zone",
        "/statement?period=2026-03&detail=all, detail",
    })
    void aBadParameterIsNamed(String path, String parameter) {
        String wallet = TestFederation.wallet("1");
        Reply reply = NODE.getAsIs("/v1/wallets/" + wallet + path);
        assertEquals(400, reply.status(), reply.text());
        assertEquals("invalid-parameter", reply.code());
        assertEquals(parameter, reply.at("invalid_params.0.name"), reply.text());
        assertNotEquals("", reply.at("invalid_params.0.reason"));
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatIsNotYetIsBehind() {
        String wallet = TestFederation.wallet("1");
        String other = eventfulWallet();
        String position = entries(other, "limit=1").getFirst().path("position").asString();
        for (String path :
                List.of(
                        "/v1/wallets/nobody/entries",
                        "/v1/wallets/nobody/balance?as_of=2026-01-01T00:00:00Z",
                        "/v1/wallets/nobody/statement?period=2026-01",
                        "/v1/wallets/nobody/entries/1/explain",
                        "/v1/wallets/" + wallet + "/entries/" + position + "/explain",
                        "/v1/wallets/" + wallet + "/entries/-1/explain",
                        "/v1/wallets/" + wallet + "/entries/999999999/explain",
                        "/v1/audit/events/999999999",
                        "/v1/audit/events?wallet=nobody")) {
            assertEquals(404, NODE.getAsIs(path).status(), path);
        }
        Reply behind = NODE.getAsIs("/v1/wallets/" + wallet + "/entries?min_position=999999999");
        assertEquals(409, behind.status());
        assertEquals("projection-behind", behind.code());
        assertEquals("1", behind.header("Retry-After"));
    }
}
