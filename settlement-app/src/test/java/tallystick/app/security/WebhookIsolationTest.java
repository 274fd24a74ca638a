package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.SecuredNode.Reply;

/** Somebody else's webhook endpoint is not there, and nobody has one that hears more than they. */
class WebhookIsolationTest {

    private static final String URL = "'url':'https://hooks.example.com/x'";

    @TempDir static Path directory;
    private static SecuredNode node;

    private static String acme;
    private static String acmeOneWallet;
    private static String beta;
    private static String korea;
    private static String france;

    @BeforeAll
    static void startNode() {
        node = SecuredNode.start(directory.resolve("data"), Map.of()).withFederation();
        acme = node.key("op-kr", "acme", null, "wallet:fund");
        acmeOneWallet = node.key("op-kr", "acme", List.of("wal-acme"), "wallet:fund");
        beta = node.key("op-kr", "beta", null, "wallet:fund");
        korea = node.key("op-kr", null, null, "reference:admin");
        france = node.key("op-fr", null, null, "reference:admin");
    }

    @AfterAll
    static void stopNode() {
        node.close();
    }

    private static Reply made(String credential, String body) {
        Reply reply = node.post(credential, "/v1/webhooks", body);
        assertEquals(201, reply.status(), reply.text());
        return reply;
    }

    @Test
    void anEndpointIsItsOwnersAlone() {
        Reply own = made(acme, "{" + URL + "}");
        assertEquals("acme", own.at("tenant"));
        assertEquals("op-kr", own.at("operator"));
        String path = "/v1/webhooks/" + own.at("webhook");
        for (String other : List.of(beta, france, acmeOneWallet)) {
            for (String[] request :
                    new String[][] {
                        {"GET", path},
                        {"DELETE", path},
                        {"GET", path + "/deliveries"},
                        {"POST", path + "/rotate-secret"},
                        {"POST", path + "/enable"},
                        {"POST", path + "/deliveries/msg_00000000000000000000000000000000/resend"}
                    }) {
                Reply reply =
                        node.sendJson(request[0], other, request[1], "k-" + other.hashCode(), "{}");
                assertEquals(404, reply.status(), request[0] + request[1] + reply.text());
            }
            assertFalse(node.get(other, "/v1/webhooks").text().contains(own.at("webhook")));
        }
        for (String allowed : List.of(acme, korea, SecuredNode.ADMIN)) {
            assertEquals(200, node.get(allowed, path).status());
            assertTrue(
                    node.get(allowed, "/v1/webhooks?limit=500").text().contains(own.at("webhook")));
        }
        assertFalse(node.get(korea, path).text().contains("whsec_"));
    }

    @Test
    void nobodyMakesOneForAnother() {
        assertEquals(
                404, node.post(acme, "/v1/webhooks", "{" + URL + ",'tenant':'beta'}").status());
        assertEquals(
                404, node.post(acme, "/v1/webhooks", "{" + URL + ",'operator':'op-fr'}").status());
        assertEquals(404, node.post(acme, "/v1/webhooks", "{" + URL + ",'operator':'*'}").status());
        assertEquals(
                404, node.post(france, "/v1/webhooks", "{" + URL + ",'tenant':'acme'}").status());
        assertEquals(
                403,
                node.post(france, "/v1/webhooks", "{" + URL + ",'jurisdiction':'KR'}").status());
        assertEquals(
                404,
                node.post(acmeOneWallet, "/v1/webhooks", "{" + URL + ",'wallets':['wal-beta']}")
                        .status());
        assertEquals(
                403,
                node.post(node.regulator("KR", "audit:read"), "/v1/webhooks", "{" + URL + "}")
                        .status());
        assertEquals(
                403,
                node.post(
                                node.key("op-kr", "acme", null, "wallet:read"),
                                "/v1/webhooks",
                                "{" + URL + "}")
                        .status());
    }

    @Test
    void aKeyOfSomeWalletsMakesEndpointsOfThose() {
        Reply own = made(acmeOneWallet, "{" + URL + "}");
        assertEquals("wal-acme", own.at("wallets.0"));
        assertEquals(200, node.get(acmeOneWallet, "/v1/webhooks/" + own.at("webhook")).status());
    }

    @Test
    void aRegulatorSeesTheOneThatTheFederationMade() {
        Reply made = made(SecuredNode.ADMIN, "{" + URL + ",'jurisdiction':'KR'}");
        assertEquals("v1a", made.at("signature"));
        String path = "/v1/webhooks/" + made.at("webhook");
        assertEquals(200, node.get(node.regulator("KR", "audit:read"), path).status());
        assertEquals(404, node.get(node.regulator("FR", "audit:read"), path).status());
        assertEquals(404, node.get(korea, path).status());
    }

    @Test
    void loopbackIsRefusedUnlessConfigured() {
        Reply reply = node.post(acme, "/v1/webhooks", "{'url':'https://127.0.0.1/'}");
        assertEquals(422, reply.status());
        assertEquals("must lead to a public address", reply.at("invalid_params.0.reason"));
        assertEquals(422, node.post(acme, "/v1/webhooks", "{'url':'http://127.0.0.1/'}").status());
    }
}
