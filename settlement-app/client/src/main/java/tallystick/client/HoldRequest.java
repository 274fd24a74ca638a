package tallystick.client;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to set aside for a request, before its first token.
 *
 * @param hold its name, null to have one made up
 * @param factory the site that will serve
 * @param apiKey whose quotas count it too, null for none
 * @param estimate input tokens by class, such as {@code input.uncached}; 0 … 2^53 − 1
 * @param sliceTokens output tokens to begin with, 1 … 2^53 − 1
 * @param ttl until when the next message must come, 1 second to 24 hours; null for a minute
 * @param maxLifetime from ttl to 24 hours; null for an hour
 * @param onExpiry {@code commit_reported}, {@code release} or {@code commit_full}; null for the
 *     first
 */
public record HoldRequest(
        @Nullable String hold,
        String model,
        String factory,
        @Nullable String apiKey,
        Map<String, Long> estimate,
        long sliceTokens,
        @Nullable Duration ttl,
        @Nullable Duration maxLifetime,
        @Nullable String onExpiry) {

    public HoldRequest {
        estimate = Map.copyOf(estimate);
    }

    /** With a name and lifetime of the server's own. */
    public static HoldRequest of(
            String model, String factory, Map<String, Long> estimate, long sliceTokens) {
        return new HoldRequest(null, model, factory, null, estimate, sliceTokens, null, null, null);
    }
}
