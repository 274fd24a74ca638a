package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.SecuredNode.Reply;

/**
 * What one caller may take of the server. Numbers, JSON and ids that are none: {@code
 * BadEventTest}, {@code RecordUsageHttpTest}, {@code ProblemHttpTest}; here are the same bounds
 * behind a login.
 */
class LimitsAttackTest {

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;
    private static String gateway = "";

    @BeforeAll
    static void start() {
        node =
                SecuredNode.start(directory, Map.of("server.tomcat.connection-timeout", "1s"))
                        .withFederation();
        gateway = node.key("op-kr", null, null, "usage:write");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Reply send(String credential, byte[] body, String... headers) {
        var request =
                node.request("/v1/events", credential)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return node.send(request.build());
    }

    private static byte[] blanks(int length) {
        byte[] body = new byte[length];
        java.util.Arrays.fill(body, (byte) ' ');
        body[0] = '[';
        body[length - 1] = ']';
        return body;
    }

    @Test
    void aBodyBeyondTheBoundIsRefused() {
        assertEquals(200, send(gateway, blanks(MOST_BYTES)).status());
        Reply reply = send(gateway, blanks(MOST_BYTES + 1));
        assertEquals(413, reply.status());
        assertEquals("payload-too-large", reply.code());
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                gzip.write(zeros);
            }
        }
        assertTrue(bomb.size() < MOST_BYTES);
        Reply reply = send(gateway, bomb.toByteArray(), "Content-Encoding", "gzip");
        assertEquals(415, reply.status(), reply.text());
        assertEquals(
                200,
                send(gateway, "[]".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "identity")
                        .status());
    }

    @Test
    void aStrangersBodyIsNotRead() {
        long before = System.nanoTime();
        Reply reply =
                send("taas_live_nobody", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertEquals(401, reply.status());
        assertTrue(System.nanoTime() - before < 5_000_000_000L);
        Reply known = send(gateway, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertEquals("malformed-body", known.code(), "nested too deep");
    }

    @Test
    void headersBeyondTheBoundAreRefused() {
        Reply reply =
                node.send(
                        node.request("/v1/wallets", gateway)
                                .header("X-Long", "a".repeat(20_000))
                                .build());
        assertEquals(400, reply.status(), reply.text());
        assertFalse(reply.text().contains("aaaa"), "a problem repeats no input");
    }

    @Test
    void pathsThatClimbReachNothing() throws IOException {
        for (String path :
                List.of(
                        "/v1/../actuator/env",
                        "/v1/wallets/..%2f..%2factuator%2fenv",
                        "/v1/wallets/%2e%2e/ledger",
                        "//v1/ledger",
                        "/v1/;/ledger",
                        "/v1\\ledger",
                        "/v1/wallets/wal-gamma%00",
                        "/static/../../application.properties")) {
            String status =
                    raw(
                            "GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + gateway
                                    + "\r\nConnection: close\r\n\r\n");
            assertTrue(status.matches("HTTP/1.1 40[0134].*"), path + ": " + status);
        }
        String own =
                raw(
                        "GET /v1/operators/op-kr HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Authorization: Bearer "
                                + gateway
                                + "\r\nConnection: close\r\n\r\n");
        assertTrue(own.startsWith("HTTP/1.1 200"), own);
    }

    @Test
    void headersOfTwoLinesForgeNothing() throws IOException {
        String status =
                raw(
                        String.join(
                                "\r\n",
                                "GET /v1/wallets HTTP/1.1",
                                "Host: localhost",
                                "X-A: a\n\rX-B: b",
                                "Content-Length: 5",
                                "Transfer-Encoding: chunked",
                                "",
                                "0",
                                "",
                                ""));
        assertTrue(status.startsWith("HTTP/1.1 4"), status);
    }

    @Test
    void actuatorShowsHealthAlone() {
        String admin = SecuredNode.ADMIN;
        Reply health = node.send(node.request("/actuator/health/liveness", null).build());
        assertEquals(200, health.status(), health.text());
        assertEquals("{\"status\":\"UP\"}", health.text());
        for (String endpoint : List.of("", "/env", "/beans", "/heapdump", "/metrics", "/loggers")) {
            int status = node.get(admin, "/actuator" + endpoint).status();
            assertEquals(404, status, endpoint);
        }
    }

    @Test
    void slowOnesHoldNobodyUp() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node.port());
                boolean inBody = i % 2 == 0;
                String begin =
                        inBody
                                ? "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                        + " application/x-ndjson\r\nAuthorization: Bearer "
                                        + gateway
                                        + "\r\nContent-Length: 1000\r\n\r\n{"
                                : "GET /v1/wallets HTTP/1.1\r\nHost: loc";
                socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long before = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertEquals(200, send(gateway, "[]".getBytes(StandardCharsets.UTF_8)).status());
            }
            assertTrue(System.nanoTime() - before < 20_000_000_000L, "others are served meanwhile");
            for (Socket socket : slow) {
                assertTrue(isEnded(socket), "a silent connection is ended");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatTricklesIsEnded() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node.port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                            + " application/x-ndjson\r\nAuthorization: Bearer "
                                            + gateway
                                            + "\r\nContent-Length: 4000000\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(1);
            long begin = System.nanoTime();
            String said = "";
            // Never silent for as long as the timeout of silence.
            while (said.isEmpty() && System.nanoTime() - begin < 60_000_000_000L) {
                socket.getOutputStream().write(' ');
                Thread.sleep(300);
                said = available(socket);
            }
            assertTrue(said.startsWith("HTTP/1.1 408"), said);
            assertTrue(said.contains("request-timeout"), said);
        }
    }

    private static String available(Socket socket) throws IOException {
        byte[] bytes = new byte[4096];
        try {
            int read = socket.getInputStream().read(bytes);
            return read < 0 ? "ended" : new String(bytes, 0, read, StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException nothingYet) {
            return "";
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(15_000);
        InputStream in = socket.getInputStream();
        try {
            byte[] bytes = new byte[4096];
            int read = in.read(bytes);
            while (read >= 0) {
                read = in.read(bytes);
            }
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = new byte[8192];
            int read = socket.getInputStream().read(bytes);
            return read < 0
                    ? ""
                    : new String(bytes, 0, read, StandardCharsets.US_ASCII)
                            .lines()
                            .findFirst()
                            .orElse("");
        }
    }
}
