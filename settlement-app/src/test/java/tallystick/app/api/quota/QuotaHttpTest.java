package tallystick.app.api.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** Quotas over real HTTP: set, met, told in headers, lifted. */
class QuotaHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static Reply open(String wallet, int output) {
        return NODE.post(
                "/v1/wallets/" + wallet + "/holds",
                "{'model':'%s','factory':'%s','estimate':{'input':{'uncached':100}},'slice':{'output':%d}}"
                        .formatted(
                                TestFederation.MODEL,
                                TestFederation.factory(TestFederation.HOME),
                                output));
    }

    @Test
    void aHardQuotaIsToldAndKept() {
        String wallet = TestFederation.wallet("10.00");
        String path = "/v1/wallets/" + wallet + "/quotas/tpd";
        Reply set = NODE.unkeyed("PUT", path, "{'window':'day','measure':'tokens','limit':1000}");
        assertEquals(200, set.status(), set.text());
        assertEquals(wallet + "/tpd", set.at("quota"));
        assertEquals("hard", set.at("mode"));
        NODE.unkeyed(
                "PUT",
                "/v1/wallets/" + wallet + "/quotas/rpd",
                "{'window':'day','measure':'requests','limit':5}");

        Reply open = open(wallet, 500);
        assertEquals(201, open.status(), open.text());
        assertEquals("1000", open.header("x-ratelimit-limit-tokens"));
        assertEquals("400", open.header("x-ratelimit-remaining-tokens"));
        assertTrue(open.header("x-ratelimit-reset-tokens").matches("[0-9]+s"));
        assertEquals("5", open.header("x-ratelimit-limit-requests"));
        assertEquals("4", open.header("x-ratelimit-remaining-requests"));
        String policies =
                String.join(", ", open.response().headers().allValues("RateLimit-Policy"));
        assertTrue(
                policies.contains('"' + wallet + "/tpd\";q=1000;qu=\"tokens\";w=86400"), policies);
        String limits = String.join(", ", open.response().headers().allValues("RateLimit"));
        assertTrue(limits.contains('"' + wallet + "/tpd\";r=400;t="), limits);

        Reply refused = open(wallet, 500);
        assertEquals(429, refused.status(), refused.text());
        assertEquals("quota-exceeded", refused.code());
        assertEquals(wallet + "/tpd", refused.at("policy"));
        assertEquals("day", refused.at("window"));
        assertTrue(refused.json().path("retriable").booleanValue());
        long seconds = Long.parseLong(refused.header("Retry-After"));
        long told = Instant.parse(refused.at("resets_at")).getEpochSecond();
        assertTrue(Math.abs(Instant.now().getEpochSecond() + seconds - told) <= 2);
        assertTrue(refused.header("RateLimit").contains(";r=0;t=" + seconds));

        assertEquals(200, NODE.unkeyed("DELETE", path, "").status());
        assertEquals(201, open(wallet, 500).status());
        assertEquals(404, NODE.get(path).status());
        assertEquals(404, NODE.unkeyed("DELETE", path, "").status());
    }

    @Test
    void twoWalletsMayNameTheirQuotasAlike() {
        String one = TestFederation.wallet("1.00");
        String other = TestFederation.wallet("1.00");
        String body = "{'window':'hour','measure':'requests','limit':%d}";
        NODE.unkeyed("PUT", "/v1/wallets/" + one + "/quotas/rph", body.formatted(0));
        NODE.unkeyed("PUT", "/v1/wallets/" + other + "/quotas/rph", body.formatted(9));
        assertEquals(429, open(one, 10).status());
        assertEquals(201, open(other, 10).status());
        Reply list = NODE.get("/v1/wallets/" + one + "/quotas");
        assertEquals(1, list.json().path("quotas").size(), list.text());
        assertEquals(0, list.json().at("/quotas/0/limit").intValue());
    }

    @Test
    void anOperatorsQuotaOfMoneyCountsATenant() {
        String name = TestNode.name("q-");
        String wallet = TestFederation.wallet("10.00");
        Reply set =
                NODE.unkeyed(
                        "PUT",
                        "/v1/quotas/" + name,
                        ("{'scope':'wallet','subject':'%s','window':'month','sliding':true,"
                             + "'measure':'money','asset':'EUR','limit':'0.001','burst':'0.0005',"
                             + "'mode':'hard'}")
                                .formatted(wallet));
        assertEquals(200, set.status(), set.text());
        Reply got = NODE.get("/v1/quotas/" + name);
        assertEquals("0.001000000000", got.at("limit"));
        assertEquals("0.000500000000", got.at("burst"));
        assertTrue(got.json().path("sliding").booleanValue());
        assertEquals(201, open(wallet, 100).status());
        assertEquals(429, open(wallet, 1000).status());
        assertFalse(NODE.get("/v1/quotas").json().path("quotas").isEmpty());
        assertEquals(200, NODE.unkeyed("DELETE", "/v1/quotas/" + name, "").status());
    }

    static Stream<Arguments> badQuotas() {
        String tokens = "'window':'day','measure':'tokens'";
        return Stream.of(
                Arguments.of("{" + tokens + "}", "limit"),
                Arguments.of("{" + tokens + ",'limit':'5'}", "limit"),
                Arguments.of("{" + tokens + ",'limit':-5}", "limit"),
                Arguments.of("{" + tokens + ",'limit':1e3}", "limit"),
                Arguments.of("{" + tokens + ",'limit':5,'class':'output.magic'}", "class"),
                Arguments.of("{" + tokens + ",'limit':5,'asset':'EUR'}", "asset"),
                Arguments.of("{" + tokens + ",'limit':5,'mode':'firm'}", "mode"),
                Arguments.of("{" + tokens + ",'limit':5,'scope':'wallet'}", "scope"),
                Arguments.of("{'window':'year','measure':'tokens','limit':5}", "window"),
                Arguments.of("{'window':'day','measure':'money','limit':5,'asset':'EUR'}", "limit"),
                Arguments.of("{'window':'day','measure':'money','limit':'5'}", "asset"),
                Arguments.of(
                        "{'window':'day','measure':'requests','limit':5,'class':'tool_calls'}",
                        "class"));
    }

    @ParameterizedTest
    @MethodSource("badQuotas")
    void aBadQuotaIsNamedAndChangesNothing(String body, String field) {
        String path = "/v1/wallets/" + TestFederation.wallet("1.00") + "/quotas/q";
        String before = NODE.stateDigest();
        Reply reply = NODE.unkeyed("PUT", path, body);
        assertEquals(422, reply.status(), reply.text());
        assertTrue(
                reply.json()
                        .path("invalid_params")
                        .valueStream()
                        .anyMatch(p -> p.path("name").asString().equals(field)),
                reply::text);
        assertEquals(before, NODE.stateDigest());
        assertEquals(
                200,
                NODE.unkeyed("PUT", path, "{'window':'day','measure':'tokens','limit':5}")
                        .status());
        assertNotEquals(before, NODE.stateDigest());
    }

    @Test
    void aQuotaOfNobodyIsNotFound() {
        Reply reply =
                NODE.unkeyed(
                        "PUT",
                        "/v1/wallets/nobody/quotas/q",
                        "{'window':'day','measure':'tokens','limit':5}");
        assertEquals(404, reply.status(), reply.text());
    }
}
