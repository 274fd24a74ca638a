package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestNode.Reply;

/** Every way to be refused, and that each is a problem document that gives nothing away. */
class ProblemHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static void assertProblem(int status, String code, Reply reply) {
        assertEquals(status, reply.status(), reply.text());
        assertEquals("application/problem+json", reply.header("Content-Type"), reply.text());
        assertEquals(code, reply.code());
        assertEquals("urn:taas:problem:" + code, reply.at("type"));
        assertEquals(status, reply.json().path("status").intValue());
        assertFalse(reply.at("detail").isEmpty());
        assertTrue(reply.json().path("retriable").isBoolean());
        assertFalse(reply.text().contains("Exception"), reply.text());
        assertFalse(reply.text().contains("tallystick."), reply.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/v1/operators/nobody",
                "/v1/factories/none",
                "/v1/models/no/such/model",
                "/v1/tenants/none",
                "/v1/tariffs/none",
                "/v1/tariffs/none/versions",
                "/v1/tariffs/none/versions/1",
                "/v1/agreements/none",
                "/v1/wallets/none",
                "/v1/wallets/none/balance",
                "/v1/wallets/none/usage",
                "/v1/wallets/none/grants",
                "/v1/wallets/none/grants/none",
                "/v1/settlement/windows/none",
                "/v1/settlement/windows/none/statements",
                "/v1/settlement/windows/none/positions",
                "/v1/settlement/windows/none/exposure",
                "/v1/settlement/statements/none:a:b:EUR",
                "/v1/wallets/a%0ab",
                "/v1/wallets/%EC%84%B8%EC%A2%85",
                "/error",
            })
    void whatIsNotThereIs404(String path) {
        assertProblem(404, "not-found", NODE.getAsIs(path));
    }

    @Test
    void theFrameworksRefusalsAreProblems() {
        assertProblem(
                405,
                "method-not-allowed",
                NODE.send(NODE.request("/v1/operators").DELETE().build()));
        assertProblem(
                406,
                "not-acceptable",
                NODE.send(NODE.request("/v1/operators").header("Accept", "text/html").build()));
        assertProblem(
                415,
                "unsupported-media-type",
                NODE.send(
                        NODE.request("/v1/events")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("x"))
                                .build()));
        assertProblem(
                415,
                "unsupported-media-type",
                NODE.send(NODE.request("/v1/events").POST(BodyPublishers.noBody()).build()));
        assertProblem(406, "not-acceptable", NODE.events("[]", "Accept", "text/html"));
        assertProblem(400, "invalid-parameter", NODE.getAsIs("/v1/tariffs/none/versions/first"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /v1/<script> HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/wallets/..%2f..%2fetc HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/wallets/a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/operators HTTP/1.1\r\n\r\n",
                "GET /v1/operators HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            })
    void evenNonsenseGetsNoHtml(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), NODE.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("<html"), answer);
            assertTrue(answer.contains("urn:taas:problem:bad-request"), answer);
        }
    }

    /** Path, body and the field that is named. */
    static Stream<Arguments> badRequests() {
        String grants = "/v1/wallets/w/grants";
        String price = "'model':'m','class':'output.text'";
        return Stream.of(
                Arguments.of("/v1/operators", "{}", "operator"),
                Arguments.of("/v1/operators", "{'operator':'a\\nb'}", "operator"),
                Arguments.of("/v1/operators", "{'operator':'e\\u0301'}", "operator"),
                Arguments.of("/v1/operators", "{'operator':'a/b'}", "operator"),
                Arguments.of("/v1/operators", "{'operator':' a'}", "operator"),
                Arguments.of("/v1/operators", "{'operator':''}", "operator"),
                Arguments.of("/v1/operators", "{'operator':7}", "operator"),
                Arguments.of("/v1/operators", "{'operator':'" + "x".repeat(129) + "'}", "operator"),
                Arguments.of("/v1/operators", "{'operator':'a','planet':'x'}", "planet"),
                Arguments.of(grants, "{'amount':5}", "amount"),
                Arguments.of(grants, "{'amount':5.0}", "amount"),
                Arguments.of(grants, "{'amount':'5e3'}", "amount"),
                Arguments.of(grants, "{'amount':'+5'}", "amount"),
                Arguments.of(grants, "{'amount':'1.0000000000001'}", "amount"),
                Arguments.of(grants, "{'amount':'" + "9".repeat(39) + "'}", "amount"),
                Arguments.of(grants, "{'amount':'NaN'}", "amount"),
                Arguments.of(grants, "{'kind':'gift'}", "kind"),
                Arguments.of(grants, "{'priority':256}", "priority"),
                Arguments.of(grants, "{'priority':1.5}", "priority"),
                Arguments.of(grants, "{'expires_at':'tomorrow'}", "expires_at"),
                Arguments.of("/v1/wallets", "{'overdraft_limit':1}", "overdraft_limit"),
                Arguments.of(
                        "/v1/wallets",
                        "{'allowed_jurisdictions':['KR',1]}",
                        "allowed_jurisdictions"),
                Arguments.of("/v1/tariffs", "{'minimum_charge':0.01}", "minimum_charge"),
                Arguments.of("/v1/tariffs", "{'prices':{}}", "prices"),
                Arguments.of("/v1/tariffs", "{'prices':[7]}", "prices"),
                Arguments.of(
                        "/v1/tariffs",
                        "{'prices':[{" + price + ",'per_million':0.5}]}",
                        "prices[0].per_million"),
                Arguments.of(
                        "/v1/tariffs",
                        "{'prices':[{" + price + ",'per_million':'0.0000001'}]}",
                        "prices[0].per_million"),
                Arguments.of(
                        "/v1/tariffs",
                        "{'prices':[{" + price + ",'per_million':'1','tier':2}]}",
                        "prices[0].tier"),
                Arguments.of(
                        "/v1/tariffs", "{'prices':[{'class':'output.magic'}]}", "prices[0].class"),
                Arguments.of("/v1/settlement/windows", "{'starts_at':'2026-11-21'}", "starts_at"),
                Arguments.of("/v1/settlement/windows/w/cutoff", "{'cut_off':7}", "cut_off"),
                Arguments.of("/v1/settlement/windows/w/seal", "{'root':'x'}", "root"),
                Arguments.of("/v1/settlement/windows/w/net", "{'force':true}", "force"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadFieldIsNamedAndNothingChanges(String path, String body, String field) {
        String before = NODE.stateDigest();
        Reply reply = NODE.post(path, TestNode.name("key-"), body.replace('\'', '"'));
        assertProblem(422, "invalid-request", reply);
        assertNames(field, reply);
        assertEquals(before, NODE.stateDigest());
    }

    /** Rules of the ledger's own: the refusal is kept under its key. */
    @ParameterizedTest
    @CsvSource({
        "Korea,KRW,'',country",
        "KR,XYZ,'',currency",
        "KR,KRW,x,public_key",
    })
    void aFieldTheLedgerRefusesIsNamed(
            String country, String currency, String publicKey, String field) {
        String body =
                "{'operator':'a','country':'%s','currency':'%s','public_key':'%s'}"
                        .formatted(country, currency, publicKey);
        Reply reply = NODE.post("/v1/operators", TestNode.name("key-"), body.replace('\'', '"'));
        assertProblem(422, "invalid-request", reply);
        assertNames(field, reply);
        assertEquals(404, NODE.get("/v1/operators/a").status());
    }

    private static void assertNames(String field, Reply reply) {
        assertTrue(
                reply.json()
                        .path("invalid_params")
                        .valueStream()
                        .anyMatch(p -> p.path("name").asString().equals(field)),
                reply::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"operator\":\"a\"",
                "[]",
                "\"a\"",
                "{\"operator\":\"a\",\"operator\":\"b\"}",
                "{operator:1}",
                "{\"a\":1}x",
                "{\"a\":NaN}",
                "{\"a\":\"\u0001\"}",
            })
    void aMalformedBodyIs400(String body) {
        Reply reply = NODE.post("/v1/operators", TestNode.name("key-"), body);
        assertProblem(400, "malformed-body", reply);
        assertTrue(reply.json().path("line").intValue() >= 1);
    }

    @Test
    void bombsAreRefused() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertProblem(400, "malformed-body", NODE.post("/v1/operators", "k", deep));
        String digits = "{\"a\":" + "1".repeat(100_000) + "}";
        assertProblem(400, "malformed-body", NODE.post("/v1/operators", "k", digits));
        String large = "{\"a\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}";
        assertProblem(413, "payload-too-large", NODE.post("/v1/operators", "k", large));
    }

    @Test
    void queryParametersAreChecked() {
        for (String query :
                new String[] {
                    "limit=0",
                    "limit=501",
                    "limit=x",
                    "cursor=%21",
                    "min_position=x",
                    "min_position=-2"
                }) {
            Reply reply = NODE.getAsIs("/v1/operators?" + query);
            assertProblem(400, "invalid-parameter", reply);
            assertEquals(query.substring(0, query.indexOf('=')), reply.at("invalid_params.0.name"));
        }
        String wallet = TestFederation.wallet("1");
        Reply reply = NODE.getAsIs("/v1/wallets/" + wallet + "/usage?from=yesterday");
        assertProblem(400, "invalid-parameter", reply);
    }

    @Test
    void whatIsNotYetVisibleIs409() {
        Reply reply = NODE.getAsIs("/v1/operators?min_position=999999999");
        assertProblem(409, "projection-behind", reply);
        assertEquals("1", reply.header("Retry-After"));
        assertTrue(reply.json().path("retriable").booleanValue());
        assertProblem(409, "projection-behind", NODE.getAsIs("/v1/ledger?min_position=999999999"));
    }

    @Test
    void theLedgersRefusalsHaveTheirStatus() {
        String body =
                "{'operator':'%s','country':'KR','currency':'KRW'}".formatted(TestFederation.HOME);
        assertProblem(
                409,
                "already-exists",
                NODE.post("/v1/operators", TestNode.name("key-"), body.replace('\'', '"')));
        String wallet = TestFederation.wallet("1");
        assertProblem(
                422,
                "asset-mismatch",
                NODE.post(
                        "/v1/wallets/" + wallet + "/grants",
                        TestNode.name("key-"),
                        "{\"amount\":\"5\",\"asset\":\"KRW\",\"kind\":\"paid\"}"));
        assertProblem(
                409,
                "wrong-state",
                NODE.post(
                        "/v1/settlement/windows/" + TestFederation.WINDOW + "/net",
                        TestNode.name("key-"),
                        "{}"));
        assertProblem(
                404,
                "not-found",
                NODE.post("/v1/settlement/windows/none/seal", TestNode.name("key-"), "{}"));
    }

    @Test
    void theDetailOfARefusalNamesItsField() {
        Reply reply =
                NODE.post(
                        "/v1/wallets",
                        "{'tenant':'nobody','asset':'EUR','tariff':'%s'}"
                                .formatted(TestNode.name("none-")));
        assertEquals(404, reply.status(), reply.text());
        assertEquals("tenant does not exist", reply.at("detail"));
        assertEquals("tenant", reply.at("invalid_params.0.name"));
    }
}
