package tallystick.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends requests that may be sent again, until one is answered. Any thread. */
final class HttpSender implements AutoCloseable {

    private static final int UNAVAILABLE = 503;
    private static final int CONFLICT = 409;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final ClientOptions options;
    private final HttpClient http;

    HttpSender(ClientOptions options) {
        this.options = options;
        http = HttpClient.newBuilder().connectTimeout(options.timeout()).build();
    }

    /** A request to a path of the server, with the credential. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path)).timeout(options.timeout());
        return options.credential() == null
                ? request
                : request.header("Authorization", "Bearer " + options.credential());
    }

    private String base() {
        String base = options.base().toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /**
     * Sends the request, again when it is not answered, with 503, or with 409 because the tables
     * are not as far as asked.
     *
     * @return the last answer
     * @throws IOException when no attempt was answered: whether it was carried out is not known
     */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt == options.attempts();
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                if (isLast || !comesLater(response)) {
                    return response;
                }
                pause(attempt, response);
            } catch (IOException unanswered) {
                if (isLast) {
                    throw unanswered;
                }
                pause(attempt, null);
            }
        }
    }

    private static boolean comesLater(HttpResponse<byte[]> response) {
        return response.statusCode() == UNAVAILABLE
                || (response.statusCode() == CONFLICT
                        && response.headers().firstValue("Retry-After").isPresent());
    }

    private void pause(int attempt, @Nullable HttpResponse<byte[]> response)
            throws InterruptedException {
        long wanted = FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10);
        String told =
                response == null ? "" : response.headers().firstValue("Retry-After").orElse("");
        if (told.matches("[0-9]{1,6}")) {
            wanted = Math.max(wanted, Duration.ofSeconds(Long.parseLong(told)).toMillis());
        }
        Thread.sleep(Math.min(wanted, options.longestPause().toMillis()));
    }

    @Override
    public void close() {
        http.close();
    }
}
