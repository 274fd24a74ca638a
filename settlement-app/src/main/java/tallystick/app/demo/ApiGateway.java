package tallystick.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API as a client sees it: waits and repeats when the server is busy (503) or a view is
 * behind (409 {@code projection-behind}), and reads what it wrote by naming the last position.
 */
final class ApiGateway implements AutoCloseable {

    /** How long a busy server is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 200;

    /**
     * What the server answered.
     *
     * @param repeated it was asked more than once: what it says is done may have been done before
     */
    record Reply(JsonNode body, boolean repeated) {}

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final AtomicLong lastPosition = new AtomicLong(-1);

    ApiGateway(URI base) {
        this.base = base;
    }

    /** Reads at or after the position of the last write answered here. */
    JsonNode get(String path) throws IOException, InterruptedException {
        String joint = path.indexOf('?') < 0 ? "?" : "&";
        String fresh = path + joint + "min_position=" + Math.max(0, lastPosition.get());
        return send(fresh, request(fresh).GET().build()).body();
    }

    /**
     * Makes or does something, once: the key is what the server remembers it by.
     *
     * @throws ApiRefusedException when the server refuses
     */
    JsonNode post(String path, String idempotencyKey, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build();
        return send(path, request).body();
    }

    /** The same, by a person. */
    JsonNode postAs(String person, String path, String idempotencyKey, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .header("X-Actor", person)
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build();
        return send(path, request).body();
    }

    /**
     * Asks once for something that the server may refuse, and to be told at once.
     *
     * @return status and problem code, as {@code 409 not-witnessed}
     */
    String attempt(String person, String path, String idempotencyKey, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .header("X-Actor", person)
                        .header("Prefer", "wait=0")
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        return response.statusCode() + " " + json.readTree(response.body()).path("code").asString();
    }

    /** Sends a bank's report, by a person. */
    JsonNode postXml(String person, String path, String xml)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/xml")
                        .header("X-Actor", person)
                        .POST(BodyPublishers.ofString(xml, StandardCharsets.UTF_8))
                        .build();
        return send(path, request).body();
    }

    /** A file, as far as the last write answered here. */
    byte[] getAs(String path, String mediaType) throws IOException, InterruptedException {
        String fresh = path + "?min_position=" + Math.max(0, lastPosition.get());
        return accepted(fresh, request(fresh).header("Accept", mediaType).GET().build()).bytes();
    }

    /** Records a batch of CloudEvents; the reply lists the items that were not accepted. */
    Reply postUsage(String batch) throws IOException, InterruptedException {
        String path = "/v1/events";
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .header("Prefer", "return=minimal")
                        .POST(BodyPublishers.ofString(batch, StandardCharsets.UTF_8))
                        .build();
        return send(path, request);
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Accepted(byte[] bytes, boolean repeated) {}

    private Reply send(String path, HttpRequest request) throws IOException, InterruptedException {
        Accepted accepted = accepted(path, request);
        JsonNode body = json.readTree(accepted.bytes());
        notePosition(body);
        return new Reply(body, accepted.repeated());
    }

    private Accepted accepted(String path, HttpRequest request)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean repeated = false;
        while (true) {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 == 2) {
                return new Accepted(response.body(), repeated);
            }
            if (!worthRepeating(response) || System.nanoTime() > deadline) {
                throw new ApiRefusedException(
                        request.method() + " " + path,
                        response.statusCode(),
                        new String(response.body(), StandardCharsets.UTF_8));
            }
            repeated = true;
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean worthRepeating(HttpResponse<byte[]> response) {
        boolean behind =
                response.statusCode() == 409 && response.headers().map().containsKey("retry-after");
        return response.statusCode() == 503 || behind;
    }

    private void notePosition(JsonNode body) {
        JsonNode position = body.path("position");
        if (position.isString()) {
            long value = Long.parseLong(position.stringValue());
            lastPosition.accumulateAndGet(value, Math::max);
        }
    }
}
