package tallystick.app.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tallystick.domain.usage.TokenClass;

/**
 * One request of the trace, given to a wallet and a factory.
 *
 * @param number from 0, the row of the trace
 * @param endedEpochNanos when it ended, nanoseconds since 1970
 * @param factory of {@code serving}
 * @param uncached prompt tokens not read from cache; the others likewise, each 0 or more
 */
record UsageLine(
        long number,
        long endedEpochNanos,
        DemoWallet wallet,
        DemoOperator serving,
        String factory,
        DemoModel model,
        long uncached,
        long cacheRead,
        long text,
        long reasoning) {

    private static final long SECOND = 1_000_000_000L;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    DemoOperator home() {
        return wallet.home();
    }

    boolean roaming() {
        return serving != wallet.home();
    }

    /** Tokens of one of {@link DemoModel#CLASSES}. */
    long tokens(TokenClass tokenClass) {
        return switch (tokenClass) {
            case INPUT_UNCACHED -> uncached;
            case INPUT_CACHE_READ -> cacheRead;
            case OUTPUT_TEXT -> text;
            case OUTPUT_REASONING -> reasoning;
            case INPUT_CACHE_WRITE_5M,
                    INPUT_CACHE_WRITE_1H,
                    INPUT_AUDIO,
                    INPUT_IMAGE,
                    OUTPUT_AUDIO,
                    TOOL_CALLS ->
                    0;
        };
    }

    /** The CloudEvent that reports it. */
    String toJson() {
        return toJson("use-" + number, wallet.name(), model.wireName());
    }

    /** The same under another id, wallet or model: how the demo makes what cannot be priced. */
    String toJson(String id, String subject, String modelName) {
        return """
        {"specversion":"1.0","id":"%s","source":"/operators/%s/factories/%s/gateways/gw-1",\
        "type":"taas.usage.token.recorded.v1","subject":"%s","time":"%s",\
        "datacontenttype":"application/json","data":{"request_id":"req-%s","operation":"chat",\
        "provider":"vllm","model":{"requested":"%s"},"streamed":true,"finish":"stop",\
        "usage":{"input":{%s},"output":{%s}},"measurement":{"method":"engine_reported"},\
        "parties":{"home_operator":"%s","serving_operator":"%s","tenant":"%s"},\
        "sovereignty":{"served_in":"%s","site":"%s"}}}\
        """
                .formatted(
                        id,
                        serving.wireName(),
                        factory,
                        subject,
                        TIME.format(
                                Instant.ofEpochSecond(
                                        endedEpochNanos / SECOND, endedEpochNanos % SECOND)),
                        id,
                        modelName,
                        counts("uncached", uncached, "cache_read", cacheRead),
                        counts("text", text, "reasoning", reasoning),
                        wallet.home().wireName(),
                        serving.wireName(),
                        wallet.tenant(),
                        serving.country(),
                        factory);
    }

    private static String counts(String first, long a, String second, long b) {
        String one = "\"" + first + "\":" + a;
        return b == 0 ? one : one + ",\"" + second + "\":" + b;
    }
}
