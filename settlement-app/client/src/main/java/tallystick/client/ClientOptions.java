package tallystick.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server.
 *
 * @param base such as {@code http://localhost:8080}
 * @param credential an API key or access token, null for an open server
 * @param timeout of one attempt, more than 0
 * @param attempts how often a request is sent at most, 1 or more
 * @param longestPause between two attempts, however long the server asks for
 */
public record ClientOptions(
        URI base,
        @Nullable String credential,
        Duration timeout,
        int attempts,
        Duration longestPause) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    public ClientOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be more than 0");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more");
        }
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("longestPause must not be negative");
        }
    }

    /** Ten attempts of half a minute, with pauses of at most five seconds. */
    public static ClientOptions of(URI base, @Nullable String credential) {
        return new ClientOptions(base, credential, TIMEOUT, ATTEMPTS, LONGEST_PAUSE);
    }
}
