package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.app.api.CanonicalJson;
import tallystick.app.api.CanonicalJson.Lexeme;
import tallystick.app.api.problem.InvalidParam;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageCheck;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.rule.UsageRule;

/** A record is judged by the same rules, in the same words, whichever door it comes through. */
class BinaryRulesTest {

    private static final long SEED = 1_953;
    private static final int ROUNDS = 20_000;

    /** What any text may be replaced by; null takes it away. */
    private static final @Nullable String[] TEXTS = {
        null,
        "a",
        "é-ü",
        "e\u0301",
        "with blank",
        "line\nbreak",
        "\u200b",
        "x".repeat(64),
        "x".repeat(65),
        "x".repeat(128),
        "x".repeat(129),
        "x".repeat(256),
        "x".repeat(257),
        "/a/b?c=%41",
        "%4",
        "KR",
        "kr",
        "KOR",
        "\u0378",
        "😀",
        "\u007f",
        "{}",
        "tnt-2"
    };

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        -2,
        7,
        Integer.MAX_VALUE,
        TokenClass.MAX_TOKENS,
        TokenClass.MAX_TOKENS + 1,
        Long.MAX_VALUE
    };

    /** What the JSON door keeps without interpreting it, good and bad, by name. */
    private static final String[] ATTRIBUTES = {
        "{\"data\":{\"finish\":\"stop\"}}",
        "{\"data\":{\"finish\":\"never\"}}",
        "{\"data\":{\"reason\":\"meter_fault\"}}",
        "{\"data\":{\"reason\":\"mood\"}}",
        "{\"data\":{\"labels\":{\"team\":\"a\",\"zone\":\"b\"},\"reason\":\"other\"}}",
        "{\"data\":{\"labels\":{\"team\":7}}}",
        "{\"data\":{\"measurement\":{\"method\":\"estimated\"},\"reason\":\"dispute_upheld\"}}",
        "{\"data\":{\"measurement\":{\"method\":\"guessed\"}}}",
        "{\"data\":{\"parties\":{\"end_user\":\"u\",\"project\":\"p\"}}}",
        "{\"data\":{\"sovereignty\":{\"allowed\":[\"KR\",\"FR\"],\"classification\":\"secret\"}}}",
        "{\"data\":{\"sovereignty\":{\"allowed\":[\"KR\",\"KR\"]}}}",
        "{\"partitionkey\":\"p\",\"x-own\":{\"deep\":[1,2.50,true,null]}}",
        "{\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}",
        "{\"traceparent\":\"00-\"}",
        "{\"data\":{\"service_tier\":\"flex\",\"streamed\":true}}",
        "{\"data\":{\"streamed\":\"yes\"}}",
    };

    private final UsageEventParser json = new UsageEventParser();
    private final UsageCheck binary = new UsageCheck(new JsonAttributesCheck());
    private final UsageIdentity identity = new UsageIdentity();
    private final UsageFaults faults = new UsageFaults();

    @Test
    void aGoodRecordIsTheSameRecord() {
        UsageRecord usage = record(UsageKind.RECORDED);
        assertEquals(Set.of(), judgeBinary(usage));
        assertEquals(Set.of(), compare(usage));
        assertEquals("kr-sejong-1", usage.site, "told by its source");
    }

    @Test
    void randomlyChangedRecordsAreJudgedAlike() {
        SplittableRandom random = new SplittableRandom(SEED);
        int good = 0;
        Set<String> rules = new TreeSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            UsageRecord usage = record(UsageKind.values()[random.nextInt(4)]);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                change(usage, random);
            }
            Set<String> found = compare(usage);
            rules.addAll(found);
            good += found.isEmpty() ? 1 : 0;
        }
        assertTrue(good > ROUNDS / 20 && good < ROUNDS * 3 / 4, good + " good ones");
        assertTrue(rules.size() > 60, rules.size() + " rules met: " + rules);
    }

    /** The control: a fault in one of the two is seen. */
    @Test
    void aDifferenceWouldBeSeen() {
        UsageRecord usage = record(UsageKind.RECORDED);
        Set<String> asJson = judgeJson(usage);
        usage.tenant = "x".repeat(129);
        assertNotEquals(asJson, judgeBinary(usage));
    }

    @Test
    void attributesMustBeWhatTheJsonDoorWouldKeep() {
        Map<String, String> cases = new TreeMap<>();
        cases.put("not JSON", "event");
        cases.put("[]", "event");
        cases.put("{}", "event");
        cases.put("{\"b\":1,\"a\":2}", "event");
        cases.put("{\"a\": 1}", "event");
        cases.put("{\"a\":1}{}", "event");
        cases.put("{\"a\":1,\"a\":1}", "event");
        cases.put("{\"data\":{}}", "event");
        cases.put("{\"id\":\"other\"}", "id");
        cases.put("{\"data\":7}", "data");
        cases.put("{\"data\":{\"request_id\":\"r\"}}", "data.request_id");
        cases.put("{\"data\":{\"parties\":{\"tenant\":\"t\"}}}", "data.parties.tenant");
        cases.put("{\"data\":{\"attempt\":2}}", "event");
        cases.put("{\"data\":{\"usage\":{\"tool_calls\":1}}}", "event");
        cases.put("{\"sequence\":\"7\"}", "event");
        cases.forEach(
                (attributes, field) -> {
                    UsageRecord usage = record(UsageKind.RECORDED);
                    usage.attributes = attributes;
                    binary.check(usage, 0, faults);
                    assertEquals(field, faults.take().getFirst().field(), attributes);
                });
    }

    @Test
    void anUnknownKindAndTooManyAttributes() {
        UsageRecord usage = record(UsageKind.RECORDED);
        usage.attributes = "{\"a\":\"" + "x".repeat(8_192) + "\"}";
        binary.check(usage, 4, faults);
        assertEquals(
                List.of(
                        new UsageFaults.Fault("type", UsageRule.oneOf(UsageRule.TYPES)),
                        new UsageFaults.Fault("event", UsageRule.ATTRIBUTES)),
                faults.take());
    }

    // ---- both doors ----------------------------------------------------------------------------

    /** What both say, and when both take it, that it is the same record to both. */
    private Set<String> compare(UsageRecord usage) {
        String body = CanonicalJson.write(event(usage));
        Set<String> byBinary = judgeBinary(usage);
        assertEquals(judgeJson(usage), byBinary, body);
        if (byBinary.isEmpty()) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            UsageRecord parsed =
                    json.read(bytes, bytes.length, EventFormat.SINGLE).records().getFirst();
            identity.seal(usage);
            assertEquals(parsed.fingerprint, usage.fingerprint, body);
            assertEquals(parsed.keyLo, usage.keyLo, body);
        }
        return byBinary;
    }

    private Set<String> judgeBinary(UsageRecord usage) {
        binary.check(usage, usage.kind.ordinal(), faults);
        Set<String> found = new TreeSet<>();
        faults.take().forEach(fault -> found.add(fault.field() + " " + fault.rule()));
        return found;
    }

    private Set<String> judgeJson(UsageRecord usage) {
        byte[] body = CanonicalJson.write(event(usage)).getBytes(StandardCharsets.UTF_8);
        UsageBatch batch = json.read(body, body.length, EventFormat.SINGLE);
        Set<String> found = new TreeSet<>();
        for (RejectedItem item : batch.rejected()) {
            for (InvalidParam param : item.problem().invalidParams()) {
                found.add(param.name() + " " + param.reason());
            }
        }
        return found;
    }

    // ---- records -------------------------------------------------------------------------------

    private static UsageRecord record(UsageKind kind) {
        UsageRecord usage = new UsageRecord();
        usage.source = "/operators/op-kr/factories/kr-sejong-1/gateways/gw-1";
        usage.id = "req-1";
        usage.kind = kind;
        usage.wallet = "wal-1";
        usage.endedEpochNanos = 1_768_478_400_123_456_789L;
        usage.requestId = "chatcmpl-1";
        usage.model = "llama-3.3-70b";
        usage.homeOperator = "op-kr";
        usage.servingOperator = "op-kr";
        usage.tenant = "tnt-1";
        usage.tokens[0] = 1_020;
        usage.tokens[6] = 129;
        if (kind == UsageKind.PROGRESS) {
            usage.hold = "hld-1";
        }
        if (kind == UsageKind.CORRECTED || kind == UsageKind.VOIDED) {
            usage.correctsSource = usage.source;
            usage.correctsId = "req-0";
            usage.attributes = ATTRIBUTES[2];
        }
        return usage;
    }

    private static void change(UsageRecord usage, SplittableRandom random) {
        List<BiConsumer<UsageRecord, @Nullable String>> texts = new ArrayList<>();
        texts.add((u, text) -> u.id = text == null ? "" : text);
        texts.add((u, text) -> u.source = orEmpty(text));
        texts.add((u, text) -> u.wallet = orEmpty(text));
        texts.add((u, text) -> u.requestId = orEmpty(text));
        texts.add((u, text) -> u.model = orEmpty(text));
        texts.add((u, text) -> u.homeOperator = orEmpty(text));
        texts.add((u, text) -> u.servingOperator = orEmpty(text));
        texts.add((u, text) -> u.tenant = orEmpty(text));
        texts.add((u, text) -> u.hold = text);
        texts.add((u, text) -> u.modelServed = text);
        texts.add((u, text) -> u.apiKey = text);
        texts.add((u, text) -> u.site = text);
        texts.add((u, text) -> u.servedIn = text);
        texts.add((u, text) -> u.correctsSource = text);
        texts.add((u, text) -> u.correctsId = text);
        int which = random.nextInt(texts.size() + 4);
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        if (which < texts.size()) {
            texts.get(which).accept(usage, TEXTS[random.nextInt(TEXTS.length)]);
        } else if (which == texts.size()) {
            usage.tokens[random.nextInt(TokenClass.COUNT)] = number;
        } else if (which == texts.size() + 1) {
            usage.attempt = (int) number;
        } else if (which == texts.size() + 2) {
            usage.sequence = Math.max(-1, number);
        } else {
            usage.attributes = ATTRIBUTES[random.nextInt(ATTRIBUTES.length)];
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    // ---- as JSON -------------------------------------------------------------------------------

    @SuppressWarnings("unchecked")
    private static Map<String, Object> event(UsageRecord usage) {
        Map<String, Object> event = attributes(usage);
        Map<String, Object> data =
                (Map<String, Object>) event.computeIfAbsent("data", _ -> new TreeMap<>());
        event.put("specversion", "1.0");
        event.put("id", usage.id);
        put(event, "source", usage.source);
        event.put("type", UsageRule.TYPES.get(usage.kind.ordinal()));
        put(event, "subject", usage.wallet);
        event.put("time", tallystick.app.api.Rfc3339.format(usage.endedEpochNanos));
        event.put("datacontenttype", "application/json");
        if (usage.sequence >= 0) {
            event.put("sequence", Long.toString(usage.sequence));
        }
        put(data, "request_id", usage.requestId);
        data.put("attempt", new Lexeme(Integer.toString(usage.attempt)));
        put(data, "hold_id", usage.hold);
        if (usage.kind == UsageKind.PROGRESS) {
            data.put("cumulative", new Lexeme("true"));
        }
        Map<String, Object> model = new TreeMap<>();
        put(model, "requested", usage.model);
        put(model, "served", usage.modelServed);
        data.put("model", model);
        data.put("usage", counts(usage));
        Map<String, Object> parties = inner(data, "parties");
        put(parties, "home_operator", usage.homeOperator);
        put(parties, "serving_operator", usage.servingOperator);
        put(parties, "tenant", usage.tenant);
        put(parties, "api_key", usage.apiKey);
        Map<String, Object> sovereignty = inner(data, "sovereignty");
        put(sovereignty, "site", usage.site);
        put(sovereignty, "served_in", usage.servedIn);
        if (usage.correctsSource != null || usage.correctsId != null) {
            Map<String, Object> corrects = inner(data, "corrects");
            put(corrects, "source", usage.correctsSource);
            put(corrects, "id", usage.correctsId);
        }
        return event;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> attributes(UsageRecord usage) {
        if (usage.attributes == null) {
            return new TreeMap<>();
        }
        byte[] utf8 = usage.attributes.getBytes(StandardCharsets.UTF_8);
        try (var parser = tallystick.app.api.StrictJson.parser(utf8, utf8.length)) {
            parser.nextToken();
            return (Map<String, Object>) CanonicalJson.read(parser);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> outer, String name) {
        return (Map<String, Object>) outer.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    private static void put(Map<String, Object> into, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            into.put(name, text);
        }
    }

    private static Map<String, Object> counts(UsageRecord usage) {
        Map<String, Object> counts = new TreeMap<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            String[] path = tokenClass.wireName().split("\\.", -1);
            Lexeme count = new Lexeme(Long.toString(usage.tokens[tokenClass.ordinal()]));
            if (path.length == 1) {
                counts.put(path[0], count);
            } else {
                inner(counts, path[0]).put(path[1], count);
            }
        }
        return counts;
    }
}
