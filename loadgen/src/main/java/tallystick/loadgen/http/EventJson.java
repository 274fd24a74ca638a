package tallystick.loadgen.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** Usage records as CloudEvents JSON, as a gateway writes them. One thread; ASCII only. */
final class EventJson {

    private static final long SECOND = 1_000_000_000L;
    private static final int FRACTION_DIGITS = 9;

    private byte[] bytes = new byte[1 << 16];
    private int length;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** A batch: a JSON array. */
    void open() {
        text("[");
    }

    void next() {
        text(",");
    }

    void close() {
        text("]");
    }

    /** Appends the CloudEvent that reports {@code usage}. */
    void event(UsageRecord usage) {
        text("{\"specversion\":\"1.0\",\"id\":\"");
        text(usage.id);
        text("\",\"source\":\"");
        text(usage.source);
        text("\",\"type\":\"taas.usage.token.recorded.v1\",\"subject\":\"");
        text(usage.wallet);
        text("\",\"time\":\"");
        time(usage.endedEpochNanos);
        text("\",\"datacontenttype\":\"application/json\",\"data\":{\"request_id\":\"");
        text(usage.requestId);
        text("\",\"operation\":\"chat\",\"provider\":\"vllm\",\"model\":{\"requested\":\"");
        text(usage.model);
        text("\"},\"streamed\":true,\"finish\":\"stop\",\"usage\":{\"input\":{\"uncached\":");
        number(usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()]);
        text("},\"output\":{\"text\":");
        number(usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()]);
        text(
                "}},\"measurement\":{\"method\":\"engine_reported\"},\"parties\":{\"home_operator\":\"");
        text(usage.homeOperator);
        text("\",\"serving_operator\":\"");
        text(usage.servingOperator);
        text("\",\"tenant\":\"");
        text(usage.tenant);
        text("\"},\"sovereignty\":{\"site\":\"");
        text(usage.site == null ? "" : usage.site);
        text("\"}}}");
    }

    private void time(long epochNanos) {
        long now = Math.floorDiv(epochNanos, SECOND);
        if (now != second) {
            second = now;
            String text = Instant.ofEpochSecond(now).toString();
            secondText = text.substring(0, text.length() - 1) + ".";
        }
        text(secondText);
        reserve(FRACTION_DIGITS);
        long left = Math.floorMod(epochNanos, SECOND);
        for (int i = FRACTION_DIGITS - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += FRACTION_DIGITS;
        text("Z");
    }

    private void number(long value) {
        text(Long.toString(value));
    }

    private void text(String value) {
        reserve(value.length());
        byte[] ascii = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }
}
