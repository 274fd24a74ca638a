package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/** What well-formed events become. */
class UsageEventParserTest {

    private static final String RAW = "{\"prompt_tokens\":1532,\"completion_tokens\":193,";

    private final UsageEventParser parser = new UsageEventParser();

    private UsageBatch read(String json, EventFormat format) {
        byte[] body = Events.bytes(json);
        return parser.read(Arrays.copyOf(body, body.length + 5), body.length, format);
    }

    private UsageRecord one(String json) {
        UsageBatch batch = read(json, EventFormat.SINGLE);
        assertEquals(1, batch.size());
        assertTrue(batch.rejected().isEmpty(), () -> "" + batch.rejected());
        return batch.records().getFirst();
    }

    private ProblemDocument rejected(String json) {
        UsageBatch batch = read(json, EventFormat.SINGLE);
        assertTrue(batch.records().isEmpty());
        return batch.rejected().getFirst().problem();
    }

    @Test
    void theExampleBecomesARecord() throws NoSuchAlgorithmException {
        UsageRecord usage = one(Events.EXAMPLE);
        assertEquals("01K9X0000000000000000000A1", usage.id);
        assertEquals("/operators/op-a/factories/doha-1/gateways/gw-3", usage.source);
        assertEquals(UsageKind.RECORDED, usage.kind);
        assertEquals("wal_01K9W", usage.wallet);
        assertEquals(
                Instant.parse("2026-11-21T02:30:11.482Z").toEpochMilli() * 1_000_000,
                usage.endedEpochNanos);
        assertEquals(42, usage.sequence);
        assertEquals("chatcmpl-EBrcZMsa2", usage.requestId);
        assertEquals(1, usage.attempt);
        assertEquals("hld_01K9X", usage.hold);
        assertEquals("llama-3.3-70b", usage.model);
        assertEquals("llama-3.3-70b-fp8", usage.modelServed);
        assertEquals("op-a", usage.homeOperator);
        assertEquals("op-b", usage.servingOperator);
        assertEquals("tnt_42", usage.tenant);
        assertEquals("key_7", usage.apiKey);
        assertEquals("doha-1", usage.site);
        assertEquals("QA", usage.servedIn);
        assertArrayEquals(new long[] {1020, 512, 0, 0, 0, 0, 129, 64, 0, 0}, usage.tokens);
        int from = Events.EXAMPLE.indexOf(RAW);
        String object = Events.EXAMPLE.substring(from, Events.EXAMPLE.indexOf("}},", from) + 1);
        assertTrue(object.endsWith("{\"reasoning_tokens\":64}}"), object);
        byte[] sha256 =
                MessageDigest.getInstance("SHA-256")
                        .digest(object.getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(sha256, usage.evidenceSha256);
        assertEquals(
                "{\"data\":{\"finish\":\"stop\",\"measurement\":{\"meter_id\":\"gw-3\","
                        + "\"meter_version\":\"1.4.0\",\"method\":\"engine_reported\"},"
                        + "\"operation\":\"chat\",\"provider\":\"vllm\",\"sovereignty\":{"
                        + "\"allowed\":[\"QA\",\"AE\"],\"classification\":\"restricted\"},"
                        + "\"streamed\":true},\"partitionkey\":\"wal_01K9W\",\"traceparent\":"
                        + "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"}",
                usage.attributes);
        assertNotEquals(0, usage.fingerprint);
        assertNotEquals(0, usage.keyHi);
    }

    @Test
    void theVoidNeedsNoUsage() {
        UsageRecord usage = one(Events.VOID_EXAMPLE);
        assertEquals(UsageKind.VOIDED, usage.kind);
        assertEquals("/operators/op-a/factories/doha-1/gateways/gw-3", usage.correctsSource);
        assertEquals("01K9X0000000000000000000A1", usage.correctsId);
        assertEquals("{\"data\":{\"reason\":\"meter_fault\"}}", usage.attributes);
        assertEquals(0, usage.totalTokens());
        assertNull(usage.site);
    }

    @Test
    void theSourceTellsTheSite() {
        UsageRecord usage = one(Events.PLAIN);
        assertEquals("kr-1", usage.site);
        assertNull(usage.attributes);
        assertNull(usage.evidenceSha256);
        assertEquals(-1, usage.sequence);
    }

    @Test
    void orderAndBlanksDoNotChangeTheRecord() {
        String reordered =
                """
                { "data" : {"parties":{"tenant":"t-1","serving_operator":"op-kr",
                   "home_operator":"op-kr"}, "usage":{"output":{"text":7},"input":{"uncached":11,
                   "image":0}}, "model":{"requested":"llama"}, "attempt":1, "cumulative":false,
                   "request_id":"r-1"},
                  "datacontenttype":"application/json", "time":"2026-11-21T11:30:11+09:00",
                  "subject":"wal-1", "type":"taas.usage.token.recorded.v1",
                  "source":"/operators/op-kr/factories/kr-1/gateways/gw-1", "id":"e-1",
                  "specversion":"1.0" }
                """;
        assertEquals(one(Events.PLAIN).fingerprint, one(reordered).fingerprint);
        assertEquals(one(Events.PLAIN).keyLo, one(reordered).keyLo);
    }

