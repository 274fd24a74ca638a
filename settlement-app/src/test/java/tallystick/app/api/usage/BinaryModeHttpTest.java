package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.contract.BinaryMode;

/** CloudEvents in binary mode are the records that they are in structured mode, or refused. */
class BinaryModeHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String USAGE =
            "'usage_raw':{'dialect':'openai.chat','object':{'prompt_tokens': 9,"
                    + "'completion_tokens':7 , 'total_tokens':16}},"
                    + "'labels':{'équipe':'« a\\\\b » \uD83D\uDE00'}";
    private static final String DATA =
            "{\"request_id\":\"r\",\"model\":{\"requested\":\"m\"},\"usage\":{\"output\":{\"text\":1}},"
                + "\"parties\":{\"home_operator\":\"h\",\"serving_operator\":\"s\",\"tenant\":\"t\"}}";

    private static Reply send(HttpRequest request) {
        return NODE.send(request);
    }

    /** An event whose attributes need every kind of encoding. */
    private static String event(String id) {
        return TestFederation.event(TestFederation.wallet("10"), id, USAGE)
                .replace(
                        "\"specversion\"",
                        "\"partitionkey\":\"50% \\\"Euro €\\\" \uD83D\uDE00"
                                + " +1\",\"comexampleextension\":\" a\\\\b\","
                                + "\"sequence\":\"42\",\"specversion\"");
    }

    @Test
    void bothModesAreOneRecord() {
        String one = event("é €-" + TestNode.name("e-"));
        Reply binary = send(BinaryMode.request(NODE, one));
        assertEquals(1, binary.json().path("accepted").intValue(), binary.text());
        Reply again =
                NODE.events(
                        one.getBytes(java.nio.charset.StandardCharsets.UTF_8), "cloudevents+json");
        assertEquals(1, again.json().path("duplicate").intValue(), again.text());
        assertEquals(binary.at("results.0.position"), again.at("results.0.position"));
        String other = event(TestNode.name("e-"));
        Reply structured = NODE.events(Events.batch(other));
        assertEquals(1, structured.json().path("accepted").intValue(), structured.text());
        again = send(BinaryMode.request(NODE, other));
        assertEquals(1, again.json().path("duplicate").intValue(), again.text());
        String changed = other.replace("\"sequence\":\"42\"", "\"sequence\":\"43\"");
        Reply conflict = send(BinaryMode.request(NODE, changed.replace("Euro", "euro")));
        assertEquals(1, conflict.json().path("conflict").intValue(), conflict.text());
    }

    @Test
    void quotedValuesAreTakenAsOlderSendersWriteThem() {
        String event = event(TestNode.name("e-"));
        Reply first = send(with(BinaryMode.request(NODE, event), Map.of()));
        assertEquals(1, first.json().path("accepted").intValue(), first.text());
        Map<String, String> quoted =
                Map.of(
                        "ce-partitionkey",
                        "\"50%25 \\\"Euro %e2%82%ac\\\" %f0%9f%98%80 \\+1\"",
                        "ce-comexampleextension",
                        "\" a\\\\b\"",
                        "ce-specversion",
                        "%31.0");
        Reply again = send(with(BinaryMode.request(NODE, event), quoted));
        assertEquals(1, again.json().path("duplicate").intValue(), again.text());
    }

    /** The request with other headers; a null value leaves one away. */
    private static HttpRequest with(HttpRequest request, Map<String, String> headers) {
        HttpRequest.Builder changed =
                HttpRequest.newBuilder(request, (name, _) -> !headers.containsKey(name));
        headers.forEach(
                (name, value) -> {
                    if (value != null) {
                        changed.header(name, value);
                    }
                });
        return changed.build();
    }

    private static HttpRequest plain(String body, String... changed) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", "e");
        headers.put("ce-source", "/operators/s/factories/f/gateways/g");
        headers.put("ce-type", "taas.usage.token.recorded.v1");
        headers.put("ce-subject", "w");
        headers.put("ce-time", "2026-11-21T02:30:11Z");
        for (int i = 0; i < changed.length; i += 2) {
            headers.put(changed[i], changed[i + 1]);
        }
        HttpRequest.Builder request =
                NODE.request("/v1/events").POST(BodyPublishers.ofString(body));
        headers.forEach(
                (name, value) -> {
                    if (!value.equals("-")) {
                        request.header(name, value);
                    }
                });
        return request.build();
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                Arguments.of("ce-specversion", "-", "is required in binary mode"),
                Arguments.of("ce-time", "-", "is required in binary mode"),
                Arguments.of("ce-specversion", "0.3", "must be 1.0"),
                Arguments.of("ce-type", "taas.usage.other.v1", "must be one of"),
                Arguments.of("ce-time", "2026-11-21", "must be an RFC 3339 time"),
                Arguments.of("ce-sequence", "4x", "must be 1 to 19 digits"),
                Arguments.of("ce-traceparent", "00-zz", "must be a W3C traceparent"),
                Arguments.of("ce-id", "", "must not be empty"),
                Arguments.of("ce-id", "x".repeat(129), "must have"),
                Arguments.of("ce-id", "a%00b", HeaderText.UTF_8),
                Arguments.of("ce-id", "a%0Ab", "control"),
                Arguments.of("ce-id", "a%C0%A0b", HeaderText.UTF_8),
                Arguments.of("ce-id", "a%ed%a0%80", HeaderText.UTF_8),
                Arguments.of("ce-id", "a%f", HeaderText.PERCENT),
                Arguments.of("ce-id", "%", HeaderText.PERCENT),
                Arguments.of("ce-id", "%+1", HeaderText.PERCENT),
                Arguments.of("ce-id", "a\"b\"", HeaderText.QUOTES),
                Arguments.of("ce-id", "\"a", HeaderText.QUOTES),
                Arguments.of("ce-id", "\"a\"b", HeaderText.QUOTES),
                Arguments.of("ce-id", "\"a\\", HeaderText.QUOTES),
                Arguments.of("ce-datacontenttype", "application/json", "must not be there"),
                Arguments.of("ce-data", "{}", "must not be there"),
                Arguments.of("ce-data_base64", "e30=", "must name an attribute"),
                Arguments.of("ce-", "x", "must name an attribute"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void aBadHeaderIsNamedWithItsRuleAndNothingChanges(String name, String value, String rule) {
        String before = NODE.stateDigest();
        Reply reply = send(plain(DATA, name, value));
        assertEquals(400, reply.status(), reply.text());
        assertEquals("invalid-parameter", reply.code());
        assertEquals(name, reply.at("invalid_params.0.name"), reply.text());
        assertTrue(reply.at("invalid_params.0.reason").contains(rule), reply.text());
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void aHeaderTwiceIsRefused() {
        HttpRequest twice =
                HttpRequest.newBuilder(plain(DATA), (_, _) -> true).header("CE-Id", "f").build();
        Reply reply = send(twice);
        assertEquals(400, reply.status(), reply.text());
        assertEquals("ce-id", reply.at("invalid_params.0.name"));
    }

    /** What is no data alone must not become members of the event. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"request_id\":\"r\"},\"id\":\"other\"",
                "{}}",
                "{\"a\":1",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"\u0000\":1}",
                "1 2"
            })
    void dataMustBeOneJsonValue(String body) {
        String before = NODE.stateDigest();
        Reply reply = send(plain(body));
        assertEquals(400, reply.status(), reply.text());
        assertEquals("malformed-body", reply.code(), reply.text());
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void dataNestsNoDeeperThanInStructuredMode() {
        String deep =
                DATA.replace(
                        "\"request_id\"",
                        "\"x\":" + "[".repeat(29) + "]".repeat(29) + ",\"request_id\"");
        assertEquals(200, send(plain(deep)).status());
        Reply reply = send(plain(deep.replace("[]", "[[]]")));
        assertEquals(200, reply.status());
        reply = send(plain(deep.replace("[]", "[[[]]]")));
        assertEquals(400, reply.status());
        assertEquals("malformed-body", reply.code());
    }

    @Test
    void badDataIsTheItemsOwnOutcome() {
        Reply reply = send(plain(DATA.replace("\"text\":1", "\"text\":-1")));
        assertEquals(200, reply.status(), reply.text());
        assertEquals(1, reply.json().path("rejected").intValue());
        assertEquals("data.usage.output.text", reply.at("results.0.problem.invalid_params.0.name"));
        reply = send(plain("7"));
        assertEquals("data", reply.at("results.0.problem.invalid_params.0.name"));
        reply = send(plain("7", "Prefer", "handling=strict"));
        assertEquals(422, reply.status());
    }

    @Test
    void otherTypesAreNotTakenAndStructuredModeLooksAtNoHeader() {
        assertEquals(415, send(plain(DATA, "Content-Type", "application/xml")).status());
        assertEquals(
                415,
                send(plain(DATA, "Content-Type", "application/json; charset=utf-16")).status());
        String event = TestFederation.event(TestFederation.wallet("1"), TestNode.name("e-"), USAGE);
        Reply reply = send(plain(event, "Content-Type", "application/cloudevents+json"));
        assertEquals(1, reply.json().path("accepted").intValue(), reply.text());
    }
}
