package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;

/** Every way an event can be wrong: who is told what. */
public class BadEventTest {

    private static final String UNCACHED = "\"uncached\":11";
    private static final String INPUT = "data.usage.input.uncached";
    private static final String ID = "\"id\":\"e-1\"";
    private static final String REQUEST = "\"request_id\":\"r-1\"";

    /** What to replace in the plain event, by what, and the field that is named. */
    public static Stream<Arguments> badItems() {
        return Stream.of(counts(), texts(), shapes(), missing(), conditions(), vendors())
                .flatMap(List::stream)
                .map(bad -> Arguments.of(bad[0], bad[1], bad[2]));
    }

    private static List<String[]> counts() {
        return List.of(
                bad(UNCACHED, "\"uncached\":11.0", INPUT),
                bad(UNCACHED, "\"uncached\":1e3", INPUT),
                bad(UNCACHED, "\"uncached\":-1", INPUT),
                bad(UNCACHED, "\"uncached\":9007199254740992", INPUT),
                bad(UNCACHED, "\"uncached\":9223372036854775808", INPUT),
                bad(UNCACHED, "\"uncached\":1" + "0".repeat(60), INPUT),
                bad(UNCACHED, "\"uncached\":\"11\"", INPUT),
                bad(UNCACHED, "\"uncached\":null", INPUT),
                bad(UNCACHED, "\"uncached\":[11]", INPUT),
                bad(UNCACHED, "\"cached\":11", "data.usage.input.cached"),
                bad("\"text\":7", "\"thought\":7", "data.usage.output.thought"),
                bad("\"output\":", "\"outputs\":", "data.usage.outputs"),
                bad("\"output\":", "\"tool_calls\":1.5,\"output\":", "data.usage.tool_calls"),
                bad(REQUEST, REQUEST + ",\"attempt\":0", "data.attempt"),
                bad(REQUEST, REQUEST + ",\"attempt\":1.5", "data.attempt"));
    }

    private static List<String[]> texts() {
        String long129 = "x".repeat(129);
        return List.of(
                bad(ID, "\"id\":\"\"", "id"),
                bad(ID, "\"id\":\"" + long129 + "\"", "id"),
                bad(ID, "\"id\":\"e\\n1\"", "id"),
                bad(ID, "\"id\":\"e\\u0301\"", "id"),
                bad(ID, "\"id\":\"\\ud800\"", "id"),
                bad(ID, "\"id\":7", "id"),
                bad("/gateways/gw-1", "/gateways/gw 1", "source"),
                bad("/gateways/gw-1", "/gateways/%g1", "source"),
                bad("/gateways/gw-1", "/" + "g".repeat(256), "source"),
                bad("\"wal-1\"", "\"wal\\t1\"", "subject"),
                bad("\"wal-1\"", "\"" + long129 + "\"", "subject"),
                bad(
                        "\"op-kr\",\"serving",
                        "\"op\\u000akr\",\"serving",
                        "data.parties.home_operator"),
                bad("\"t-1\"", "\"" + long129 + "\"", "data.parties.tenant"),
                bad("\"t-1\"", "\"t-1\",\"colour\":\"red\"", "data.parties.colour"),
                bad("\"llama\"", "\"\\u202ellama\"", "data.model.requested"),
                bad(REQUEST, REQUEST + ",\"hold_id\":\"" + "h".repeat(65) + "\"", "data.hold_id"),
                bad(ID, ID + ",\"sequence\":\"4x\"", "sequence"),
                bad(ID, ID + ",\"sequence\":42", "sequence"),
                bad(ID, ID + ",\"sequence\":\"9999999999999999999\"", "sequence"),
                bad(ID, ID + ",\"traceparent\":\"00-xyz\"", "traceparent"),
                bad(ID, ID + ",\"partitionkey\":\"" + long129 + "\"", "partitionkey"),
                bad(ID, ID + ",\"mine\":\"" + "m".repeat(8_192) + "\"", "event"));
    }

    private static List<String[]> shapes() {
        return List.of(
                bad("recorded.v1", "recorded.v2", "type"),
                bad("\"1.0\"", "\"1.1\"", "specversion"),
                bad("application/json", "text/plain", "datacontenttype"),
                bad("02:30:11Z", "02:30:11", "time"),
                bad("02:30:11Z", "02:30:11.1234567890Z", "time"),
                bad("\"2026-11-21T02:30:11Z\"", "1763692211", "time"),
                bad("{\"requested\":\"llama\"}", "\"llama\"", "data.model"),
                bad("\"llama\"}", "\"llama\",\"size\":7}", "data.model.size"),
                bad(REQUEST, REQUEST + ",\"streamed\":\"yes\"", "data.streamed"),
                bad(REQUEST, REQUEST + ",\"finish\":\"done\"", "data.finish"),
                bad(REQUEST, REQUEST + ",\"started_at\":\"yesterday\"", "data.started_at"),
                bad(REQUEST, REQUEST + ",\"labels\":{\"a\":1}", "data.labels.a"),
                bad(REQUEST, REQUEST + ",\"labels\":{" + labels(33) + "}", "data.labels"),
                bad(
                        REQUEST,
                        REQUEST + ",\"measurement\":{\"method\":\"guessed\"}",
                        "data.measurement.method"),
                bad(
                        REQUEST,
                        REQUEST + ",\"sovereignty\":{\"served_in\":\"qa\"}",
                        "data.sovereignty.served_in"),
                bad(
                        REQUEST,
                        REQUEST + ",\"sovereignty\":{\"allowed\":[\"QA\",\"QA\"]}",
                        "data.sovereignty.allowed"),
                bad(
                        REQUEST,
                        REQUEST + ",\"sovereignty\":{\"planet\":\"earth\"}",
                        "data.sovereignty.planet"));
    }

