package tallystick.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.client.Answer.Done;

/** Against a server that answers as it is told, or not: what is sent again, and as what. */
class TallystickClientTest {

    private static final String DROP = "drop";
    private static final String STALL = "stall";
    private static final String WALLET =
            "{\"wallet\":\"w 1\",\"tenant\":\"t\",\"asset\":\"EUR\",\"tariff\":\"r\","
                    + "\"overdraft_limit\":\"0.000000000000\",\"allowed_jurisdictions\":[\"KR\"],"
                    + "\"position\":\"12\",\"new_member\":1}";
    private static final String BUSY =
            "{\"type\":\"urn:taas:problem:overloaded\",\"code\":\"overloaded\",\"status\":503,"
                    + "\"detail\":\"no room\",\"retriable\":true}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer fresh =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            fresh.createContext("/", this::answer);
            fresh.setExecutor(task -> Thread.ofVirtual().start(task));
            return fresh;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void open() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI().getRawPath()
                        + " "
                        + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                        + " "
                        + exchange.getRequestHeaders().getFirst("Authorization")
                        + " "
                        + new String(body, StandardCharsets.UTF_8));
        String told = answers.remove(0);
        if (told.equals(DROP)) {
            exchange.close();
            return;
        }
        if (told.equals(STALL)) {
            return;
        }
        String[] parts = told.split(" ", 2);
        byte[] bytes = parts[1].getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(Integer.parseInt(parts[0]), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private TallystickClient client(int attempts) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new TallystickClient(
                new ClientOptions(
                        base, "secret", Duration.ofMillis(500), attempts, Duration.ofMillis(20)));
    }

    private static WalletRequest wallet() {
        return new WalletRequest("w 1", "t", "EUR", "r", new BigDecimal("1E+2"), null);
    }

    private static Problem problem(Answer<?> answer) {
        return Objects.requireNonNull(answer.problemOrNull());
    }

    @Test
    void whatIsNotAnsweredIsSentAgainUnderTheSameKey() throws Exception {
        answers.addAll(List.of("503 " + BUSY, DROP, STALL, "201 " + WALLET));
        try (TallystickClient client = client(5)) {
            Answer<Wallet> answer = client.openWallet(wallet(), "key-1");
            Done<Wallet> done = (Done<Wallet>) answer;
            assertEquals("12", done.value().position());
            assertEquals(List.of("KR"), done.value().allowedJurisdictions());
            assertEquals(0, done.value().overdraftLimit().signum());
        }
        String sent =
                "POST /v1/wallets key-1 Bearer secret {\"wallet\":\"w 1\",\"tenant\":\"t\","
                        + "\"asset\":\"EUR\",\"tariff\":\"r\",\"overdraft_limit\":\"100\"}";
        assertEquals(List.of(sent, sent, sent, sent), asked);
    }

    @Test
    void itGivesUpAfterSoManyAttempts() {
        answers.addAll(List.of(STALL, STALL));
        try (TallystickClient client = client(2)) {
            assertThrows(IOException.class, () -> client.wallet("w 1"));
        }
        assertEquals(2, asked.size());
        assertEquals("GET /v1/wallets/w%201 null Bearer secret ", asked.getFirst());
    }

    @Test
    void aServerThatStaysBusyIsARefusalInTheEnd() throws Exception {
        answers.addAll(List.of("503 " + BUSY, "503 " + BUSY));
        try (TallystickClient client = client(2)) {
            Problem problem = problem(client.wallet("w"));
            assertEquals("overloaded", problem.code());
            assertEquals(true, problem.retriable());
        }
    }

    @Test
    void aRefusalIsAValueAndIsNotSentAgain() throws Exception {
        answers.add(
                "402 {\"type\":\"urn:taas:problem:insufficient-balance\",\"code\":"
                        + "\"insufficient-balance\",\"status\":402,\"detail\":\"is more\","
                        + "\"invalid_params\":[{\"name\":\"amount\",\"reason\":\"is more\"}],"
                        + "\"retriable\":false,\"available\":\"1.000000000000\","
                        + "\"allowed\":[\"KR\",\"FR\"]}");
        try (TallystickClient client = client(5)) {
            Answer<Transfer> answer =
                    client.transfer(
                            "a", new TransferRequest(null, "b", BigDecimal.TWO, "EUR"), "key-2");
            Problem problem = problem(answer);
            assertEquals("insufficient-balance", problem.code());
            assertEquals("amount", problem.invalidParams().getFirst().name());
            assertEquals(
                    Map.of("available", "1.000000000000", "allowed", "KR,FR"), problem.facts());
            assertThrows(IOException.class, answer::orThrow);
        }
        assertEquals(1, asked.size());
    }

    private static final String HOLD =
            "{\"hold\":\"h/1\",\"sequence\":1,\"state\":\"open\",\"tariff\":\"r@7\",\"granted\":{"
                    + "\"amount\":\"0.002113000000\",\"asset\":\"KRW\",\"output\":1024},"
                    + "\"charged\":{\"amount\":\"0.000000000000\",\"asset\":\"KRW\"},"
                    + "\"threshold\":{\"output\":128},\"valid_until\":\"2026-11-21T20:00:00Z\","
                    + "\"final\":\"terminate\",\"position\":\"12\"}";

    @Test
    void aHoldsMessagesAreSentAgainUnderTheirSequence() throws Exception {
        answers.addAll(List.of("201 " + HOLD, DROP, "200 " + HOLD, "200 " + HOLD, "200 " + HOLD));
        try (TallystickClient client = client(5)) {
            Map<String, Long> used =
                    Map.of("input.uncached", 9L, "output.text", 4L, "tool_calls", 1L);
            HoldRequest wanted =
                    new HoldRequest(
                            null,
                            "org/m",
                            "site",
                            null,
                            Map.of("input.cache_read", 3L),
                            1024,
                            Duration.ofSeconds(60),
                            null,
                            "release");
            Hold hold = client.openHold("w 1", wanted, "key-3").orThrow();
            assertEquals(true, hold.isLast());
            assertEquals(128, hold.threshold().output());
            assertEquals(new BigDecimal("0.002113000000"), hold.granted().amount());
            assertEquals("2026-11-21T20:00:00Z", hold.validUntil().toString());
            Hold extended = client.extendHold("h/1", 1, used, 512).orThrow();
            assertEquals("KRW", Objects.requireNonNull(extended.charged()).asset());
            assertEquals(hold, client.commitHold("h/1", 2, used, true).orThrow());
            assertEquals(hold, client.releaseHold("h/1", 3, null).orThrow());
        }
        String tokens =
                "\"used\":{\"input\":{\"uncached\":9},\"output\":{\"text\":4},\"tool_calls\":1},";
        String extension =
                "POST /v1/holds/h%2F1/extend null Bearer secret {\"sequence\":1,"
                        + tokens
                        + "\"slice\":{\"output\":512}}";
        assertEquals(
                List.of(
                        "POST /v1/wallets/w%201/holds key-3 Bearer secret {\"model\":\"org/m\","
                            + "\"factory\":\"site\",\"estimate\":{\"input\":{\"cache_read\":3}},"
                            + "\"slice\":{\"output\":1024},\"ttl\":\"PT1M\",\"on_expiry\":\"release\"}",
                        extension,
                        extension,
                        "POST /v1/holds/h%2F1/commit null Bearer secret {\"sequence\":2,"
                                + tokens
                                + "\"final\":true}",
                        "POST /v1/holds/h%2F1/release null Bearer secret {\"sequence\":3}"),
                asked);
    }

    @Test
    void whatIsNoJsonIsNoAnswer() {
        answers.add("200 <html>");
        try (TallystickClient client = client(3)) {
            assertThrows(IOException.class, () -> client.balance("w", "7"));
        }
    }
}
