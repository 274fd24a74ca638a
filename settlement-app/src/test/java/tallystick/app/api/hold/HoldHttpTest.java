package tallystick.app.api.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** Authorisations over real HTTP: their life, their repetition and every way to be refused. */
class HoldHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String SLICE = "'slice':{'output':1024}";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static String opening(String model, String operator) {
        return ("{'model':'%s','factory':'%s','estimate':{'input':{'uncached':1532}},%s,"
                        + "'ttl':'PT60S','max_lifetime':'PT1H','on_expiry':'commit_reported'}")
                .formatted(model, TestFederation.factory(operator), SLICE);
    }

    private static String opening() {
        return opening(TestFederation.MODEL, TestFederation.HOME);
    }

    private static Reply open(String wallet) {
        return NODE.post("/v1/wallets/" + wallet + "/holds", opening());
    }

    private static String step(int sequence, int output, String more) {
        return "{'sequence':%d,'used':{'input':{'uncached':1532},'output':{'text':%d}},%s}"
                .formatted(sequence, output, more);
    }

    private static Reply send(String hold, String verb, String body) {
        return NODE.unkeyed("POST", "/v1/holds/" + hold + "/" + verb, body);
    }

    private static void assertBalance(String wallet, String posted, String held, String free) {
        Reply balance = NODE.get("/v1/wallets/" + wallet + "/balance");
        assertEquals(posted + "000000", balance.at("posted"), balance.text());
        assertEquals(held + "000000", balance.at("held"), balance.text());
        assertEquals(free + "000000", balance.at("available"), balance.text());
    }

    private static Reply assertProblem(int status, String code, Reply reply) {
        assertEquals(status, reply.status(), reply.text());
        assertEquals(code, reply.code());
        assertEquals("application/problem+json", reply.header("Content-Type"));
        assertEquals(status == 429, reply.json().path("retriable").booleanValue());
        return reply;
    }

    @Test
    void aHoldsWholeLife() {
        String wallet = TestFederation.wallet("10.00");
        Reply open = open(wallet);
        assertEquals(201, open.status(), open.text());
        String hold = open.at("hold");
        assertTrue(hold.startsWith("hld_"));
        assertEquals("open", open.at("state"));
        assertEquals(0, open.json().path("sequence").intValue());
        assertEquals(TestFederation.RETAIL + "@1", open.at("tariff"));
        assertEquals("0.003838000000", open.at("granted.amount"));
        assertEquals("EUR", open.at("granted.asset"));
        assertEquals(1024, open.json().at("/granted/output").intValue());
        assertEquals(128, open.json().at("/threshold/output").intValue());
        assertTrue(open.json().path("final").isNull(), open.text());
        assertFalse(open.json().has("tariff_change_at"));
        assertFalse(open.at("valid_until").isEmpty());
        assertBalance(wallet, "10.000000", "0.003838", "9.996162");

        Reply extended = send(hold, "extend", step(1, 900, SLICE));
        assertEquals(200, extended.status(), extended.text());
        assertEquals("0.000000000000", extended.at("charged.amount"));
        assertBalance(wallet, "10.000000", "0.006538", "9.993462");

        Reply part = send(hold, "commit", step(2, 900, "'final':false"));
        assertEquals("open", part.at("state"), part.text());
        assertEquals("0.003466000000", part.at("charged.amount"));
        assertBalance(wallet, "9.996534", "0.003072", "9.993462");

        Reply committed = send(hold, "commit", step(3, 1800, "'final':true"));
        assertEquals("committed", committed.at("state"), committed.text());
        assertEquals("0.006166000000", committed.at("charged.amount"));
        assertBalance(wallet, "9.993834", "0.000000", "9.993834");

        Reply status = NODE.get("/v1/holds/" + hold);
        assertEquals("committed", status.at("state"));
        assertEquals("0.006166000000", status.at("charged.amount"));
        assertEquals(3, status.json().path("sequence").intValue());
        assertEquals(wallet, status.at("wallet"));
    }

    @Test
    void aReleasedHoldChargesNothing() {
        String wallet = TestFederation.wallet("1.00");
        Reply open = open(wallet);
        Reply list = NODE.get("/v1/wallets/" + wallet + "/holds");
        assertEquals(open.at("hold"), list.at("holds.0.hold"), list.text());
        Reply released =
                send(open.at("hold"), "release", "{'sequence':1,'reason':'client_cancelled'}");
        assertEquals("released", released.at("state"), released.text());
        assertBalance(wallet, "1.000000", "0.000000", "1.000000");
        assertEquals(0, NODE.get("/v1/wallets/" + wallet + "/holds").json().path("holds").size());
    }

    @Test
    void aMessageSentAgainGetsTheSameAnswer() {
        String wallet = TestFederation.wallet("10.00");
        String key = TestNode.name("key-");
        String path = "/v1/wallets/" + wallet + "/holds";
        String body = opening().replace('\'', '"');
        Reply open = NODE.post(path, key, body);
        String hold = open.at("hold");
        Reply extended = send(hold, "extend", step(1, 900, SLICE));
        Reply committed = send(hold, "commit", step(2, 901, "'final':true"));
        String before = NODE.stateDigest();

        Reply[][] pairs = {
            {open, NODE.post(path, key, body)},
            {extended, send(hold, "extend", step(1, 900, SLICE))},
            {committed, send(hold, "commit", step(2, 901, "'final':true"))},
        };
        for (Reply[] pair : pairs) {
            assertEquals(pair[0].status(), pair[1].status());
            assertEquals(pair[0].text(), pair[1].text());
            assertEquals("", pair[0].header("Idempotent-Replayed"));
            assertEquals("true", pair[1].header("Idempotent-Replayed"));
        }
        assertEquals(before, NODE.stateDigest());
        assertNotEquals(hold, NODE.post(path, TestNode.name("key-"), body).at("hold"));
        assertNotEquals(before, NODE.stateDigest());
    }

    @Test
    void theCallerMayNameIt() {
        String wallet = TestFederation.wallet("1.00");
        String name = TestNode.name("hld-mine-");
        String named = opening().replace("{'model'", "{'hold':'" + name + "','model'");
        Reply first = NODE.post("/v1/wallets/" + wallet + "/holds", named);
        assertEquals(name, first.at("hold"), first.text());
        // Another key, the same hold: it is one opening.
        Reply again = NODE.post("/v1/wallets/" + wallet + "/holds", named);
        assertEquals(201, again.status(), again.text());
        assertBalance(wallet, "1.000000", "0.003838", "0.996162");
        Reply other = NODE.post("/v1/wallets/" + wallet + "/holds", named.replace("1532", "1533"));
        assertProblem(409, "already-exists", other);
    }

    @Test
    void theLastSliceSaysSo() {
        String wallet = TestFederation.wallet("0.002");
        Reply open = open(wallet);
        assertEquals(201, open.status(), open.text());
        assertEquals("terminate", open.at("final"));
        assertEquals(411, open.json().at("/granted/output").intValue());
        assertEquals("0.001999000000", open.at("granted.amount"));
        Reply refused = open(wallet);
        assertProblem(402, "insufficient-balance", refused);
        assertEquals("0.000001000000", refused.at("available"));
        assertEquals("0.003838000000", refused.at("required"));
        assertEquals("EUR", refused.at("asset"));
        assertBalance(wallet, "0.002000", "0.001999", "0.000001");
    }

    @Test
    void aSuspendedWalletTakesNone() {
        String wallet = TestFederation.wallet("1.00");
        NODE.made("/v1/wallets/" + wallet + "/suspend", "{'reason':'unpaid'}");
        assertProblem(403, "wallet-suspended", open(wallet));
        assertEquals("unpaid", NODE.get("/v1/wallets/" + wallet + "/balance").at("suspended"));
        NODE.made("/v1/wallets/" + wallet + "/resume", "{}");
        assertEquals(201, open(wallet).status());
        assertFalse(NODE.get("/v1/wallets/" + wallet + "/balance").json().has("suspended"));
    }

    @Test
    void residencyIsKept() {
        String wallet = TestNode.name("wal-kr-");
        NODE.made(
                "/v1/wallets",
                "{'wallet':'%s','tenant':'%s','asset':'EUR','tariff':'%s','allowed_jurisdictions':['KR','JP']}"
                        .formatted(wallet, TestFederation.TENANT, TestFederation.RETAIL));
        NODE.made(
                "/v1/wallets/" + wallet + "/grants", "{'amount':'1','asset':'EUR','kind':'paid'}");
        Reply refused =
                NODE.post(
                        "/v1/wallets/" + wallet + "/holds",
                        opening(TestFederation.MODEL, TestFederation.SERVING));
        assertProblem(451, "residency-denied", refused);
        assertEquals("FR", refused.at("served_in"));
        assertEquals("JP", refused.at("allowed.1"), refused.text());
        assertEquals(201, open(wallet).status());
    }

    @Test
    void whatHasNoPriceIsRefused() {
        String wallet = TestFederation.wallet("1.00");
        String model = TestNode.name("free-");
        NODE.made("/v1/models", "{'model':'" + model + "'}");
        Reply refused =
                NODE.post("/v1/wallets/" + wallet + "/holds", opening(model, TestFederation.HOME));
        assertProblem(422, "not-priced", refused);
        assertEquals("model", refused.at("invalid_params.0.name"));
    }

    /** What is wrong with the third message of a hold, its status and code. */
    static Stream<Arguments> wrongMessages() {
        return Stream.of(
                Arguments.of("extend", step(3, 950, SLICE), 409, "sequence-gap"),
                Arguments.of("extend", step(2, 899, SLICE), 409, "usage-regressed"),
                Arguments.of("extend", step(1, 901, SLICE), 409, "event-conflict"),
                Arguments.of("release", "{'sequence':1}", 409, "event-conflict"),
                Arguments.of(
                        "commit",
                        "{'sequence':2,'used':{'input':{'uncached':1532},'output':{'audio':901}},'final':true}",
                        409,
                        "usage-regressed"),
                Arguments.of(
                        "commit",
                        "{'sequence':2,'used':{'input':{'uncached':1532},'output':{'text':900,'audio':1}},'final':true}",
                        422,
                        "not-priced"),
                Arguments.of("commit", step(2, 950, "'final':'yes'"), 422, "invalid-request"),
                Arguments.of("commit", step(2, 950, "'slice':{}"), 422, "invalid-request"),
                Arguments.of(
                        "extend", step(2, 950, "'slice':{'output':0}"), 422, "invalid-request"),
                Arguments.of("extend", step(2, -1, SLICE), 422, "invalid-request"),
                Arguments.of("extend", step(0, 950, SLICE), 422, "invalid-request"),
                Arguments.of("release", "{'sequence':2.0}", 422, "invalid-request"),
                Arguments.of("release", "{}", 422, "invalid-request"));
    }

    @ParameterizedTest
    @MethodSource("wrongMessages")
    void aWrongMessageChangesNothing(String verb, String body, int status, String code) {
        String hold = open(TestFederation.wallet("1.00")).at("hold");
        assertEquals(200, send(hold, "extend", step(1, 900, SLICE)).status());
        String before = NODE.stateDigest();
        assertProblem(status, code, send(hold, verb, body));
        assertEquals(before, NODE.stateDigest());
        // The control: a right one does.
        assertEquals(200, send(hold, "commit", step(2, 950, "'final':true")).status());
        assertNotEquals(before, NODE.stateDigest());
    }

    @Test
    void whatEndedIsGone() {
        String hold = open(TestFederation.wallet("1.00")).at("hold");
        assertEquals(200, send(hold, "release", "{'sequence':1,'reason':''}").status());
        String before = NODE.stateDigest();
        Reply gone = assertProblem(410, "hold-closed", send(hold, "extend", step(2, 1, SLICE)));
        assertEquals("released", gone.at("state"));
        Reply none = send("hld_none", "commit", step(1, 1, "'final':true"));
        assertProblem(404, "not-found", none);
        assertEquals(404, NODE.getAsIs("/v1/holds/hld_none").status());
        assertEquals(before, NODE.stateDigest());
    }

    /** An opening's fault and the field that is named. */
    static Stream<Arguments> badOpenings() {
        return Stream.of(
                Arguments.of("'PT60S'", "'60'", "ttl"),
                Arguments.of("'PT60S'", "'-PT60S'", "ttl"),
                Arguments.of("'PT60S'", "60", "ttl"),
                Arguments.of("'PT1H'", "'P99999999999999D'", "max_lifetime"),
                Arguments.of("commit_reported", "keep", "on_expiry"),
                Arguments.of("{'output':1024}", "{'output':'1024'}", "slice.output"),
                Arguments.of("{'output':1024}", "{'output':9007199254740992}", "slice.output"),
                Arguments.of("{'output':1024}", "7", "slice"),
                Arguments.of("1532", "1.5", "estimate.input.uncached"),
                Arguments.of("'uncached'", "'cached'", "estimate.input.cached"),
                Arguments.of("'model'", "'colour':1,'model'", "colour"),
                Arguments.of("'model'", "'hold':'a/b','model'", "hold"));
    }

    @ParameterizedTest
    @MethodSource("badOpenings")
    void aBadOpeningIsNamedAndChangesNothing(String good, String bad, String field) {
        String wallet = TestFederation.wallet("1.00");
        String before = NODE.stateDigest();
        Reply reply = NODE.post("/v1/wallets/" + wallet + "/holds", opening().replace(good, bad));
        assertProblem(422, "invalid-request", reply);
        assertTrue(
                reply.json()
                        .path("invalid_params")
                        .valueStream()
                        .anyMatch(p -> p.path("name").asString().equals(field)),
                reply::text);
        assertEquals(before, NODE.stateDigest());
        assertEquals(201, open(wallet).status());
        assertNotEquals(before, NODE.stateDigest());
    }

    @Test
    void anOpeningNeedsAKey() {
        String wallet = TestFederation.wallet("1.00");
        String before = NODE.stateDigest();
        Reply reply = NODE.unkeyed("POST", "/v1/wallets/" + wallet + "/holds", opening());
        assertEquals("idempotency-key-required", reply.code());
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void capsBetweenOperatorsAreKept() {
        String wallet = TestFederation.wallet("1.00");
        String pair = "/v1/settlement/caps/" + TestFederation.HOME + "/" + TestFederation.SERVING;
        String net = "/v1/settlement/caps/" + TestFederation.HOME;
        String roaming = opening(TestFederation.MODEL, TestFederation.SERVING);
        for (String path : new String[] {pair, net}) {
            Reply set = NODE.unkeyed("PUT", path, "{'asset':'EUR','cap':'0'}");
            assertEquals(200, set.status(), set.text());
            Reply refused = NODE.post("/v1/wallets/" + wallet + "/holds", roaming);
            assertProblem(429, "cap-exceeded", refused);
            assertEquals(path.equals(pair) ? "bilateral" : "net-debit", refused.at("policy"));
            assertFalse(refused.header("Retry-After").isEmpty());
            NODE.unkeyed("PUT", path, "{'asset':'EUR','cap':'1000000'}");
            assertEquals("1000000.000000000000", NODE.get(path + "?asset=EUR").at("cap"));
        }
        assertEquals(201, NODE.post("/v1/wallets/" + wallet + "/holds", roaming).status());
        String before = NODE.stateDigest();
        String[][] bad = {
            {pair, "{'asset':'EUR'}", "cap"},
            {pair, "{'asset':'EUR','cap':'-1'}", "cap"},
            {net, "{'asset':'EUR','cap':'1','haircut_basis_points':10001}", "haircut_basis_points"},
            {net + "/" + TestFederation.HOME, "{'asset':'EUR','cap':'1'}", "serving_operator"},
        };
        for (String[] row : bad) {
            Reply reply = NODE.unkeyed("PUT", row[0], row[1]);
            assertProblem(422, "invalid-request", reply);
            assertEquals(row[2], reply.at("invalid_params.0.name"));
        }
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void usageBeyondItsHoldIsChargedAndSaysSo() {
        String wallet = TestFederation.wallet("1.00");
        String hold =
                NODE.post("/v1/wallets/" + wallet + "/holds", opening().replace("1024", "10"))
                        .at("hold");
        String usage = "'usage':{'input':{'uncached':1532},'output':{'text':%d}},'hold_id':'%s'";
        String within = usage.formatted(9, hold);
        String beyond = usage.formatted(1000, hold);
        Reply reply =
                NODE.events(
                        "["
                                + TestFederation.event(wallet, TestNode.name("e-"), within)
                                + ","
                                + TestFederation.event(wallet, TestNode.name("e-"), beyond)
                                + "]");
        assertEquals(2, reply.json().path("accepted").intValue(), reply.text());
        assertFalse(reply.json().at("/results/0").has("overrun"), reply.text());
        assertTrue(reply.json().at("/results/1/overrun").booleanValue(), reply.text());
    }
}
