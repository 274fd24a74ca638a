package tallystick.domain.usage;

import org.jspecify.annotations.Nullable;

/** Anthropic's usage object: its classes are disjoint as they stand. */
final class ExclusiveCounts {

    private static final String WRITTEN = "cache_creation_input_tokens";
    private static final String WRITTEN_5M = "cache_creation.ephemeral_5m_input_tokens";
    private static final String WRITTEN_1H = "cache_creation.ephemeral_1h_input_tokens";

    private ExclusiveCounts() {}

    /** See {@link VendorDialect#normalise}. */
    static @Nullable VendorFault normalise(VendorUsage usage, long[] tokens) {
        VendorCounts counts = new VendorCounts(usage);
        tokens[TokenClass.INPUT_UNCACHED.ordinal()] = counts.required("input_tokens");
        tokens[TokenClass.INPUT_CACHE_READ.ordinal()] = counts.optional("cache_read_input_tokens");
        cacheWrites(usage, counts, tokens);
        tokens[TokenClass.INPUT_AUDIO.ordinal()] = 0;
        tokens[TokenClass.INPUT_IMAGE.ordinal()] = 0;
        tokens[TokenClass.OUTPUT_TEXT.ordinal()] = counts.optional("output_tokens");
        tokens[TokenClass.OUTPUT_REASONING.ordinal()] = 0;
        tokens[TokenClass.OUTPUT_AUDIO.ordinal()] = 0;
        tokens[TokenClass.TOOL_CALLS.ordinal()] =
                counts.optional("server_tool_use.web_search_requests");
        return counts.fault();
    }

    /** Without the split by lifetime every cache write is of the default one, five minutes. */
    private static void cacheWrites(VendorUsage usage, VendorCounts counts, long[] tokens) {
        long written5m = counts.optional(WRITTEN_5M);
        long written1h = counts.optional(WRITTEN_1H);
        if (usage.has(WRITTEN_5M) || usage.has(WRITTEN_1H)) {
            counts.total(
                    WRITTEN,
                    written5m + written1h,
                    "must be the sum of the members of cache_creation");
        } else {
            written5m = counts.optional(WRITTEN);
        }
        tokens[TokenClass.INPUT_CACHE_WRITE_5M.ordinal()] = written5m;
        tokens[TokenClass.INPUT_CACHE_WRITE_1H.ordinal()] = written1h;
    }
}
