package tallystick.domain.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.domain.money.Pico;

/** One request counted by every vendor gives the same classes, and the same money. */
class VendorDialectTest {

    private static VendorUsage usage(Object... pathsAndCounts) {
        VendorUsage usage = new VendorUsage();
        for (int i = 0; i < pathsAndCounts.length; i += 2) {
            usage.add((String) pathsAndCounts[i], ((Number) pathsAndCounts[i + 1]).longValue());
        }
        return usage;
    }

    private static Map<TokenClass, Long> classes(VendorDialect dialect, VendorUsage usage) {
        long[] tokens = new long[TokenClass.COUNT];
        // What was there before must not show through.
        Arrays.fill(tokens, 77);
        VendorFault fault = dialect.normalise(usage, tokens);
        assertNull(fault, () -> "" + fault);
        Map<TokenClass, Long> classes = new EnumMap<>(TokenClass.class);
        for (TokenClass tokenClass : TokenClass.ALL) {
            if (tokens[tokenClass.ordinal()] != 0) {
                classes.put(tokenClass, tokens[tokenClass.ordinal()]);
            }
        }
        return classes;
    }

    private static VendorFault fault(VendorDialect dialect, VendorUsage usage) {
        VendorFault fault = dialect.normalise(usage, new long[TokenClass.COUNT]);
        assertNotNull(fault);
        return fault;
    }

    /** A chat shape for the dialects that know it, and the same request in the others' shapes. */
    private static VendorUsage cacheWriteRequest(VendorDialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, VLLM, NIM ->
                    usage(
                            "prompt_tokens", 12_819,
                            "prompt_tokens_details.cached_tokens", 512,
                            "prompt_tokens_details.cache_write_tokens", 12_304,
                            "completion_tokens", 550,
                            "total_tokens", 13_369);
            case OPENAI_RESPONSES ->
                    usage(
                            "input_tokens", 12_819,
                            "input_tokens_details.cached_tokens", 512,
                            "input_tokens_details.cache_write_tokens", 12_304,
                            "output_tokens", 550,
                            "total_tokens", 13_369);
            case ANTHROPIC_MESSAGES ->
                    usage(
                            "input_tokens", 3,
                            "cache_read_input_tokens", 512,
                            "cache_creation_input_tokens", 12_304,
                            "output_tokens", 550);
            case OTEL_GENAI ->
                    usage(
                            "gen_ai.usage.input_tokens", 12_819,
                            "gen_ai.usage.cache_read.input_tokens", 512,
                            "gen_ai.usage.cache_creation.input_tokens", 12_304,
                            "gen_ai.usage.output_tokens", 550);
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectOfOneRequestGivesTheSameClasses(VendorDialect dialect) {
        assertEquals(
                Map.of(
                        TokenClass.INPUT_UNCACHED, 3L,
                        TokenClass.INPUT_CACHE_READ, 512L,
                        TokenClass.INPUT_CACHE_WRITE_5M, 12_304L,
                        TokenClass.OUTPUT_TEXT, 550L),
                classes(dialect, cacheWriteRequest(dialect)));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT,prompt_tokens,prompt_tokens_details.cached_tokens,"
                + "completion_tokens,completion_tokens_details.reasoning_tokens",
        "VLLM,prompt_tokens,prompt_tokens_details.cached_tokens,"
                + "completion_tokens,completion_tokens_details.reasoning_tokens",
        "NIM,input_tokens,input_tokens_details.cached_tokens,"
                + "output_tokens,output_tokens_details.reasoning_tokens",
        "OPENAI_RESPONSES,input_tokens,input_tokens_details.cached_tokens,"
                + "output_tokens,output_tokens_details.reasoning_tokens",
        "OTEL_GENAI,gen_ai.usage.input_tokens,gen_ai.usage.cache_read.input_tokens,"
                + "gen_ai.usage.output_tokens,gen_ai.usage.reasoning.output_tokens",
        "OTEL_GENAI,input_tokens,cache_read.input_tokens,"
                + "output_tokens,reasoning.output_tokens",
    })
    void cachedAndReasoningAreSubtracted(
            VendorDialect dialect, String in, String cached, String out, String reasoning) {
        Map<TokenClass, Long> classes =
                classes(dialect, usage(in, 11_125, cached, 7_441, out, 429, reasoning, 409));
        assertEquals(
                Map.of(
                        TokenClass.INPUT_UNCACHED, 3_684L,
                        TokenClass.INPUT_CACHE_READ, 7_441L,
                        TokenClass.OUTPUT_TEXT, 20L,
                        TokenClass.OUTPUT_REASONING, 409L),
                classes);
        Map<TokenClass, String> perMillion =
                Map.of(
                        TokenClass.INPUT_UNCACHED, "0.50",
                        TokenClass.INPUT_CACHE_READ, "0.05",
                        TokenClass.OUTPUT_TEXT, "3.00",
                        TokenClass.OUTPUT_REASONING, "3.00");
        assertEquals(Pico.parse("0.00350105"), charge(classes, perMillion));
    }

