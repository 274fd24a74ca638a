package tallystick.app.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.contract.RawHttp.Request;
import tools.jackson.databind.json.JsonMapper;

/** What the fuzz run found, one test a kind: each was a failure of the server's, or worse. */
class EdgeHttpTest {

    private static final TestNode NODE = TestNode.get();

    private static Reply register(String model, String header, String value) {
        return NODE.send(
                NODE.request("/v1/models")
                        .header("Idempotency-Key", TestNode.name("key-"))
                        .setHeader("Content-Type", "application/json")
                        .setHeader(header, value)
                        .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\"}"))
                        .build());
    }

    private static void assertRefused(int status, String code, Reply reply) {
        assertEquals(status, reply.status(), reply.text());
        assertEquals(code, reply.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/problem+json", "*/*;q=0", "nonsense"})
    void aWriteWhoseAnswerIsNotAcceptedIsNotCarriedOut(String accept) {
        String before = NODE.stateDigest();
        assertRefused(406, "not-acceptable", register(TestNode.name("edge-"), "Accept", accept));
        assertEquals(before, NODE.stateDigest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/*",
                "text/html, */*;q=0.1",
                "application/problem+json, */*;q=0.1"
            })
    void whoAcceptsJsonGetsJson(String accept) {
        Reply reply = register(TestNode.name("edge-"), "Accept", accept);
        assertEquals(201, reply.status(), reply.text());
        assertEquals("application/json", reply.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/cloudevents+json",
                "*/*",
                "json"
            })
    void aWriteIsJsonOrIsNotTaken(String type) {
        String before = NODE.stateDigest();
        assertRefused(
                415,
                "unsupported-media-type",
                register(TestNode.name("edge-"), "Content-Type", type));
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void usageIsOfOneType() {
        assertRefused(
                415,
                "unsupported-media-type",
                NODE.send(
                        NODE.request("/v1/events")
                                .header("Content-Type", "*/*")
                                .POST(BodyPublishers.ofString("[]"))
                                .build()));
    }

    @Test
    void aCallerWithoutNameRecordsNothingAtAll() throws IOException {
        List<String[]> headers =
                List.of(
                        new String[] {"Content-Type", "application/x-ndjson"},
                        new String[] {"X-Actor", ""});
        try (RawHttp http = new RawHttp(NODE.port())) {
            Exchange exchange = http.send(new Request("POST", "/v1/events", headers, new byte[0]));
            assertEquals(400, exchange.status(), exchange::toString);
            assertEquals("invalid-parameter", code(exchange));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff=1", "limit=%C3%28", "cursor=%zz"})
    void aQueryThatCannotBeDecodedIsTheCallersFault(String query) throws IOException {
        Exchange exchange = raw("GET", "/v1/operators?" + query, List.of());
        assertEquals(400, exchange.status(), exchange::toString);
        assertEquals("invalid-parameter", code(exchange));
    }

    @Test
    void aHeaderWithControlCharactersIsTheCallersFault() throws IOException {
        // In UTF-8 the combining accent has a byte that is a control character in ISO 8859-1.
        List<String[]> headers = List.<String[]>of(new String[] {"Idempotency-Key", "e\u0301"});
        Exchange exchange = raw("POST", "/v1/models", headers);
        assertEquals(400, exchange.status(), exchange::toString);
        assertEquals("bad-request", code(exchange));
    }

    @Test
    void aMethodThatTheServerDoesNotKnowIsNoFaultOfIts() throws IOException {
        Exchange exchange = raw("CONNECT", "/v1/models", List.of());
        assertEquals(405, exchange.status(), exchange::toString);
        assertEquals("method-not-allowed", code(exchange));
    }

    private static String code(Exchange exchange) {
        String text = exchange.answerText();
        return JsonMapper.shared().readTree(text).path("code").asString(text);
    }

    private static Exchange raw(String method, String target, List<String[]> headers)
            throws IOException {
        try (RawHttp http = new RawHttp(NODE.port())) {
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            return http.send(new Request(method, target, headers, body));
        }
    }
}
