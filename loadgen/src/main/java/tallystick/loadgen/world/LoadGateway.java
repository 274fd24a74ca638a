package tallystick.loadgen.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tallystick.client.ClientOptions;
import tallystick.client.TallystickClient;

/** The HTTP API, as far as a load needs it: things are made, and the ledger's balance is read. */
public final class LoadGateway implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_MILLIS = 200;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final @Nullable String credential;
    private final TallystickClient client;

    /**
     * @param base of the API, {@code http://host:port}
     * @param credential an API key or access token, null for an open server
     */
    public LoadGateway(URI base, @Nullable String credential) {
        this.base = base;
        this.credential = credential;
        client =
                new TallystickClient(
                        new ClientOptions(
                                base,
                                credential,
                                TIMEOUT,
                                ATTEMPTS,
                                Duration.ofMillis(PAUSE_MILLIS)));
    }

    /** The client of reference data, wallets, holds and usage. */
    public TallystickClient client() {
        return client;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        return credential == null
                ? request
                : request.header("Authorization", "Bearer " + credential);
    }

    /**
     * Makes something; single quotes stand for double ones.
     *
     * @throws IOException when the server refuses
     */
    public void post(String path, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build();
        String _ = send(request);
    }

    /**
     * What a path says.
     *
     * @throws IOException when the server refuses
     */
    public String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            if (response.statusCode() != 503 || attempt == ATTEMPTS) {
                throw new IOException(
                        request.method()
                                + " "
                                + request.uri()
                                + " answered "
                                + response.statusCode()
                                + ": "
                                + response.body());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
