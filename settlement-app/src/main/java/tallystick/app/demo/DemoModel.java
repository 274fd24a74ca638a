package tallystick.app.demo;

import java.math.BigDecimal;
import java.util.List;
import tallystick.domain.usage.TokenClass;

/** The models the demo's factories serve, with home prices in euros per million tokens. */
enum DemoModel {
    LARGE("qwen3-235b-a22b", "0.90", "0.20", "2.70"),
    MEDIUM("llama-3.3-70b", "0.60", "0.15", "1.80"),
    SMALL("mistral-small-3.2", "0.15", "0.03", "0.45");

    /** The classes the demo's usage has. */
    static final List<TokenClass> CLASSES =
            List.of(
                    TokenClass.INPUT_UNCACHED,
                    TokenClass.INPUT_CACHE_READ,
                    TokenClass.OUTPUT_TEXT,
                    TokenClass.OUTPUT_REASONING);

    private final String wireName;
    private final BigDecimal uncached;
    private final BigDecimal cacheRead;
    private final BigDecimal output;

    DemoModel(String wireName, String uncached, String cacheRead, String output) {
        this.wireName = wireName;
        this.uncached = new BigDecimal(uncached);
        this.cacheRead = new BigDecimal(cacheRead);
        this.output = new BigDecimal(output);
    }

    String wireName() {
        return wireName;
    }

    /** Euros per million tokens of one of {@link #CLASSES}, at home. */
    BigDecimal eurosPerMillion(TokenClass tokenClass) {
        if (tokenClass == TokenClass.INPUT_UNCACHED) {
            return uncached;
        }
        return tokenClass == TokenClass.INPUT_CACHE_READ ? cacheRead : output;
    }
}
