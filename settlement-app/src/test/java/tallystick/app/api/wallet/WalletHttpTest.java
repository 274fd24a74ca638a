package tallystick.app.api.wallet;

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
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** Credit and what watches it, over real HTTP. */
class WalletHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static Reply balance(String wallet) {
        return NODE.get("/v1/wallets/" + wallet + "/balance");
    }

    @Test
    void aGrantForSomeModelsThatRollsOver() {
        String wallet = TestFederation.wallet("1.00");
        String soon = Instant.now().plusSeconds(86_400).toString();
        Reply grant =
                NODE.made(
                        "/v1/wallets/" + wallet + "/grants",
                        ("{'amount':'5','asset':'EUR','kind':'promo','expires_at':'%s',"
                             + "'applies_to':['%s'],'rollover':{'share_basis_points':5000,"
                             + "'period':'P30D','times':2}}")
                                .formatted(soon, TestFederation.MODEL));
        for (Reply reply :
                new Reply[] {
                    grant, NODE.get("/v1/wallets/" + wallet + "/grants/" + grant.at("grant"))
                }) {
            assertEquals(TestFederation.MODEL, reply.at("applies_to.0"), reply.text());
            assertEquals("PT720H", reply.at("rollover.period"));
            assertEquals(5000, reply.json().at("/rollover/share_basis_points").intValue());
            assertEquals(2, reply.json().at("/rollover/times").intValue());
        }
        Reply balance = balance(wallet);
        assertEquals(1, balance.json().path("expiring").size(), balance.text());
        assertEquals(grant.at("grant"), balance.at("expiring.0.grant"));
        assertEquals("5.000000000000", balance.at("expiring.0.remaining"));
        assertEquals("6.000000000000", balance.at("posted"));
    }

    @Test
    void aGrantIsVoidedThroughItsOwnWalletOnly() {
        String wallet = TestFederation.wallet("1.00");
        String other = TestFederation.wallet("1.00");
        String grant =
                NODE.made(
                                "/v1/wallets/" + wallet + "/grants",
                                "{'amount':'5','asset':'EUR','kind':'paid'}")
                        .at("grant");
        String before = NODE.stateDigest();
        Reply wrong =
                NODE.post(
                        "/v1/wallets/" + other + "/grants/" + grant + "/void",
                        "{'reason':'mistake'}");
        assertEquals(404, wrong.status(), wrong.text());
        assertEquals(before, NODE.stateDigest());
        NODE.made("/v1/wallets/" + wallet + "/grants/" + grant + "/void", "{'reason':'mistake'}");
        assertEquals("1.000000000000", balance(wallet).at("posted"));
        Reply again =
                NODE.post(
                        "/v1/wallets/" + wallet + "/grants/" + grant + "/void",
                        "{'reason':'mistake'}");
        assertEquals("wrong-state", again.code());
    }

    @Test
    void creditIsMoved() {
        String from = TestFederation.wallet("3.00");
        String to = TestFederation.wallet("1.00");
        String path = "/v1/wallets/" + from + "/transfers";
        String body = "{'to_wallet':'" + to + "','amount':'%s','asset':'EUR'}";
        String key = TestNode.name("key-");
        String exact = body.formatted("2.5").replace('\'', '"');
        Reply moved = NODE.post(path, key, exact);
        assertEquals(201, moved.status(), moved.text());
        assertTrue(moved.at("transfer").startsWith("trf_"));
        assertEquals(moved.text(), NODE.post(path, key, exact).text());
        assertEquals("0.500000000000", balance(from).at("posted"));
        assertEquals("3.500000000000", balance(to).at("posted"));
        Reply refused = NODE.post(path, body.formatted("0.6"));
        assertEquals(402, refused.status(), refused.text());
        assertEquals("insufficient-balance", refused.code());
        assertEquals("0.500000000000", refused.at("available"));
        assertFalse(refused.json().path("retriable").booleanValue());
    }

    @Test
    void whatWatchesIsSet() {
        String wallet = TestFederation.wallet("1.00");
        Reply topUp =
                NODE.unkeyed(
                        "PUT",
                        "/v1/wallets/" + wallet + "/auto-topup",
                        "{'threshold':'0.5','amount':'10'}");
        assertEquals(200, topUp.status(), topUp.text());
        assertEquals("10.000000000000", topUp.at("amount"));
        Reply alerts =
                NODE.unkeyed(
                        "PUT", "/v1/wallets/" + wallet + "/alerts", "{'thresholds':['0.5','0.1']}");
        assertEquals(200, alerts.status(), alerts.text());
        assertEquals("0.100000000000", alerts.at("thresholds.1"));
    }

    @Test
    void aWalletIsSuspendedOnce() {
        String path = "/v1/wallets/" + TestFederation.wallet("1.00");
        assertEquals("wrong-state", NODE.post(path + "/resume", "{}").code());
        assertEquals("suspended", NODE.made(path + "/suspend", "{'reason':'x'}").at("state"));
        assertEquals("wrong-state", NODE.post(path + "/suspend", "{'reason':'x'}").code());
        assertEquals("open", NODE.made(path + "/resume", "{}").at("state"));
    }

    static Stream<Arguments> badBodies() {
        String grant = "'amount':'5','asset':'EUR','kind':'paid'";
        return Stream.of(
                Arguments.of("POST", "/grants", "{" + grant + ",'applies_to':[1]}", "applies_to"),
                Arguments.of("POST", "/grants", "{" + grant + ",'rollover':1}", "rollover"),
                Arguments.of("POST", "/grants", "{" + grant + ",'rollover':{}}", "rollover.period"),
                Arguments.of(
                        "POST",
                        "/grants",
                        "{" + grant + ",'rollover':{'period':'P1M'}}",
                        "rollover.period"),
                Arguments.of(
                        "POST",
                        "/grants",
                        "{" + grant + ",'rollover':{'period':'P1D','times':121}}",
                        "rollover.times"),
                Arguments.of("POST", "/transfers", "{'amount':5}", "amount"),
                Arguments.of("POST", "/transfers", "{'to_wallet':'a/b'}", "to_wallet"),
                Arguments.of("POST", "/suspend", "{}", "reason"),
                Arguments.of("POST", "/resume", "{'reason':'x'}", "reason"),
                Arguments.of("PUT", "/auto-topup", "{'threshold':'1'}", "amount"),
                Arguments.of("PUT", "/auto-topup", "{'threshold':1,'amount':'1'}", "threshold"),
                Arguments.of("PUT", "/auto-topup", "{'threshold':'-1','amount':'1'}", "threshold"),
                Arguments.of("PUT", "/alerts", "{}", "thresholds"),
                Arguments.of("PUT", "/alerts", "{'thresholds':'1'}", "thresholds"),
                Arguments.of("PUT", "/alerts", "{'thresholds':['1',2]}", "thresholds"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void aBadFieldIsNamedAndNothingChanges(String method, String path, String body, String field) {
        String wallet = "/v1/wallets/" + TestFederation.wallet("1.00");
        String before = NODE.stateDigest();
        Reply reply =
                method.equals("PUT")
                        ? NODE.unkeyed(method, wallet + path, body)
                        : NODE.post(wallet + path, body);
        assertEquals(422, reply.status(), reply.text());
        assertEquals("invalid-request", reply.code());
        assertTrue(
                reply.json()
                        .path("invalid_params")
                        .valueStream()
                        .anyMatch(p -> p.path("name").asString().equals(field)),
                reply::text);
        assertEquals(before, NODE.stateDigest());
        NODE.made(wallet + "/suspend", "{'reason':'control'}");
        assertNotEquals(before, NODE.stateDigest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/grants/g/void", "/transfers", "/suspend", "/resume", "/holds"})
    void everyPostNeedsAKey(String path) {
        String wallet = "/v1/wallets/" + TestFederation.wallet("1.00");
        String before = NODE.stateDigest();
        Reply reply = NODE.unkeyed("POST", wallet + path, "{}");
        assertEquals(400, reply.status());
        assertEquals("idempotency-key-required", reply.code());
        assertEquals(before, NODE.stateDigest());
    }
}
