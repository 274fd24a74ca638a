package tallystick.app.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.webhook.WebhookReceiver.Request;
import tools.jackson.databind.JsonNode;

/**
 * Events out, from what happens in the ledger to what a receiver has: over HTTP, on a real node.
 */
class WebhookHttpTest {

    private static final String SINCE = "2026-01-01T00:00:00Z";

    @TempDir Path directory;
    private RunningNode running;
    private tallystick.app.api.TestNode node;
    private WebhookReceiver receiver;

    @BeforeEach
    void startNode() throws Exception {
        receiver = new WebhookReceiver();
        start("1,1,1");
        for (String[] operator : new String[][] {{"op-kr", "KR"}, {"op-fr", "FR"}}) {
            node.made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'EUR'}"
                            .formatted(operator[0], operator[1]));
        }
        node.made("/v1/models", "{'model':'m'}");
        node.made("/v1/tenants", "{'tenant':'acme','operator':'op-kr'}");
        node.made("/v1/tenants", "{'tenant':'beta','operator':'op-kr'}");
        node.made(
                "/v1/tariffs",
                ("{'tariff':'retail','kind':'retail','operator':'op-kr','asset':'EUR',"
                                + "'effective_from':'%s','prices':[{'model':'m','class':"
                                + "'output.text','per_million':'1000000'}]}")
                        .formatted(SINCE));
        node.made(
                "/v1/settlement/windows",
                "{'window':'home','settlement_model':'home','starts_at':'" + SINCE + "'}");
        wallet("w-acme", "acme");
        wallet("w-beta", "beta");
    }

    private void start(String retrySeconds) {
        running =
                TestNode.start(
                        directory.resolve("data"),
                        Map.of(
                                "tallystick.webhooks.allow-loopback",
                                true,
                                "tallystick.webhooks.retry-seconds",
                                retrySeconds,
                                "tallystick.webhooks.timeout-millis",
                                5_000));
        node = tallystick.app.api.TestNode.of(running);
    }

    @AfterEach
    void stopNode() {
        running.close();
        receiver.close();
    }

    private void wallet(String wallet, String tenant) {
        node.made(
                "/v1/wallets",
                "{'wallet':'%s','tenant':'%s','asset':'EUR','tariff':'retail'}"
                        .formatted(wallet, tenant));
        node.made(
                "/v1/wallets/" + wallet + "/grants",
                "{'amount':'100','asset':'EUR','kind':'paid'}");
        Reply set =
                node.unkeyed(
                        "PUT", "/v1/wallets/" + wallet + "/alerts", "{'thresholds':['90','50']}");
        assertEquals(200, set.status(), set.text());
    }

    private void roams() {
        node.made(
                "/v1/tariffs",
                ("{'tariff':'iot','kind':'inter_operator','operator':'op-fr','asset':'EUR',"
                                + "'effective_from':'%s','prices':[{'model':'m','class':"
                                + "'output.text','per_million':'500000'}]}")
                        .formatted(SINCE));
        node.made(
                "/v1/agreements",
                ("{'agreement':'a','home_operator':'op-kr','serving_operator':'op-fr',"
                                + "'inter_operator_tariff':'iot','settlement_model':'daily',"
                                + "'effective_from':'%s'}")
                        .formatted(SINCE));
        node.made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'" + SINCE + "'}");
    }

    /** Usage that costs so many euros. */
    private Reply use(String wallet, String tenant, String id, int tokens) {
        return use(wallet, tenant, "op-kr", id, tokens);
    }

    private Reply use(String wallet, String tenant, String serving, String id, int tokens) {
        Reply reply =
                node.events(
                        ("[{'specversion':'1.0','id':'%s','source':'/operators/op-kr/g','type':"
                             + "'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                             + "'datacontenttype':'application/json','data':{'request_id':"
                             + "'%s','model':{'requested':'m'},'usage':{'output':{'text':"
                             + "%d}},'parties':{'home_operator':'op-kr',"
                             + "'serving_operator':'%s','tenant':'%s'}}}]")
                                .formatted(id, wallet, Instant.now(), id, tokens, serving, tenant)
                                .replace('\'', '"'));
        assertEquals(200, reply.status(), reply.text());
        return reply;
    }

    private Reply endpoint(String path, String more) {
        return node.made(
                "/v1/webhooks", "{'url':'%s'%s}".formatted(receiver.url(path), "," + more));
    }

    private List<Request> await(String path, int count) throws Exception {
        TestNode.await(count + " at " + path, () -> receiver.at(path).size() >= count);
        return receiver.at(path);
    }

    private JsonNode delivery(String webhook, Predicate<JsonNode> wanted) {
        Reply reply =
                node.awaitGet(
                        "/v1/webhooks/" + webhook + "/deliveries",
                        one ->
                                !one.json().path("deliveries").isEmpty()
                                        && wanted.test(one.json().path("deliveries").get(0)));
        return reply.json().path("deliveries").get(0);
    }

    private static Predicate<JsonNode> inState(String state) {
        return one -> one.path("state").asString("").equals(state);
    }

    // ---- what is told, and to whom

    @Test
    void aFallingBalanceIsToldSignedToItsOwnerAndNobodyElse() throws Exception {
        Reply acme = endpoint("/acme", "'operator':'op-kr','tenant':'acme'");
        Reply beta = endpoint("/beta", "'operator':'op-kr','tenant':'beta'");
        Reply korea = endpoint("/kr", "'operator':'op-kr','types':['wallet.balance.low']");
        Reply france = endpoint("/fr", "'operator':'op-fr'");
        Reply regulator = endpoint("/regulator", "'jurisdiction':'KR'");
        assertEquals("v1", acme.at("signature"));
        assertEquals("v1a", korea.at("signature"));
        assertEquals("", korea.at("secret"));

        Reply used = use("w-acme", "acme", "u-1", 15);
        String position = used.at("position");
        Request told = await("/acme", 1).getFirst();
        assertEquals("application/cloudevents+json; charset=UTF-8", told.contentType());
        JsonNode event = told.json();
        assertEquals("wallet.balance.low", event.path("type").stringValue());
        assertEquals("1.0", event.path("specversion").stringValue());
        assertEquals(position + "-wallet.balance.low", event.path("id").stringValue());
        assertEquals("w-acme", event.path("subject").stringValue());
        assertEquals("15.000000000000", event.at("/data/charged").stringValue());
        assertEquals("EUR", event.at("/data/asset").stringValue());

        OpenSsl openssl = new OpenSsl(directory);
        for (Reply signed : List.of(acme, korea, regulator)) {
            String path = signed.at("url").substring(receiver.url("").length());
            Request got = await(path, 1).getFirst();
            String key =
                    signed.at("signature").equals("v1")
                            ? signed.at("secret")
                            : signed.at("public_key");
            assertTrue(
                    openssl.verifies(key, got.signature(), got.id(), got.timestamp(), got.body()),
                    path);
            byte[] changed =
                    new String(got.body(), StandardCharsets.UTF_8)
                            .replace("15.0", "16.0")
                            .getBytes(StandardCharsets.UTF_8);
            assertFalse(
                    openssl.verifies(key, got.signature(), got.id(), got.timestamp(), changed),
                    path);
            assertTrue(
                    Math.abs(Long.parseLong(got.timestamp()) - Instant.now().getEpochSecond())
                            < 120);
        }

        // A marker behind: once beta has its own, what should not come would have come.
        use("w-beta", "beta", "u-2", 100);
        await("/beta", 2);
        assertEquals(1, receiver.at("/acme").size());
        assertEquals(
                Set.of("wallet.balance.low", "wallet.balance.depleted"),
                types(receiver.at("/beta")));
        assertEquals(List.of(), receiver.at("/fr"));
        TestNode.await("kr", () -> receiver.at("/kr").size() == 2);
        assertEquals(Set.of("wallet.balance.low"), types(receiver.at("/kr")));
        assertEquals("op-fr", france.at("operator"));
        assertEquals("acme", acme.at("tenant"));
        assertNotEquals(acme.at("secret"), beta.at("secret"));
    }

    private static Set<String> types(List<Request> requests) {
        Set<String> types = new HashSet<>();
        requests.forEach(one -> types.add(one.json().path("type").stringValue()));
        return types;
    }

    @Test
    void expiriesSuspenseSealsAndStatementsAreTold() throws Exception {
        Reply all = endpoint("/all", "'operator':'*'");
        node.made("/v1/factories", "{'factory':'f','operator':'op-kr','jurisdiction':'KR'}");
        node.made(
                "/v1/wallets/w-acme/holds",
                "{'hold':'brief','model':'m','factory':'f','estimate':{'input':{}},"
                        + "'slice':{'output':1},'ttl':'PT1S'}");
        roams();
        use("w-nobody", "acme", "u-3", 1);
        use("w-acme", "acme", "op-fr", "u-4", 1);
        node.made(
                "/v1/wallets/w-acme/grants",
                "{'grant':'short','amount':'5','asset':'EUR','kind':'promo','expires_at':'%s'}"
                        .formatted(Instant.now().plusSeconds(2)));
        node.made(
                "/v1/wallets/w-acme/grants",
                "{'grant':'week','amount':'7','asset':'EUR','kind':'promo','expires_at':'%s'}"
                        .formatted(Instant.now().plus(Duration.ofDays(7)).plusSeconds(2)));
        Thread.sleep(20);
        node.made(
                "/v1/settlement/windows/w1/cutoff",
                "{'cut_off':'%s','next_window':'w2'}".formatted(Instant.now()));
        for (String step : List.of("seal", "calculate", "issue")) {
            Reply done = node.post("/v1/settlement/windows/w1/" + step, "{}");
            assertEquals(2, done.status() / 100, done.text());
        }
        step(
                "kim",
                "/v1/settlement/statements/w1:op-kr:op-fr:EUR/dispute",
                "{'dispute':'d1','operator':'op-kr','claims':[{'line':0,'amount':'0.01'}],"
                        + "'reason':'rated twice'}");
        step("marie", "/v1/settlement/disputes/d1/acknowledge", "{'operator':'op-fr'}");
        pay("/v1/settlement/windows/w1");
        Set<String> wanted =
                Set.of(
                        "usage.suspended",
                        "hold.expired",
                        "grant.expiring",
                        "grant.expired",
                        "window.sealed",
                        "statement.issued",
                        "dispute.opened",
                        "dispute.acknowledged",
                        "settlement.final");
        long deadlineNanos = System.nanoTime() + 60_000_000_000L;
        while (!types(receiver.at("/all")).containsAll(wanted)) {
            assertTrue(System.nanoTime() < deadlineNanos, () -> types(receiver.at("/all")) + "");
            Thread.sleep(20);
        }
        for (Request one : receiver.at("/all")) {
            JsonNode data = one.json().path("data");
            switch (one.json().path("type").stringValue()) {
                case "usage.suspended" ->
                        assertEquals("unknown-wallet", data.path("reason").stringValue());
                case "hold.expired" -> assertEquals("brief", data.path("hold").stringValue());
                case "grant.expiring" -> {
                    assertEquals("week", data.path("grant").stringValue());
                    assertEquals("7.000000000000", data.path("left").stringValue());
                }
                case "grant.expired" ->
                        assertEquals("5.000000000000", data.path("lapsed").stringValue());
                case "window.sealed" ->
                        assertEquals(64, data.path("merkle_root").stringValue().length());
                case "statement.issued" ->
                        assertEquals("w1:op-kr:op-fr:EUR", data.path("statement").stringValue());
                case "dispute.opened", "dispute.acknowledged" -> {
                    assertEquals("d1", data.path("dispute").stringValue());
                    assertEquals("w1:op-kr:op-fr:EUR", data.path("statement").stringValue());
                }
                case "settlement.final" ->
                        assertEquals(64, data.path("certificate").stringValue().length());
                default -> throw new AssertionError(one.json().toString());
            }
        }
        assertEquals("v1a", all.at("signature"));
    }

    /** Takes a window from its statements to the end, by two persons where it takes two. */
    private void pay(String window) {
        node.made(window + "/net", "{}");
        String hash = node.get(window + "/approvals").at("hash");
        step("maker", window + "/approve", "{'hash':'%s'}".formatted(hash));
        step("checker", window + "/approve/check", "{'hash':'%s'}".formatted(hash));
        String due = Instant.now().plusSeconds(3_600).toString();
        step("maker", window + "/fund", "{'due_by':'%s'}".formatted(due));
        String owed = node.get(window + "/funding").at("calls.0.due");
        String money = "'asset':'EUR','amount':'" + owed + "','entry':";
        step("maker", window + "/payins", "{'operator':'op-kr'," + money + "'in'}");
        step("maker", window + "/instruct", "{'value_date':'2026-11-23'}");
        step("checker", window + "/instruct/check", "{}");
        String uetr = node.get(window + "/instructions").at("legs.0.uetr");
        step("maker", window + "/confirm", "{'uetr':'" + uetr + "'," + money + "'out'}");
        step("maker", window + "/finalise", "{}");
    }

    private void step(String person, String path, String body) {
        Reply done = node.postAs(person, path, body);
        assertEquals(2, done.status() / 100, done.text());
    }

    // ---- trouble

    @Test
    void aFailedAttemptIsMadeAgainUnderTheSameId() throws Exception {
        Reply made = endpoint("/again", "'operator':'op-kr','tenant':'acme'");
        receiver.statuses = number -> number < 2 ? 500 : 204;
        use("w-acme", "acme", "u-5", 15);
        List<Request> attempts = await("/again", 3);
        assertEquals(1, Set.copyOf(attempts.stream().map(Request::id).toList()).size());
        JsonNode log = delivery(made.at("webhook"), inState("delivered"));
        assertEquals(3, log.path("attempts").asInt(0));
        assertEquals(204, log.path("status").asInt(0));
        assertEquals(attempts.getFirst().id(), log.path("delivery").stringValue());

        Reply again =
                node.made(
                        "/v1/webhooks/%s/deliveries/%s/resend"
                                .formatted(made.at("webhook"), attempts.getFirst().id()),
                        "{}");
        assertEquals("pending", again.at("state"));
        assertEquals(attempts.getFirst().id(), await("/again", 4).get(3).id());
    }

    @Test
    void anEndpointThatIsGoneOrFailsForLongIsDisabledUntilSomebodyEnablesIt() throws Exception {
        Reply gone = endpoint("/gone", "'operator':'op-kr','tenant':'acme'");
        Reply failing = endpoint("/failing", "'operator':'op-kr','tenant':'beta'");
        receiver.statuses = _ -> 410;
        use("w-acme", "acme", "u-6", 15);
        String path = "/v1/webhooks/" + gone.at("webhook");
        Reply disabled = node.awaitGet(path, one -> one.at("state").equals("disabled"));
        assertEquals("answered 410 Gone", disabled.at("reason"));
        assertEquals("failed", delivery(gone.at("webhook"), _ -> true).path("state").stringValue());

        receiver.statuses = _ -> 503;
        receiver.headers = List.of("Retry-After", "0");
        use("w-beta", "beta", "u-7", 15);
        String other = "/v1/webhooks/" + failing.at("webhook");
        Reply lost = node.awaitGet(other, one -> one.at("state").equals("disabled"));
        assertTrue(lost.at("reason").startsWith("took nothing since "), lost.text());
        assertEquals(4, receiver.at("/failing").size());

        use("w-acme", "acme", "u-8", 40);
        receiver.statuses = _ -> 200;
        assertEquals("enabled", node.made(path + "/enable", "{}").at("state"));
        use("w-acme", "acme", "u-9", 50);
        TestNode.await("told", () -> receiver.at("/gone").size() >= 2);
        assertEquals(
                "wallet.balance.depleted",
                receiver.at("/gone").get(1).json().path("type").stringValue());
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        Reply made = endpoint("/rotate", "'operator':'op-kr','tenant':'acme'");
        String path = "/v1/webhooks/" + made.at("webhook");
        Reply first = node.post(path + "/rotate-secret", "rot-1", "{\"overlap\":\"PT1H\"}");
        Reply again = node.post(path + "/rotate-secret", "rot-1", "{\"overlap\":\"PT1H\"}");
        assertEquals("", again.at("secret"), "shown once");
        assertEquals("true", again.header("Idempotent-Replayed"));
        assertNotEquals(made.at("secret"), first.at("secret"));
        use("w-acme", "acme", "u-10", 15);
        Request got = await("/rotate", 1).getFirst();
        assertEquals(2, got.signature().split(" ", -1).length, got.signature());
        OpenSsl openssl = new OpenSsl(directory);
        for (String secret : List.of(made.at("secret"), first.at("secret"))) {
            assertTrue(
                    openssl.verifies(
                            secret, got.signature(), got.id(), got.timestamp(), got.body()));
        }
        Reply ended = node.post(path + "/rotate-secret", "rot-2", "{\"overlap\":\"PT0S\"}");
        use("w-acme", "acme", "u-11", 40);
        Request next = await("/rotate", 2).get(1);
        assertEquals(1, next.signature().split(" ", -1).length);
        assertTrue(
                openssl.verifies(
                        ended.at("secret"),
                        next.signature(),
                        next.id(),
                        next.timestamp(),
                        next.body()));
        assertFalse(
                openssl.verifies(
                        first.at("secret"),
                        next.signature(),
                        next.id(),
                        next.timestamp(),
                        next.body()));
    }

    @Test
    void aSecretIsShownOnceAndDeletedIsGone() throws Exception {
        String body =
                "{\"url\":\"%s\",\"operator\":\"op-kr\",\"tenant\":\"acme\"}"
                        .formatted(receiver.url("/once"));
        Reply made = node.post("/v1/webhooks", "once", body);
        assertEquals(201, made.status(), made.text());
        String secret = made.at("secret");
        assertTrue(secret.startsWith("whsec_"), made.text());
        String path = "/v1/webhooks/" + made.at("webhook");
        assertFalse(node.post("/v1/webhooks", "once", body).text().contains(secret));
        assertEquals(422, node.post("/v1/webhooks", "once", body.replace("once", "x")).status());
        assertFalse(node.getAsIs(path).text().contains(secret));
        assertFalse(node.getAsIs("/v1/webhooks").text().contains(secret));
        String audit = node.getAsIs("/v1/audit/events?limit=500").text();
        assertTrue(audit.contains("EndpointCreated"), "the audit log has the act");
        assertFalse(audit.contains(secret.substring(6)), "and not the secret");

        Reply deleted = node.unkeyed("DELETE", path, "");
        assertEquals(200, deleted.status(), deleted.text());
        assertEquals(404, node.getAsIs(path).status());
        assertEquals(404, node.unkeyed("DELETE", path, "").status());
        assertEquals(404, node.getAsIs(path + "/deliveries").status());
    }

    @Test
    void badEndpointsAreRefusedByFieldAndRule() {
        for (String[] bad :
                new String[][] {
                    {"{'url':'http://hooks.example.com/','operator':'op-kr'}", "url"},
                    {"{'url':'https://10.0.0.1/','operator':'op-kr'}", "url"},
                    {"{'url':'https://169.254.169.254/','operator':'op-kr'}", "url"},
                    {"{'operator':'op-kr'}", "url"},
                    {"{'url':5,'operator':'op-kr'}", "url"},
                    {"{'url':'https://h.example.com/'}", "operator"},
                    {"{'url':'https://h.example.com/','operator':'op-kr','types':['x']}", "types"},
                    {
                        "{'url':'https://h.example.com/','operator':'op-kr','tenant':'acme',"
                                + "'types':['window.sealed']}",
                        "types"
                    },
                    {"{'url':'https://h.example.com/','operator':'*','tenant':'acme'}", "tenant"},
                    {"{'url':'https://h.example.com/','operator':'op-kr','secret':'s'}", "secret"},
                }) {
            Reply reply = node.post("/v1/webhooks", bad[0]);
            assertEquals(422, reply.status(), bad[0] + reply.text());
            assertEquals(bad[1], reply.at("invalid_params.0.name"), reply.text());
        }
        String url = "'url':'https://h.example.com/'";
        assertEquals(404, node.post("/v1/webhooks", "{" + url + ",'operator':'op-x'}").status());
        assertEquals(
                404,
                node.post("/v1/webhooks", "{" + url + ",'operator':'op-fr','tenant':'acme'}")
                        .status());
        assertEquals(
                List.of(),
                List.copyOf(node.getAsIs("/v1/webhooks").json().path("webhooks").values()));
    }

    // ---- nothing is sent again

    /** The token is set back and the outbox's progress forgotten: every event is read once more. */
    @Test
    void aReplaySendsNothingAgainAndNeitherDoesAnEmptyDatabase() throws Exception {
        Reply made = endpoint("/replay", "'operator':'op-kr','tenant':'acme'");
        use("w-acme", "acme", "u-12", 15);
        await("/replay", 1);
        delivery(made.at("webhook"), inState("delivered"));
        running.context().getBean(WebhookSender.class).mark();

        // Once by a reset, with the outbox as it is.
        StreamingEventProcessor processor =
                running.context()
                        .getBean(EventProcessingConfiguration.class)
                        .eventProcessor("webhook", StreamingEventProcessor.class)
                        .orElseThrow();
        processor.shutDown();
        processor.resetTokens();
        processor.start();
        use("w-acme", "acme", "u-13", 40);
        await("/replay", 2);
        assertEquals(2, Set.copyOf(ids("/replay")).size());
        TestNode.await(
                "both are marked",
                () -> {
                    running.context().getBean(WebhookSender.class).mark();
                    return running.context().getBean(WebhookBook.class).served().values().stream()
                                    .anyMatch(at -> at >= 0)
                            && delivery(made.at("webhook"), inState("delivered")) != null;
                });
        running.context().getBean(WebhookSender.class).mark();

        // Once with nothing left of the database but its tables.
        processor.shutDown();
        try (Connection connection = running.context().getBean(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE webhook_delivery");
            statement.execute("DELETE FROM projection_progress WHERE projection = 'webhook'");
            statement.execute("DELETE FROM token_entry WHERE processorname = 'webhook'");
        }
        running.close();
        start("1,1,1");
        use("w-acme", "acme", "u-14", 50);
        await("/replay", 3);
        Thread.sleep(1_500);
        assertEquals(3, receiver.at("/replay").size(), ids("/replay").toString());
        assertEquals(3, Set.copyOf(ids("/replay")).size());
    }

    private List<String> ids(String path) {
        return receiver.at(path).stream().map(Request::id).toList();
    }
}