    @Test
    void anthropicExcludesTheCache() {
        VendorUsage usage =
                usage(
                        "input_tokens", 3,
                        "cache_creation_input_tokens", 12_304,
                        "cache_read_input_tokens", 0,
                        "cache_creation.ephemeral_5m_input_tokens", 12_304,
                        "cache_creation.ephemeral_1h_input_tokens", 0,
                        "output_tokens", 550);
        Map<TokenClass, Long> classes = classes(VendorDialect.ANTHROPIC_MESSAGES, usage);
        Map<TokenClass, String> perMillion =
                Map.of(
                        TokenClass.INPUT_UNCACHED, "3.00",
                        TokenClass.INPUT_CACHE_WRITE_5M, "3.75",
                        TokenClass.OUTPUT_TEXT, "15.00");
        assertEquals(Pico.parse("0.054399"), charge(classes, perMillion));
    }

    @Test
    void cacheWritesOfAnHourAreTheirOwnClass() {
        VendorUsage usage =
                usage(
                        "input_tokens", 10,
                        "cache_creation_input_tokens", 300,
                        "cache_creation.ephemeral_5m_input_tokens", 100,
                        "cache_creation.ephemeral_1h_input_tokens", 200,
                        "server_tool_use.web_search_requests", 2);
        assertEquals(
                Map.of(
                        TokenClass.INPUT_UNCACHED, 10L,
                        TokenClass.INPUT_CACHE_WRITE_5M, 100L,
                        TokenClass.INPUT_CACHE_WRITE_1H, 200L,
                        TokenClass.TOOL_CALLS, 2L),
                classes(VendorDialect.ANTHROPIC_MESSAGES, usage));
    }

    @Test
    void audioAndImagesAreTheirOwnClasses() {
        VendorUsage usage =
                usage(
                        "prompt_tokens", 100,
                        "prompt_tokens_details.audio_tokens", 30,
                        "prompt_tokens_details.image_tokens", 20,
                        "completion_tokens", 50,
                        "completion_tokens_details.audio_tokens", 40);
        assertEquals(
                Map.of(
                        TokenClass.INPUT_UNCACHED, 50L,
                        TokenClass.INPUT_AUDIO, 30L,
                        TokenClass.INPUT_IMAGE, 20L,
                        TokenClass.OUTPUT_TEXT, 10L,
                        TokenClass.OUTPUT_AUDIO, 40L),
                classes(VendorDialect.OPENAI_CHAT, usage));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT,prompt_tokens,10,prompt_tokens_details.cached_tokens,11",
        "OPENAI_CHAT,prompt_tokens,10,completion_tokens_details.reasoning_tokens,1",
        "OPENAI_CHAT,prompt_tokens,10,total_tokens,11",
        "OPENAI_RESPONSES,input_tokens,10,input_tokens_details.cached_tokens,11",
        "OTEL_GENAI,gen_ai.usage.input_tokens,0,gen_ai.usage.cache_read.input_tokens,1",
        "VLLM,prompt_tokens,10,prompt_tokens_details.cached_tokens,11",
        "NIM,input_tokens,10,input_tokens_details.cached_tokens,11",
    })
    void aNegativeRemainderIsNotAdditive(
            VendorDialect dialect, String in, long count, String path, long tooMany) {
        VendorFault fault = fault(dialect, usage(in, count, path, tooMany));
        assertEquals(path, fault.field());
        assertTrue(fault.notAdditive());
    }

    @Test
    void cacheWritesMustAddUp() {
        VendorUsage usage =
                usage(
                        "input_tokens", 10,
                        "cache_creation_input_tokens", 300,
                        "cache_creation.ephemeral_5m_input_tokens", 100);
        VendorFault fault = fault(VendorDialect.ANTHROPIC_MESSAGES, usage);
        assertEquals("cache_creation_input_tokens", fault.field());
        assertTrue(fault.notAdditive());
    }

    @ParameterizedTest
    @EnumSource
    void theInputIsRequired(VendorDialect dialect) {
        VendorFault fault = fault(dialect, usage("output_tokens_total", 3));
        assertFalse(fault.notAdditive());
    }

    @Test
    void malformedAndRepeatedCountsAreFaults() {
        assertEquals(
                "prompt_tokens",
                fault(VendorDialect.OPENAI_CHAT, usage("prompt_tokens", -1)).field());
        assertEquals(
                "prompt_tokens",
                fault(VendorDialect.OPENAI_CHAT, usage("prompt_tokens", 1L << 53)).field());
        assertEquals(
                "completion_tokens",
                fault(
                                VendorDialect.OPENAI_CHAT,
                                usage(
                                        "prompt_tokens", 1,
                                        "completion_tokens", 2,
                                        "completion_tokens", 2))
                        .field());
    }

    @Test
    void wireNamesAreTheSchemas() {
        assertEquals(VendorDialect.OPENAI_CHAT, VendorDialect.ofWireName("openai.chat"));
        assertEquals(VendorDialect.NIM, VendorDialect.ofWireName("nim"));
        assertNull(VendorDialect.ofWireName("openai"));
    }

    private static Pico charge(Map<TokenClass, Long> classes, Map<TokenClass, String> prices) {
        assertEquals(prices.keySet(), classes.keySet());
        Pico sum = Pico.ZERO;
        for (Map.Entry<TokenClass, Long> entry : classes.entrySet()) {
            Pico perMillion = Pico.parse(prices.getOrDefault(entry.getKey(), ""));
            sum = sum.plus(Pico.product(entry.getValue(), perMillion.lo() / 1_000_000L));
        }
        return sum;
    }
}
