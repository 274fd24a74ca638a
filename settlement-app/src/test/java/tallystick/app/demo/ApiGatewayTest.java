package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiGatewayTest {

    private record Canned(int status, String retryAfter, String body) {}

    private final Deque<Canned> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private ApiGateway api;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        api = new ApiGateway(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @Test
    void asksABusyServerAgainAndSaysSo() throws Exception {
        answers.add(new Canned(503, "1", "{}"));
        answers.add(new Canned(200, "", "{\"accepted\":1}"));
        assertTrue(api.postUsage("[]").repeated());
        answers.add(new Canned(200, "", "{\"accepted\":1}"));
        assertFalse(api.postUsage("[]").repeated());
    }

    @Test
    void waitsForAViewThatIsBehind() throws Exception {
        answers.add(new Canned(409, "1", "{\"code\":\"projection-behind\"}"));
        answers.add(new Canned(200, "", "{\"posted\":\"1\"}"));
        assertEquals("1", api.get("/v1/wallets/w/balance").path("posted").stringValue());
    }

    @Test
    void readsWhatItWrote() throws Exception {
        answers.add(new Canned(201, "", "{\"position\":\"41\"}"));
        api.post("/v1/models", "key", Map.of("model", "m"));
        answers.add(new Canned(200, "", "{\"position\":\"7\"}"));
        api.post("/v1/models", "key", Map.of("model", "m"));
        answers.add(new Canned(200, "", "{}"));
        api.get("/v1/models");
        assertEquals("GET /v1/models?min_position=41", requests.getLast());
    }

    @Test
    void passesARefusalOnInTheServersWords() {
        answers.add(new Canned(409, "", "{\"code\":\"already-exists\"}"));
        ApiRefusedException refused =
                assertThrows(
                        ApiRefusedException.class,
                        () -> api.post("/v1/models", "key", Map.of("model", "m")));
        assertEquals(
                "POST /v1/models was refused with 409: {\"code\":\"already-exists\"}",
                refused.getMessage());
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        exchange.getRequestBody().readAllBytes();
        Canned canned = answers.remove();
        if (!canned.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", canned.retryAfter());
        }
        byte[] body = canned.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(canned.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
