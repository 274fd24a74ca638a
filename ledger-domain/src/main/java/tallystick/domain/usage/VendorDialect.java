package tallystick.domain.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor counts tokens, and how its counts become disjoint classes. OpenAI, OpenTelemetry and
 * the engines that follow them count cached and audio tokens inside the input and reasoning inside
 * the output: these are subtracted. Anthropic's {@code input_tokens} excludes the cache: nothing is
 * subtracted.
 */
public enum VendorDialect {
    OPENAI_CHAT("openai.chat"),
    OPENAI_RESPONSES("openai.responses"),
    ANTHROPIC_MESSAGES("anthropic.messages"),
    OTEL_GENAI("otel.genai"),
    VLLM("vllm"),
    NIM("nim");

    private static final List<VendorDialect> ALL = List.of(values());

    private final String wireName;

    VendorDialect(String wireName) {
        this.wireName = wireName;
    }

    /** The name in events, such as {@code openai.chat}. */
    public String wireName() {
        return wireName;
    }

    /** The dialect of that name, null when there is none. */
    public static @Nullable VendorDialect ofWireName(String name) {
        for (VendorDialect dialect : ALL) {
            if (dialect.wireName.equals(name)) {
                return dialect;
            }
        }
        return null;
    }

    /**
     * Writes the disjoint classes of {@code usage} into {@code tokens}, one element per {@link
     * TokenClass}.
     *
     * @return null when they add up; else the first fault, and {@code tokens} means nothing
     */
    public @Nullable VendorFault normalise(VendorUsage usage, long[] tokens) {
        return switch (this) {
            case OPENAI_CHAT -> InclusiveCounts.CHAT.normalise(usage, tokens);
            case OPENAI_RESPONSES -> InclusiveCounts.RESPONSES.normalise(usage, tokens);
            case ANTHROPIC_MESSAGES -> ExclusiveCounts.normalise(usage, tokens);
            case OTEL_GENAI ->
                    either(usage, InclusiveCounts.OTEL, InclusiveCounts.OTEL_SHORT)
                            .normalise(usage, tokens);
            case VLLM, NIM ->
                    either(usage, InclusiveCounts.CHAT, InclusiveCounts.RESPONSES)
                            .normalise(usage, tokens);
        };
    }

    /** Both engines speak both of OpenAI's shapes; the member for the input tells which. */
    private static InclusiveCounts either(
            VendorUsage usage, InclusiveCounts first, InclusiveCounts second) {
        return !usage.has(first.input()) && usage.has(second.input()) ? second : first;
    }
}