    private static String labels(int count) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < count; i++) {
            labels.append(i == 0 ? "" : ",").append("\"l").append(i).append("\":\"v\"");
        }
        return labels.toString();
    }

    private static List<String[]> missing() {
        return List.of(
                bad(ID + ",", "", "id"),
                bad("\"specversion\":\"1.0\",", "", "specversion"),
                bad("\"subject\":\"wal-1\",", "", "subject"),
                bad("\"time\":\"2026-11-21T02:30:11Z\",", "", "time"),
                bad("\"data\":", "\"date\":", "data"),
                bad(REQUEST + ",", "", "data.request_id"),
                bad("\"model\":{\"requested\":\"llama\"},", "", "data.model"),
                bad("\"requested\"", "\"served\"", "data.model.requested"),
                bad(",\"tenant\":\"t-1\"", "", "data.parties.tenant"),
                bad(
                        "\"usage\":{\"input\":{\"uncached\":11},\"output\":{\"text\":7}},",
                        "",
                        "data.usage"));
    }

    private static List<String[]> conditions() {
        return List.of(
                bad("recorded.v1", "progress.v1", "data.hold_id"),
                bad("recorded.v1", "corrected.v1", "data.corrects"),
                bad("recorded.v1", "voided.v1", "data.reason"),
                bad(REQUEST, REQUEST + ",\"corrects\":{\"id\":\"a\"}", "data.corrects.source"),
                bad(REQUEST, REQUEST + ",\"reason\":\"because\"", "data.reason"));
    }

    private static List<String[]> vendors() {
        String path = "data.usage_raw.object.";
        return List.of(
                raw("openai.chat", "\"prompt_tokens\":10.5", path + "prompt_tokens"),
                raw("openai.chat", "\"prompt_tokens\":-10", path + "prompt_tokens"),
                raw("openai.chat", "\"prompt_tokens\":\"10\"", path + "prompt_tokens"),
                raw("openai.chat", "\"input\":10", path + "prompt_tokens"),
                raw(
                        "openai.chat",
                        "\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":11}",
                        path + "prompt_tokens_details.cached_tokens"),
                raw(
                        "openai.chat",
                        "\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":16",
                        path + "total_tokens"),
                raw("openai", "\"prompt_tokens\":10", "data.usage_raw.dialect"),
                bad(
                        "\"usage\":{\"input\":{\"uncached\":11},\"output\":{\"text\":7}}",
                        "\"usage_raw\":{\"dialect\":\"vllm\"}",
                        "data.usage_raw.object"),
                bad(
                        "\"usage\":{\"input\":{\"uncached\":11},\"output\":{\"text\":7}}",
                        "\"usage_raw\":{\"dialect\":\"vllm\",\"object\":[]}",
                        "data.usage_raw.object"));
    }

    private static String[] raw(String dialect, String members, String field) {
        return bad(
                "\"usage\":{\"input\":{\"uncached\":11},\"output\":{\"text\":7}}",
                "\"usage_raw\":{\"dialect\":\"" + dialect + "\",\"object\":{" + members + "}}",
                field);
    }

    private static String[] bad(String old, String replacement, String field) {
        return new String[] {old, replacement, field};
    }

    private static UsageBatch read(String json) {
        byte[] body = Events.bytes(json);
        return new UsageEventParser().read(body, body.length, EventFormat.BATCH);
    }

    @ParameterizedTest
    @MethodSource("badItems")
    void aBadItemIsRejectedAloneByFieldAndRule(String old, String replacement, String field) {
        String bad = Events.plainWith(old, replacement);
        UsageBatch batch = read(Events.batch(Events.PLAIN, bad, Events.PLAIN));
        assertEquals(2, batch.records().size());
        RejectedItem item = batch.rejected().getFirst();
        assertEquals(1, item.index());
        ProblemDocument problem = item.problem();
        assertEquals(422, problem.status());
        assertTrue(
                problem.invalidParams().stream().map(InvalidParam::name).anyMatch(field::equals),
                () -> "named " + problem.invalidParams());
        assertTrue(problem.detail().length() < 300, problem.detail());
    }

    @Test
    void cachedMoreThanInputIsNotAdditive() {
        String[] bad = vendors().get(4);
        UsageBatch batch = read(Events.batch(Events.plainWith(bad[0], bad[1])));
        assertEquals("usage-not-additive", batch.rejected().getFirst().problem().code());
    }

    @Test
    void everyFaultOfAnItemIsNamed() {
        String bad =
                Events.with(
                        Events.plainWith(UNCACHED, "\"uncached\":-1"),
                        "\"text\":7",
                        "\"text\":0.5");
        List<InvalidParam> params =
                read(Events.batch(bad)).rejected().getFirst().problem().invalidParams();
        assertEquals(2, params.size());
        assertEquals("data.usage.output.text", params.getLast().name());
    }

    /** A body, and what the refusal says of it. */
    public static Stream<Arguments> brokenBodies() {
        String ok = Events.PLAIN;
        String nested = "[".repeat(100) + "]".repeat(100);
        return Stream.of(
                Arguments.of(Events.batch(ok, "{\"specversion\":\"1.0\",}", ok), 2, 1),
                Arguments.of("[" + ok + ",\n" + ok.substring(0, 200), 2, 1),
                Arguments.of("[" + ok + " " + ok + "]", 1, 1),
                Arguments.of("[" + ok + ",]", 1, 1),
                Arguments.of(Events.batch(ok) + "x", 1, -1),
                Arguments.of("{\"a\":1}", 1, -1),
                Arguments.of("", 1, -1),
                Arguments.of(Events.batch(ok, Events.plainWith(ID, ID + "," + ID)), 2, 1),
                Arguments.of(
                        Events.batch(ok, Events.plainWith(UNCACHED, "\"uncached\":NaN")), 2, 1),
                Arguments.of(
                        Events.batch(ok, Events.plainWith(UNCACHED, "\"uncached\":011")), 2, 1),
                Arguments.of(
                        Events.batch(
                                ok,
                                Events.plainWith(UNCACHED, "\"uncached\":" + "9".repeat(5_000))),
                        2,
                        1),
                Arguments.of(Events.batch(ok, Events.plainWith(ID, ID + ",\"n\":" + nested)), 2, 1),
                Arguments.of(
                        Events.batch(
                                ok, Events.plainWith(ID, "\"" + "n".repeat(300) + "\":1," + ID)),
                        2,
                        1),
                Arguments.of(Events.batch(ok, Events.plainWith(ID, "\"id\":\"a\tb\"")), 2, 1));
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void aBrokenBodyIsRefusedWholeByPlace(String body, int line, int index) {
        ProblemDocument problem = assertThrows(ProblemException.class, () -> read(body)).document();
        assertEquals("malformed-body", problem.code());
        assertEquals(400, problem.status());
        var place = problem.place();
        assertTrue(place != null);
        assertEquals(line, place.line(), problem.detail());
        assertEquals(index, place.index(), problem.detail());
    }

    @Test
    void invalidUtf8IsRefusedWholeByPlace() {
        byte[] body = Events.bytes(Events.batch(Events.PLAIN, Events.PLAIN, Events.PLAIN));
        int second = Events.PLAIN.length() + 3;
        body[second + 30] = (byte) 0xc0;
        ProblemDocument problem =
                assertThrows(
                                ProblemException.class,
                                () ->
                                        new UsageEventParser()
                                                .read(body, body.length, EventFormat.BATCH))
                        .document();
        assertTrue(problem.detail().contains("not UTF-8"), problem.detail());
        var place = problem.place();
        assertTrue(place != null);
        assertEquals(2, place.line());
        assertEquals(1, place.index());
    }

    @Test
    void tooManyEventsAreRefusedWhole() {
        String most = "[" + "7,".repeat(UsageEventParser.MOST_EVENTS - 1) + "7]";
        assertEquals(UsageEventParser.MOST_EVENTS, read(most).rejected().size());
        String more = "[" + "7,".repeat(UsageEventParser.MOST_EVENTS) + "7]";
        assertEquals(
                413, assertThrows(ProblemException.class, () -> read(more)).document().status());
    }

    /** Hundreds of thousands of small members, which a careless parser compares with each other. */
    @Test
    void manyMembersCostNoMoreThanTheirBytes() {
        StringBuilder members = new StringBuilder(ID);
        for (int i = 0; i < 200_000; i++) {
            members.append(",\"m").append(i).append("\":").append(i);
        }
        String inEvent = Events.plainWith(ID, members.toString());
        String inData =
                Events.plainWith(REQUEST, members.substring(ID.length() + 1) + "," + REQUEST);
        String inRaw =
                Events.plainWith(
                        "\"usage\":",
                        "\"usage_raw\":{\"dialect\":\"vllm\",\"object\":{"
                                + members.substring(ID.length() + 1)
                                + "}},\"usage\":");
        long startNanos = System.nanoTime();
        UsageBatch batch = read(Events.batch(inEvent, inData, inRaw));
        long millis = (System.nanoTime() - startNanos) / 1_000_000;
        assertEquals(3, batch.rejected().size());
        assertTrue(millis < 5_000, () -> millis + " ms");
    }
}
