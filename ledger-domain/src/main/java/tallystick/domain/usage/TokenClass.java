package tallystick.domain.usage;

import java.util.List;

/**
 * The disjoint classes that partition a request's tokens; their sum is the billable total. The
 * order is part of the journal's encoding: append only.
 */
public enum TokenClass {
    INPUT_UNCACHED("input.uncached"),
    INPUT_CACHE_READ("input.cache_read"),
    INPUT_CACHE_WRITE_5M("input.cache_write_5m"),
    INPUT_CACHE_WRITE_1H("input.cache_write_1h"),
    INPUT_AUDIO("input.audio"),
    INPUT_IMAGE("input.image"),
    OUTPUT_TEXT("output.text"),
    OUTPUT_REASONING("output.reasoning"),
    OUTPUT_AUDIO("output.audio"),
    TOOL_CALLS("tool_calls");

    /** The classes in encoding order. */
    public static final List<TokenClass> ALL = List.of(values());

    /** How many classes there are. */
    public static final int COUNT = ALL.size();

    /** Most tokens of one class in one record: 2^53 − 1, the largest exact JSON integer. */
    public static final long MAX_TOKENS = 9_007_199_254_740_991L;

    private final String wireName;

    TokenClass(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, tariffs and tables, such as {@code input.cache_read}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the class counts prompt tokens. */
    public boolean isInput() {
        return ordinal() <= INPUT_IMAGE.ordinal();
    }

    /** Whether the class counts generated tokens. */
    public boolean isOutput() {
        return !isInput() && this != TOOL_CALLS;
    }

    /**
     * @throws IllegalArgumentException when no class has that name
     */
    public static TokenClass ofWireName(String name) {
        for (TokenClass tokenClass : ALL) {
            if (tokenClass.wireName.equals(name)) {
                return tokenClass;
            }
        }
        throw new IllegalArgumentException("unknown token class " + name);
    }
}
