package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestNode.Reply;

/** A key makes many sendings one request, whatever its answer was. */
class IdempotencyHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static String wallet() {
        return "{\"tenant\":\"%s\",\"asset\":\"EUR\",\"tariff\":\"%s\"}"
                .formatted(TestFederation.TENANT, TestFederation.RETAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/operators",
                "/v1/factories",
                "/v1/models",
                "/v1/tenants",
                "/v1/tariffs",
                "/v1/agreements",
                "/v1/wallets",
                "/v1/wallets/w/grants",
                "/v1/settlement/windows",
                "/v1/settlement/windows/w/cutoff",
                "/v1/settlement/windows/w/seal",
                "/v1/settlement/windows/w/calculate",
                "/v1/settlement/windows/w/issue",
                "/v1/settlement/windows/w/net",
                "/v1/wallets/w/holds",
                "/v1/wallets/w/transfers",
                "/v1/wallets/w/suspend",
                "/v1/wallets/w/resume",
                "/v1/wallets/w/grants/g/void",
                "/v1/suspense/1/propose",
                "/v1/suspense/1/approve",
            })
    void everyWriteNeedsAKey(String path) {
        String before = NODE.stateDigest();
        Reply reply =
                NODE.send(
                        NODE.request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build());
        assertEquals(400, reply.status());
        assertEquals("idempotency-key-required", reply.code());
        assertEquals("Idempotency-Key", reply.at("invalid_params.0.name"));
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void aKeySentAgainGetsTheFirstAnswer() {
        String key = TestNode.name("key-");
        Reply first = NODE.post("/v1/wallets", key, wallet());
        assertEquals(201, first.status(), first.text());
        assertTrue(first.at("wallet").startsWith("wal_"));
        assertEquals("", first.header("Idempotent-Replayed"));
        String before = NODE.stateDigest();
        String reordered =
                "{ \"tariff\":\"%s\", \"asset\":\"EUR\", \"tenant\":\"%s\" }"
                        .formatted(TestFederation.RETAIL, TestFederation.TENANT);
        for (String body : List.of(wallet(), reordered)) {
            Reply again = NODE.post("/v1/wallets", key, body);
            assertEquals(201, again.status());
            assertEquals(first.text(), again.text());
            assertEquals("true", again.header("Idempotent-Replayed"));
        }
        assertEquals(before, NODE.stateDigest());
        assertNotEquals(
                first.at("wallet"),
                NODE.post("/v1/wallets", TestNode.name("key-"), wallet()).at("wallet"));
    }

    @Test
    void aKeySentWithAnotherBodyIsRefused() {
        String key = TestNode.name("key-");
        String wallet = TestFederation.wallet("1.00");
        String path = "/v1/wallets/" + wallet + "/grants";
        String body = "{\"amount\":\"5.00\",\"asset\":\"EUR\",\"kind\":\"paid\"}";
        assertEquals(201, NODE.post(path, key, body).status());
        String before = NODE.stateDigest();
        Reply other = NODE.post(path, key, body.replace("5.00", "50.00"));
        assertEquals(422, other.status());
        assertEquals("idempotency-key-reused", other.code());
        assertEquals(before, NODE.stateDigest());
        String otherWallet = TestFederation.wallet("1.00");
        before = NODE.stateDigest();
        Reply otherPath = NODE.post("/v1/wallets/" + otherWallet + "/grants", key, body);
        assertEquals(422, otherPath.status());
        assertEquals(before, NODE.stateDigest());
        assertEquals("6.000000000000", NODE.get("/v1/wallets/" + wallet + "/balance").at("posted"));
    }

    @Test
    void aRefusalIsReplayedToo() {
        String key = TestNode.name("key-");
        String tenant = TestNode.name("tnt-");
        String body = wallet().replace(TestFederation.TENANT, tenant);
        Reply first = NODE.post("/v1/wallets", key, body);
        assertEquals(404, first.status());
        assertEquals("not-found", first.code());
        assertEquals("tenant", first.at("invalid_params.0.name"));
        NODE.made(
                "/v1/tenants",
                "{'tenant':'%s','operator':'%s'}".formatted(tenant, TestFederation.HOME));
        Reply again = NODE.post("/v1/wallets", key, body);
        assertEquals(404, again.status());
        assertEquals(first.text(), again.text());
        assertEquals(201, NODE.post("/v1/wallets", TestNode.name("key-"), body).status());
    }

    @Test
    void oneKeyFromManyThreadsMakesOneWallet() throws InterruptedException {
        String key = TestNode.name("key-");
        Set<String> answers = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            answers.add(
                                                    NODE.post("/v1/wallets", key, wallet())
                                                            .text())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, answers.size(), answers::toString);
    }
}