    @Test
    void everyFactIsInTheFingerprint() {
        long plain = one(Events.PLAIN).fingerprint;
        String[][] changes = {
            {"\"wal-1\"", "\"wal-2\""},
            {"11Z", "12Z"},
            {"\"r-1\"", "\"r-2\""},
            {"\"uncached\":11", "\"uncached\":12"},
            {"\"uncached\"", "\"cache_read\""},
            {"\"tenant\":\"t-1\"", "\"tenant\":\"t-2\""},
            {"\"tenant\":\"t-1\"", "\"tenant\":\"t-1\",\"end_user\":\"p-1\""},
            {"\"request_id\"", "\"labels\":{\"a\":\"b\"},\"request_id\""},
            {"\"request_id\"", "\"provider\":\"vllm\",\"request_id\""},
            {"\"request_id\"", "\"attempt\":2,\"request_id\""},
            {
                "\"request_id\"",
                "\"of_the_senders_own\":{\"b\":[1,2.50,null],\"a\":true},\"request_id\""
            },
        };
        for (String[] change : changes) {
            UsageRecord changed = one(Events.plainWith(change[0], change[1]));
            assertNotEquals(plain, changed.fingerprint, change[1]);
        }
    }

    @Test
    void membersOfTheSendersOwnAreKeptCanonically() {
        String event =
                Events.plainWith(
                        "\"request_id\"",
                        "\"z\":{\"b\":[1,2.50,\"q\\\"\\u000a\"],\"a\":true},"
                                + " \"y\":null,\"request_id\"");
        assertEquals(
                "{\"data\":{\"y\":null,\"z\":{\"a\":true,\"b\":[1,2.50,\"q\\\"\\n\"]}}}",
                one(event).attributes);
    }

    @Test
    void aVendorsObjectAloneGivesTheClasses() {
        String raw =
                "\"usage_raw\":{\"object\":{\"input_tokens\":3,\"service_tier\":\"standard\","
                        + "\"cache_creation\":null,\"iterations\":[{\"input_tokens\":5}],"
                        + "\"cache_creation_input_tokens\":12304,\"output_tokens\":550},"
                        + "\"dialect\":\"anthropic.messages\"}";
        UsageRecord usage =
                one(
                        Events.plainWith(
                                "\"usage\":{\"input\":{\"uncached\":11},\"output\":{\"text\":7}}",
                                raw));
        assertEquals(3, usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()]);
        assertEquals(12_304, usage.tokens[TokenClass.INPUT_CACHE_WRITE_5M.ordinal()]);
        assertEquals(550, usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()]);
    }

    @Test
    void theVendorsObjectMustAgree() {
        ProblemDocument problem =
                rejected(Events.with(Events.EXAMPLE, "\"text\":129", "\"text\":130"));
        assertEquals("usage-mismatch", problem.code());
        assertEquals("data.usage.output.text", problem.invalidParams().getFirst().name());
    }

    @Test
    void oneParserReadsManyBodiesWithoutMixingThem() {
        UsageRecord first = one(Events.EXAMPLE);
        String sent = first.toString() + first.attributes + first.fingerprint;
        assertNull(one(Events.PLAIN).attributes);
        rejected(Events.plainWith("\"r-1\"", "7"));
        assertNull(one(Events.PLAIN).modelServed);
        assertEquals(sent, first.toString() + first.attributes + first.fingerprint);
        assertEquals(first.fingerprint, one(Events.EXAMPLE).fingerprint);
    }

    @Test
    void everyFormatGivesTheSameRecord() {
        long fingerprint = one(Events.PLAIN).fingerprint;
        UsageBatch batch = read(Events.batch(Events.PLAIN, "7", Events.EXAMPLE), EventFormat.BATCH);
        assertEquals(2, batch.records().size());
        assertEquals(1, batch.rejected().getFirst().index());
        assertEquals(fingerprint, batch.records().getFirst().fingerprint);
        UsageBatch lines = read(Events.PLAIN + "\n" + Events.PLAIN + "\n", EventFormat.LINES);
        assertEquals(2, lines.records().size());
        assertEquals(fingerprint, lines.records().getLast().fingerprint);
        assertEquals(0, read("", EventFormat.LINES).size());
        assertEquals(0, read("[]", EventFormat.BATCH).size());
    }
}
