package tallystick.app.api.usage;

import java.nio.charset.StandardCharsets;

/** Usage events as a gateway sends them, and the same with one thing wrong. */
public final class Events {

    /** The first example beside the schema. */
    public static final String EXAMPLE =
            """
            {"specversion":"1.0","id":"01K9X0000000000000000000A1",\
            "source":"/operators/op-a/factories/doha-1/gateways/gw-3",\
            "type":"taas.usage.token.recorded.v1","subject":"wal_01K9W",\
            "time":"2026-11-21T02:30:11.482Z","datacontenttype":"application/json",\
            "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",\
            "partitionkey":"wal_01K9W","sequence":"42",
              "data":{"request_id":"chatcmpl-EBrcZMsa2","hold_id":"hld_01K9X","operation":"chat",\
            "provider":"vllm","model":{"requested":"llama-3.3-70b","served":"llama-3.3-70b-fp8"},\
            "streamed":true,"finish":"stop",\
            "usage":{"input":{"uncached":1020,"cache_read":512},"output":{"text":129,"reasoning":64}},\
            "usage_raw":{"dialect":"openai.chat","object":{"prompt_tokens":1532,\
            "completion_tokens":193,"total_tokens":1725,\
            "prompt_tokens_details":{"cached_tokens":512},\
            "completion_tokens_details":{"reasoning_tokens":64}}},\
            "measurement":{"method":"engine_reported","meter_id":"gw-3","meter_version":"1.4.0"},\
            "parties":{"home_operator":"op-a","serving_operator":"op-b","tenant":"tnt_42",\
            "api_key":"key_7"},\
            "sovereignty":{"served_in":"QA","site":"doha-1","allowed":["QA","AE"],\
            "classification":"restricted"}}}\
            """;

    /** The second example beside the schema: a void. */
    public static final String VOID_EXAMPLE =
            """
            {"specversion":"1.0","id":"v1","source":"/operators/op-a/ops",\
            "type":"taas.usage.token.voided.v1","subject":"wal_01K9W",\
            "time":"2026-11-21T03:00:00Z","datacontenttype":"application/json",\
            "data":{"request_id":"chatcmpl-EBrcZMsa2","model":{"requested":"llama-3.3-70b"},\
            "parties":{"home_operator":"op-a","serving_operator":"op-b","tenant":"tnt_42"},\
            "corrects":{"source":"/operators/op-a/factories/doha-1/gateways/gw-3",\
            "id":"01K9X0000000000000000000A1"},"reason":"meter_fault"}}\
            """;

    /** An event with as little in it as the schema allows. */
    public static final String PLAIN =
            """
            {"specversion":"1.0","id":"e-1",\
            "source":"/operators/op-kr/factories/kr-1/gateways/gw-1",\
            "type":"taas.usage.token.recorded.v1","subject":"wal-1",\
            "time":"2026-11-21T02:30:11Z","datacontenttype":"application/json",\
            "data":{"request_id":"r-1","model":{"requested":"llama"},\
            "usage":{"input":{"uncached":11},"output":{"text":7}},\
            "parties":{"home_operator":"op-kr","serving_operator":"op-kr","tenant":"t-1"}}}\
            """;

    private Events() {}

    /** {@link #PLAIN} with one thing changed. */
    public static String plainWith(String old, String replacement) {
        return with(PLAIN, old, replacement);
    }

    /** An event with one thing changed. */
    public static String with(String event, String old, String replacement) {
        if (!event.contains(old)) {
            throw new IllegalArgumentException("the event has no " + old);
        }
        return event.replace(old, replacement);
    }

    /** A batch of events. */
    public static String batch(String... events) {
        return "[" + String.join(",\n", events) + "]";
    }

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
