package tallystick.domain.ledger;

import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;

/** What is consumed, or asked to be set aside. */
final class QuotaDemand {

    private final long[] tokens;
    private final boolean isOutputOpen;
    private final int requests;
    private final Pico amount;
    private final String asset;

    /**
     * @param tokens per class; output that may become any class stands in {@code output.text}
     * @param isOutputOpen whether that is so: then it counts for every output class
     * @param requests how many
     * @param amount retail charge
     * @param asset what the amount is counted in
     */
    QuotaDemand(long[] tokens, boolean isOutputOpen, int requests, Pico amount, String asset) {
        this.tokens = tokens;
        this.isOutputOpen = isOutputOpen;
        this.requests = requests;
        this.amount = amount;
        this.asset = asset;
    }

    long[] tokens() {
        return tokens;
    }

    String asset() {
        return asset;
    }

    /** How much of it a quota counts. */
    Pico countedBy(QuotaTerms terms) {
        return switch (terms.measure()) {
            case REQUESTS -> Pico.of(requests);
            case MONEY -> terms.asset().equals(asset) ? amount : Pico.ZERO;
            case TOKENS -> Pico.of(countedTokens(terms.tokenClass()));
        };
    }

    private long countedTokens(@Nullable TokenClass tokenClass) {
        if (tokenClass != null) {
            TokenClass counted =
                    isOutputOpen && tokenClass.isOutput() ? TokenClass.OUTPUT_TEXT : tokenClass;
            return tokens[counted.ordinal()];
        }
        long sum = 0;
        for (long count : tokens) {
            sum += count;
        }
        return sum;
    }
}
