package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.TestNode;
import tallystick.app.security.SecuredNode.Reply;

/** A node without keys is open, to this machine and not to the pages its browser shows. */
class OpenModeTest {

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;

    @BeforeAll
    static void start() {
        node = new SecuredNode(TestNode.start(directory, Map.of("tallystick.ingest.port", 0)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void itSaysSoAndAnswers() {
        assertEquals(SecurityMode.OPEN, node.node.context().getBean(SecurityMode.class));
        assertEquals(200, node.send(node.request("/v1/ledger", null).build()).status());
        Reply page = node.send(node.request("/", null).build());
        assertEquals(200, page.status());
        assertEquals(
                "nosniff",
                page.response().headers().firstValue("X-Content-Type-Options").orElse(""));
        assertTrue(node.node.ingestPort().isPresent());
    }

    @Test
    void aPageOfSomebodyElsesReachesNothing() throws IOException {
        assertStatus("200", "Host: localhost");
        assertStatus("200", "Host: 127.0.0.1:" + node.node.port());
        assertStatus("403", "Host: evil.example");
        assertStatus("403", "Host: localhost.evil.example");
        assertStatus("200", "Host: localhost\r\nOrigin: http://localhost:8080");
        assertStatus("403", "Host: localhost\r\nOrigin: http://evil.example");
        assertStatus("403", "Host: localhost\r\nOrigin: null");
    }

    private static void assertStatus(String status, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node.port())) {
            socket.setSoTimeout(10_000);
            String request =
                    "GET /v1/ledger HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = new byte[4096];
            int read = socket.getInputStream().read(bytes);
            String said = new String(bytes, 0, Math.max(0, read), StandardCharsets.US_ASCII);
            assertTrue(said.startsWith("HTTP/1.1 " + status), headers + ": " + said);
        }
    }
}
