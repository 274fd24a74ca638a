package tallystick.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks to have held before its first token.
 *
 * @param hold its name, unique for ever, 1 … 64 characters
 * @param wallet the wallet that pays
 * @param model the model asked for
 * @param factory where it will be served
 * @param apiKey the key that asks, for quotas; null for none
 * @param inputTokens estimate per input class in encoding order: six counts, each 0 … 2^53 − 1
 * @param sliceTokens output tokens of the first slice, 1 … 2^53 − 1
 * @param ttlNanos how long each grant of a slice lives, 1 s … 24 h
 * @param maxLifetimeNanos how long the hold may live in all, ttl … 24 h
 * @param onExpiry what becomes of it when nobody ends it
 */
public record HoldTerms(
        String hold,
        String wallet,
        String model,
        String factory,
        @Nullable String apiKey,
        List<Long> inputTokens,
        long sliceTokens,
        long ttlNanos,
        long maxLifetimeNanos,
        OnExpiry onExpiry) {

    public HoldTerms {
        inputTokens = List.copyOf(inputTokens);
    }

    /**
     * What becomes of a hold that nobody ends in time. The order is part of the journal's encoding:
     * append only.
     */
    public enum OnExpiry {
        /** The usage reported so far is charged. */
        COMMIT_REPORTED,
        /** Nothing more is charged. */
        RELEASE,
        /** All that was granted is charged. */
        COMMIT_FULL;

        /** The name in JSON, such as {@code commit_reported}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
