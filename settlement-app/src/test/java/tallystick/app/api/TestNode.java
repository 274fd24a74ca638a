package tallystick.app.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.springframework.context.ApplicationContext;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;
import tallystick.app.api.contract.ContractWatch;
import tallystick.engine.LedgerEngine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real application, started once for all tests of the API, with its own PostgreSQL and a
 * journal in a temporary directory, asked over real HTTP.
 */
public final class TestNode {

    private static final TestNode NODE = start();

    private final RunningNode node;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final AtomicLong lastPosition = new AtomicLong(-1);

    /**
     * An answer.
     *
     * @param text the body
     * @param json the body, missing when it is not JSON
     */
    public record Reply(int status, String text, JsonNode json, HttpResponse<byte[]> response) {

        /** A header, empty when it is not there. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The problem's code, empty when it is none. */
        public String code() {
            return json.path("code").asString("");
        }

        /** A member of the body as text, by path such as {@code rated.amount}. */
        public String at(String path) {
            return json.at("/" + path.replace('.', '/')).asString("");
        }
    }

    private TestNode(RunningNode node) {
        this.node = node;
    }

    /** Another node, which the caller closes. */
    public static TestNode of(RunningNode node) {
        return new TestNode(node);
    }

    /** The node, started at the first call. */
    public static TestNode get() {
        return NODE;
    }

    private static TestNode start() {
        try {
            Path directory = Files.createTempDirectory("tallystick-api");
            RunningNode node =
                    TallystickApplication.start(
                            Map.of(
                                    "tallystick.data",
                                    directory.resolve("node"),
                                    "server.port",
                                    0,
                                    "tallystick.ingest.port",
                                    0));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, directory)));
            return new TestNode(node);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void stop(RunningNode node, Path directory) {
        node.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(TestNode::delete);
        } catch (IOException left) {
            throw new IllegalStateException(left);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException left) {
            throw new IllegalStateException(left);
        }
    }

    /** Where it listens. */
    public int port() {
        return node.port();
    }

    /** Its engine, for what a test recomputes from the journal. */
    public LedgerEngine engine() {
        return node.context().getBean(LedgerEngine.class);
    }

    /** Its parts. */
    public ApplicationContext context() {
        return node.context();
    }

    /** Where it takes binary usage. */
    public int ingestPort() {
        return node.ingestPort().orElseThrow();
    }

    /** A new name that no test has used. */
    public static String name(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A GET that sees everything written through here so far. */
    public Reply get(String path) {
        return getAsIs(fresh(path));
    }

    /** The path of a read that sees everything written through here so far. */
    public String fresh(String path) {
        String joint = path.contains("?") ? "&" : "?";
        return path + joint + "min_position=" + lastPosition.get();
    }

    /** A GET. */
    public Reply getAsIs(String path) {
        return send(request(path).GET().build());
    }

    /** A keyed POST of JSON. */
    public Reply post(String path, String key, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /** A keyed POST of JSON written with single quotes, under a new key. */
    public Reply post(String path, String body) {
        return post(path, name("key-"), body.replace('\'', '"'));
    }

    /** A keyed POST by somebody. */
    public Reply postAs(String actor, String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", name("key-"))
                        .header("X-Actor", actor)
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    /** A request without a key, with JSON written with single quotes. */
    public Reply unkeyed(String method, String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    /** Waits, up to half a minute, until a GET answers as wanted. */
    public Reply awaitGet(String path, Predicate<Reply> wanted) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Reply reply = getAsIs(path);
        while (!wanted.test(reply)) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError(path + " never answered as wanted: " + reply.text());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            reply = getAsIs(path);
        }
        return reply;
    }

    /** A keyed POST under a new key that must succeed. */
    public Reply made(String path, String body) {
        Reply reply = post(path, name("key-"), body.replace('\'', '"'));
        if (reply.status() / 100 != 2) {
            throw new AssertionError(path + " " + body + ": " + reply.text());
        }
        return reply;
    }

    /** A batch of usage events. */
    public Reply events(String body, String... headers) {
        return events(body.getBytes(StandardCharsets.UTF_8), "cloudevents-batch+json", headers);
    }

    /** Usage events of some media type under {@code application}. */
    public Reply events(byte[] body, String type, String... headers) {
        HttpRequest.Builder request =
                request("/v1/events")
                        .header("Content-Type", "application/" + type)
                        .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** The digest of the whole ledger state. */
    public String stateDigest() {
        Reply ledger = getAsIs("/v1/ledger");
        return ledger.at("position") + " " + ledger.at("state_digest");
    }

    /** A request on the way. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    /** Sends it; what comes back must be as the API's document has it. */
    public Reply send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            ContractWatch.verify(request, response, response.body());
            String text = new String(response.body(), StandardCharsets.UTF_8);
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode body = isJson ? json.readTree(text) : json.missingNode();
            if (response.statusCode() / 100 == 2 && body.path("position").isString()) {
                long position = Long.parseLong(body.path("position").stringValue());
                lastPosition.accumulateAndGet(position, Math::max);
            }
            return new Reply(response.statusCode(), text, body, response);
        } catch (IOException broken) {
            throw new AssertionError(request.uri() + " failed", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
