package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/** Usage over real HTTP: every outcome, and that what is refused changes nothing. */
class RecordUsageHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String USAGE = "'usage':{'input':{'uncached':1000},'output':{'text':10}}";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static JsonNode result(Reply reply, int at) {
        return reply.json().path("results").path(at);
    }

    private static void assertCounts(Reply reply, int... wanted) {
        List<String> names = List.of("accepted", "duplicate", "suspended", "conflict", "rejected");
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], reply.json().path(names.get(i)).intValue(), reply::text);
        }
    }

    @Test
    void everyOutcomeInOneBatch() {
        String wallet = TestFederation.wallet("10.00");
        String id = TestNode.name("e-");
        String good = TestFederation.event(wallet, id, USAGE);
        String conflict = good.replace("\"uncached\":1000", "\"uncached\":1001");
        String unknown = TestFederation.event("wal-nobody", id + "s", USAGE);
        String bad = TestFederation.event(wallet, id + "r", USAGE).replace("1000", "-1");
        Reply reply = NODE.events(Events.batch(good, good, unknown, conflict, bad));
        assertEquals(200, reply.status(), reply.text());
        assertCounts(reply, 1, 1, 1, 1, 1);
        JsonNode accepted = result(reply, 0);
        assertEquals("accepted", accepted.path("status").asString());
        assertEquals("0.000530000000", accepted.at("/rated/amount").asString());
        assertEquals("EUR", accepted.at("/rated/asset").asString());
        assertEquals(TestFederation.RETAIL + "@1", accepted.at("/rated/tariff").asString());
        String position = accepted.path("position").asString();
        assertEquals("duplicate", result(reply, 1).path("status").asString());
        assertEquals(position, result(reply, 1).path("position").asString());
        assertEquals("suspended", result(reply, 2).path("status").asString());
        assertEquals("unknown-wallet", result(reply, 2).path("suspense").asString());
        assertEquals("conflict", result(reply, 3).path("status").asString());
        assertEquals(position, result(reply, 3).path("position").asString());
        assertEquals("event-conflict", result(reply, 3).at("/problem/code").asString());
        assertEquals("rejected", result(reply, 4).path("status").asString());
        assertEquals(4, result(reply, 4).path("index").intValue());
        assertEquals("invalid-event", result(reply, 4).at("/problem/code").asString());
        assertEquals(
                "data.usage.input.uncached",
                result(reply, 4).at("/problem/invalid_params/0/name").asString());
        assertEquals(result(reply, 2).path("position").asString(), reply.at("position"));
        Reply balance = NODE.get("/v1/wallets/" + wallet + "/balance");
        assertEquals("9.999470000000", balance.at("posted"));
        assertEquals("9.999470000000", balance.at("available"));
    }

    @Test
    void minimalRepliesLeaveAcceptedItemsOut() {
        String wallet = TestFederation.wallet("10.00");
        String good = TestFederation.event(wallet, TestNode.name("e-"), USAGE);
        Reply reply =
                NODE.events(
                        Events.batch(good, good, "7"), "Prefer", "return=minimal; foo, wait=10");
        assertEquals(3, reply.json().path("results").size());
        reply = NODE.events(Events.batch(good, good, "7"), "Prefer", "return=minimal");
        assertEquals("return=minimal", reply.header("Preference-Applied"));
        assertCounts(reply, 0, 2, 0, 0, 1);
        String other = TestFederation.event(wallet, TestNode.name("e-"), USAGE);
        reply = NODE.events(Events.batch(other, "7"), "Prefer", "return=minimal");
        assertEquals(1, reply.json().path("results").size());
        assertEquals("rejected", result(reply, 0).path("status").asString());
    }

    @Test
    void strictBatchesAreAllOrNothing() {
        String wallet = TestFederation.wallet("10.00");
        String id = TestNode.name("e-");
        String first = TestFederation.event(wallet, id, USAGE);
        String second = TestFederation.event(wallet, id + "b", USAGE);
        String before = NODE.stateDigest();
        Reply malformed =
                NODE.events(
                        Events.batch(first, second.replace("1000", "1e3")),
                        "Prefer",
                        "handling=strict");
        assertEquals(422, malformed.status());
        assertEquals("strict-batch-refused", malformed.code());
        assertEquals("[1].data.usage.input.uncached", malformed.at("invalid_params.0.name"));
        Reply conflicting =
                NODE.events(
                        Events.batch(first, second, first.replace("1000", "1001")),
                        "Prefer",
                        "handling=strict");
        assertEquals(409, conflicting.status());
        assertEquals("event-conflict", conflicting.code());
        assertEquals(before, NODE.stateDigest());
        Reply good = NODE.events(Events.batch(first, second, first), "Prefer", "handling=strict");
        assertCounts(good, 2, 1, 0, 0, 0);
        assertEquals("handling=strict", good.header("Preference-Applied"));
        assertNotEquals(before, NODE.stateDigest());
    }

    @Test
    void everyFormatSaysTheSame() {
        String wallet = TestFederation.wallet("10.00");
        byte[] event =
                TestFederation.event(wallet, TestNode.name("e-"), USAGE)
                        .getBytes(StandardCharsets.UTF_8);
        Reply single = NODE.events(event, "cloudevents+json; charset=UTF-8");
        assertCounts(single, 1, 0, 0, 0, 0);
        Reply line = NODE.events(event, "x-ndjson");
        assertCounts(line, 0, 1, 0, 0, 0);
        assertEquals(single.at("position"), line.at("position"));
        assertEquals(400, NODE.events(event, "cloudevents-batch+json").status());
        assertEquals(415, NODE.events(event, "json").status());
        assertEquals("unsupported-media-type", NODE.events(event, "json").code());
        assertEquals(
                415, NODE.events(event, "cloudevents+json", "Content-Encoding", "gzip").status());
        assertEquals(415, NODE.events(event, "cloudevents+json; charset=utf-16").status());
    }

    @Test
    void theExamplesAreTakenAndKept() {
        String now = Instant.now().toString();
        String example =
                Events.with(Events.EXAMPLE, "2026-11-21T02:30:11.482Z", now)
                        .replace("01K9X0000000000000000000A1", TestNode.name("ex-"));
        String voided =
                Events.with(Events.VOID_EXAMPLE, "2026-11-21T03:00:00Z", now)
                        .replace("\"v1\"", "\"" + TestNode.name("v-") + "\"");
        Reply reply = NODE.events(Events.batch(example, voided));
        assertCounts(reply, 0, 0, 2, 0, 0);
        assertEquals("unknown-wallet", result(reply, 0).path("suspense").asString());
    }

    @Test
    void aVoidOfAKnownWalletWaits() {
        String wallet = TestFederation.wallet("10.00");
        String id = TestNode.name("e-");
        String event = TestFederation.event(wallet, id, USAGE);
        String voided =
                event.replace("recorded.v1", "voided.v1")
                        .replace("\"id\":\"" + id, "\"id\":\"" + id + "v")
                        .replace(
                                "\"data\":{",
                                "\"data\":{\"reason\":\"meter_fault\",\"corrects\":{"
                                        + "\"source\":\"/operators/x\",\"id\":\""
                                        + id
                                        + "\"},");
        Reply reply = NODE.events(Events.batch(event, voided));
        assertCounts(reply, 1, 0, 1, 0, 0);
        assertEquals("unsettled-reference", result(reply, 1).path("suspense").asString());
    }

    /** What a gateway may send instead of classes: the same request in every vendor's words. */
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        "openai.chat",
                        "'prompt_tokens':11125,'completion_tokens':429,'total_tokens':11554,"
                                + "'prompt_tokens_details':{'cached_tokens':7441},"
                                + "'completion_tokens_details':{'reasoning_tokens':409}"),
                Arguments.of(
                        "openai.responses",
                        "'input_tokens':11125,'output_tokens':429,'total_tokens':11554,"
                                + "'input_tokens_details':{'cached_tokens':7441},"
                                + "'output_tokens_details':{'reasoning_tokens':409}"),
                Arguments.of(
                        "otel.genai",
                        "'gen_ai.usage.input_tokens':11125,'gen_ai.usage.output_tokens':429,"
                                + "'gen_ai.usage.cache_read.input_tokens':7441,"
                                + "'gen_ai.usage.reasoning.output_tokens':409"),
                Arguments.of(
                        "vllm",
                        "'prompt_tokens':11125,'completion_tokens':429,'total_tokens':11554,"
                                + "'prompt_tokens_details':{'cached_tokens':7441},"
                                + "'completion_tokens_details':{'reasoning_tokens':409}"),
                Arguments.of(
                        "nim",
                        "'prompt_tokens':11125,'completion_tokens':429,'total_tokens':11554,"
                                + "'prompt_tokens_details':{'cached_tokens':7441},"
                                + "'completion_tokens_details':{'reasoning_tokens':409}"));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void cachedAndReasoningTokensCostWhatTheSpecificationSays(String dialect, String object) {
        String raw = "'usage_raw':{'dialect':'" + dialect + "','object':{" + object + "}}";
        assertEquals("0.003501050000", charge(TestFederation.MODEL, raw));
        String classes =
                "'usage':{'input':{'uncached':3684,'cache_read':7441},"
                        + "'output':{'text':20,'reasoning':409}}";
        assertEquals("0.003501050000", charge(TestFederation.MODEL, classes + "," + raw));
    }

    @Test
    void anthropicsCacheWritesCostWhatTheSpecificationSays() {
        assertEquals(
                "0.054399000000",
                charge(
                        TestFederation.CACHING_MODEL,
                        "'usage_raw':{'dialect':'anthropic.messages','object':{'input_tokens':3,"
                                + "'cache_creation_input_tokens':12304,'cache_read_input_tokens':0,"
                                + "'output_tokens':550}}"));
        assertEquals(
                "0.054399000000",
                charge(
                        TestFederation.CACHING_MODEL,
                        "'usage_raw':{'dialect':'otel.genai','object':{'input_tokens':12307,"
                                + "'cache_creation':{'input_tokens':12304},'output_tokens':550}}"));
    }

    private static String charge(String model, String usage) {
        String wallet = TestFederation.wallet("1.00");
        String event =
                TestFederation.event(
                        wallet, TestNode.name("e-"), model, usage, TestFederation.HOME);
        Reply reply = NODE.events(Events.batch(event));
        assertCounts(reply, 1, 0, 0, 0, 0);
        return result(reply, 0).at("/rated/amount").asString();
    }

    static Stream<Arguments> badItems() {
        return BadEventTest.badItems();
    }

    @ParameterizedTest
    @MethodSource("badItems")
    void aBadItemIsNamedAndNothingChanges(String old, String replacement, String field) {
        String before = NODE.stateDigest();
        Reply reply = NODE.events(Events.batch(Events.plainWith(old, replacement)));
        assertEquals(200, reply.status());
        assertCounts(reply, 0, 0, 0, 0, 1);
        JsonNode params = result(reply, 0).at("/problem/invalid_params");
        assertTrue(
                params.valueStream().anyMatch(p -> p.path("name").asString().equals(field)),
                reply::text);
        assertEquals(before, NODE.stateDigest());
    }

    static Stream<Arguments> brokenBodies() {
        return BadEventTest.brokenBodies();
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void aBrokenBodyIsRefusedAndNothingChanges(String body, int line, int index) {
        String before = NODE.stateDigest();
        Reply reply = NODE.events(body);
        assertEquals(400, reply.status(), reply.text());
        assertEquals("application/problem+json", reply.header("Content-Type"));
        assertEquals("malformed-body", reply.code());
        assertEquals("urn:taas:problem:malformed-body", reply.at("type"));
        assertEquals(line, reply.json().path("line").intValue());
        assertEquals(index, reply.json().path("index").asInt(-1));
        assertEquals(before, NODE.stateDigest());
    }

    @Test
    void fiveMebibytesAreTooMany() {
        String before = NODE.stateDigest();
        byte[] body = new byte[5 * 1024 * 1024];
        java.util.Arrays.fill(body, (byte) ' ');
        Reply reply = NODE.events(body, "cloudevents-batch+json");
        assertEquals(413, reply.status());
        assertEquals("payload-too-large", reply.code());
        Reply chunked =
                NODE.send(
                        NODE.request("/v1/events")
                                .header("Content-Type", "application/cloudevents-batch+json")
                                .POST(
                                        java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new java.io.ByteArrayInputStream(body)))
                                .build());
        assertEquals(413, chunked.status());
        assertEquals(before, NODE.stateDigest());
        byte[] most = java.util.Arrays.copyOf(body, 4 * 1024 * 1024);
        most[0] = '[';
        most[most.length - 1] = ']';
        assertEquals(200, NODE.events(most, "cloudevents-batch+json").status());
    }

    /** The negative control of "nothing changes": a good event does change the digest. */
    @Test
    void aGoodEventChangesTheDigest() {
        String wallet = TestFederation.wallet("1.00");
        String before = NODE.stateDigest();
        Reply reply =
                NODE.events(Events.batch(TestFederation.event(wallet, TestNode.name("e-"), USAGE)));
        assertCounts(reply, 1, 0, 0, 0, 0);
        assertFalse(before.equals(NODE.stateDigest()));
    }

    @Test
    void usageBeyondTheWalletIsDebtNotRefused() {
        String wallet = TestFederation.wallet("0.000100");
        Reply reply =
                NODE.events(Events.batch(TestFederation.event(wallet, TestNode.name("e-"), USAGE)));
        assertCounts(reply, 1, 0, 0, 0, 0);
        Reply balance = NODE.get("/v1/wallets/" + wallet + "/balance");
        assertEquals("0.000000000000", balance.at("posted"));
        assertEquals("0.000430000000", balance.at("shortfall"));
    }
}
