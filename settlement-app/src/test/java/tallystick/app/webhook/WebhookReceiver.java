package tallystick.app.webhook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver on loopback: keeps what comes, and answers as told. */
public final class WebhookReceiver implements AutoCloseable {

    /** What came. */
    public record Request(
            String path,
            String id,
            String timestamp,
            String signature,
            String contentType,
            String text) {

        /** The body to the byte. */
        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** The body. */
        public JsonNode json() {
            return JsonMapper.builder().build().readTree(text);
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** The status of the n-th answer, from 0. */
    public volatile IntFunction<Integer> statuses = _ -> 200;

    /** Headers of every answer, name and value by turns. */
    public volatile List<String> headers = List.of();

    /** How long to think, milliseconds. */
    public volatile long thinkMillis;

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    int number;
                    synchronized (requests) {
                        number = requests.size();
                        requests.add(
                                new Request(
                                        exchange.getRequestURI().toString(),
                                        exchange.getRequestHeaders().getFirst("webhook-id"),
                                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                                        exchange.getRequestHeaders().getFirst("content-type"),
                                        new String(body, StandardCharsets.UTF_8)));
                    }
                    try {
                        Thread.sleep(thinkMillis);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    for (int i = 0; i < headers.size(); i += 2) {
                        exchange.getResponseHeaders().add(headers.get(i), headers.get(i + 1));
                    }
                    exchange.sendResponseHeaders(statuses.apply(number), -1);
                    exchange.close();
                });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What came to a path. */
    public List<Request> at(String path) {
        return requests.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
