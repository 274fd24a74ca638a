package tallystick.domain.usage;

import org.jspecify.annotations.Nullable;

/**
 * A usage object whose input counts include the cached and whose output counts include the
 * reasoning: which member holds what.
 *
 * @param input all input tokens, required
 * @param output all output tokens
 * @param total input and output
 * @param cacheRead the part of the input read from a cache
 * @param cacheWrite the part of the input written to a cache; kept as five-minute writes, the only
 *     lifetime these objects know
 * @param inputAudio the part of the input that is audio
 * @param inputImage the part of the input that is images
 * @param reasoning the part of the output that is reasoning
 * @param outputAudio the part of the output that is audio
 */
record InclusiveCounts(
        String input,
        String output,
        String total,
        String cacheRead,
        String cacheWrite,
        String inputAudio,
        String inputImage,
        String reasoning,
        String outputAudio) {

    /** Chat completions. */
    static final InclusiveCounts CHAT =
            openAi(
                    "prompt_tokens",
                    "completion_tokens",
                    "prompt_tokens_details.",
                    "completion_tokens_details.");

    /** Responses. */
    static final InclusiveCounts RESPONSES =
            openAi(
                    "input_tokens",
                    "output_tokens",
                    "input_tokens_details.",
                    "output_tokens_details.");

    /** OpenTelemetry's attribute names in full. */
    static final InclusiveCounts OTEL = openTelemetry("gen_ai.usage.");

    /** OpenTelemetry's attribute names inside an object that stands for {@code gen_ai.usage}. */
    static final InclusiveCounts OTEL_SHORT = openTelemetry("");

    private static InclusiveCounts openAi(
            String input, String output, String inputDetails, String outputDetails) {
        return new InclusiveCounts(
                input,
                output,
                "total_tokens",
                inputDetails + "cached_tokens",
                inputDetails + "cache_write_tokens",
                inputDetails + "audio_tokens",
                inputDetails + "image_tokens",
                outputDetails + "reasoning_tokens",
                outputDetails + "audio_tokens");
    }

    private static InclusiveCounts openTelemetry(String prefix) {
        return new InclusiveCounts(
                prefix + "input_tokens",
                prefix + "output_tokens",
                prefix + "total_tokens",
                prefix + "cache_read.input_tokens",
                prefix + "cache_creation.input_tokens",
                prefix + "audio.input_tokens",
                prefix + "image.input_tokens",
                prefix + "reasoning.output_tokens",
                prefix + "audio.output_tokens");
    }

    /** See {@link VendorDialect#normalise}. */
    @Nullable VendorFault normalise(VendorUsage usage, long[] tokens) {
        VendorCounts counts = new VendorCounts(usage);
        long allInput = counts.required(input);
        long allOutput = counts.optional(output);
        counts.total(total, allInput + allOutput, "must be the sum of " + input + " and " + output);
        long uncached = allInput;
        uncached = part(counts, tokens, TokenClass.INPUT_CACHE_READ, cacheRead, uncached, input);
        uncached =
                part(counts, tokens, TokenClass.INPUT_CACHE_WRITE_5M, cacheWrite, uncached, input);
        tokens[TokenClass.INPUT_CACHE_WRITE_1H.ordinal()] = 0;
        uncached = part(counts, tokens, TokenClass.INPUT_AUDIO, inputAudio, uncached, input);
        uncached = part(counts, tokens, TokenClass.INPUT_IMAGE, inputImage, uncached, input);
        tokens[TokenClass.INPUT_UNCACHED.ordinal()] = uncached;
        long text = allOutput;
        text = part(counts, tokens, TokenClass.OUTPUT_REASONING, reasoning, text, output);
        text = part(counts, tokens, TokenClass.OUTPUT_AUDIO, outputAudio, text, output);
        tokens[TokenClass.OUTPUT_TEXT.ordinal()] = text;
        tokens[TokenClass.TOOL_CALLS.ordinal()] = 0;
        return counts.fault();
    }

    /** Takes one class out of what is left of the whole, and gives what then is left. */
    private static long part(
            VendorCounts counts,
            long[] tokens,
            TokenClass tokenClass,
            String path,
            long left,
            String wholePath) {
        long count = counts.optional(path);
        tokens[tokenClass.ordinal()] = count;
        return counts.less(left, count, path, wholePath);
    }
}
