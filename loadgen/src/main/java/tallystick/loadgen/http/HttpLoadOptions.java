package tallystick.loadgen.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What to send where.
 *
 * @param url of the HTTP API, {@code http://host:port}
 * @param credential an API key or access token, printable US-ASCII; null for an open server
 * @param perSecond due over all connections: events, or sessions of a hold; 0 for as many as are
 *     answered
 * @param seconds of sending, 1 or more
 * @param connections each with a request under way at most, 1 … 10,000
 * @param batch events a request, 1 … 10,000; 1: a single event, not an array of one
 * @param wallets that consume, 1 or more
 */
public record HttpLoadOptions(
        URI url,
        @Nullable String credential,
        long perSecond,
        int seconds,
        int connections,
        int batch,
        int wallets) {

    private static final int MOST = 10_000;

    public HttpLoadOptions {
        require(
                "http".equals(url.getScheme()) && url.getHost() != null,
                "--url must be http://host:port");
        // It becomes a header line as it stands.
        require(
                credential == null || credential.matches("[!-~]+"),
                "--key must be an API key or access token");
        require(perSecond >= 0, "--rate must be 0 or more");
        require(seconds >= 1, "--seconds must be 1 or more");
        require(connections >= 1 && connections <= MOST, "--connections must be 1 … " + MOST);
        require(batch >= 1 && batch <= MOST, "--batch must be 1 … " + MOST);
        require(wallets >= 1, "--wallets must be 1 or more");
    }

    /** Nanoseconds between two requests of a connection, 0 for none. */
    long intervalNanos() {
        return perSecond == 0
                ? 0
                : Math.max(1, (long) batch * connections * 1_000_000_000L / perSecond);
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
