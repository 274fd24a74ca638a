package tallystick.app.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.TestTls;

/** What a request to an endpoint does, and what no receiver can make it do. */
class WebhookPostTest {

    private static final AddressRule LOCAL = new AddressRule(true);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> HEADERS = Map.of("webhook-id", "msg_1");

    @TempDir Path directory;

    private static WebhookPost post(AddressRule rule, String answer, long millis) {
        return new WebhookPost(
                rule,
                _ -> new InetAddress[] {InetAddress.ofLiteral(answer)},
                WebhookPost.platformTrust(),
                millis,
                4);
    }

    @Test
    void aBodyArrivesToTheByte() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost post = post(LOCAL, "127.0.0.1", 5_000)) {
            WebhookPost.Outcome outcome = post.send(receiver.url("/a?b=c"), HEADERS, BODY);
            assertEquals(200, outcome.status(), outcome.error());
            assertEquals("/a?b=c", receiver.requests().getFirst().path());
            assertEquals("msg_1", receiver.requests().getFirst().id());
            assertEquals(
                    "application/cloudevents+json; charset=UTF-8",
                    receiver.requests().getFirst().contentType());
        }
    }

    /** A name that stands for a private address is never connected to, whatever it stood for. */
    @Test
    void aNameThatLeadsInsideIsNotConnectedTo() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost refused = post(new AddressRule(false), "127.0.0.1", 5_000);
                WebhookPost allowed = post(LOCAL, "127.0.0.1", 5_000)) {
            String url = "http://hooks.example.com:" + receiver.port() + "/";
            assertEquals(
                    new WebhookPost.Outcome(
                            0, "the name leads to an address that is not public", null),
                    refused.send(url, HEADERS, BODY));
            assertEquals(List.of(), receiver.requests());
            assertEquals(200, allowed.send(url, HEADERS, BODY).status(), "it would have come");
        }
    }

    /** The address that was checked is the one that is used: the name is looked up once. */
    @Test
    void aNameIsLookedUpOncePerRequest() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost post =
                        new WebhookPost(
                                LOCAL,
                                _ -> {
                                    lookups.incrementAndGet();
                                    return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
                                },
                                WebhookPost.platformTrust(),
                                5_000,
                                4)) {
            String url = "http://rebind.example.com:" + receiver.port() + "/";
            assertEquals(200, post.send(url, HEADERS, BODY).status());
            assertEquals(1, lookups.get());
            assertEquals(200, post.send(url, HEADERS, BODY).status());
            assertEquals(2, lookups.get(), "and again for the next");
        }
    }

    @Test
    void literalsAreCheckedToo() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost post =
                        WebhookPost.of(
                                new AddressRule(false), WebhookPost.platformTrust(), 5_000, 4)) {
            for (String host : List.of("127.0.0.1", "[::1]", "localhost", "127.1")) {
                WebhookPost.Outcome outcome =
                        post.send("http://" + host + ":" + receiver.port() + "/", HEADERS, BODY);
                assertEquals(0, outcome.status(), host);
            }
            assertEquals(List.of(), receiver.requests());
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost post = post(LOCAL, "127.0.0.1", 5_000)) {
            receiver.statuses = _ -> 307;
            receiver.headers = List.of("Location", receiver.url("/elsewhere"));
            assertEquals(307, post.send(receiver.url("/"), HEADERS, BODY).status());
            assertEquals(1, receiver.requests().size());
        }
    }

    @Test
    void aReceiverThatThinksForLongIsHungUpOn() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookPost post = post(LOCAL, "127.0.0.1", 300)) {
            receiver.thinkMillis = 20_000;
            long begun = System.nanoTime();
            assertEquals("no answer in time", post.send(receiver.url("/"), HEADERS, BODY).error());
            assertTrue(System.nanoTime() - begun < 10_000_000_000L);
        }
    }

    /** Each byte comes in time, and so would never run into a timeout of the socket. */
    @Test
    void aReceiverThatDripsIsHungUpOn() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                WebhookPost post = post(LOCAL, "127.0.0.1", 500)) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    OutputStream out = socket.getOutputStream();
                                    out.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    while (true) {
                                        out.write("x: y\r\n".getBytes(StandardCharsets.US_ASCII));
                                        out.flush();
                                        Thread.sleep(100);
                                    }
                                } catch (Exception gone) {
                                    return;
                                }
                            });
            long begun = System.nanoTime();
            WebhookPost.Outcome outcome =
                    post.send("http://127.0.0.1:" + server.getLocalPort() + "/", HEADERS, BODY);
            assertEquals("no answer in time", outcome.error());
            assertTrue(System.nanoTime() - begun < 10_000_000_000L);
        }
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                WebhookPost post = post(LOCAL, "127.0.0.1", 20_000)) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    OutputStream out = socket.getOutputStream();
                                    out.write(
                                            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                                    byte[] some = new byte[64 * 1024];
                                    while (true) {
                                        out.write(some);
                                        written.addAndGet(some.length);
                                    }
                                } catch (Exception gone) {
                                    return;
                                }
                            });
            WebhookPost.Outcome outcome =
                    post.send("http://127.0.0.1:" + server.getLocalPort() + "/", HEADERS, BODY);
            assertEquals(200, outcome.status(), outcome.error());
            assertTrue(written.get() < 32L * 1024 * 1024, "wrote " + written);
        }
    }

    @Test
    void aCertificateMustBeTrustedAndFitTheName() throws Exception {
        TestTls own = TestTls.make(directory, "hooks");
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(own.serverContext()));
        server.createContext(
                "/",
                exchange -> {
                    byte[] _ = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertEquals(204, tls(own.trusting(), "localhost", port).status());
            WebhookPost.Outcome wrongName = tls(own.trusting(), "hooks.example.com", port);
            assertTrue(wrongName.error().startsWith("TLS: "), wrongName.toString());
            WebhookPost.Outcome untrusted = tls(WebhookPost.platformTrust(), "localhost", port);
            assertTrue(untrusted.error().startsWith("TLS: "), untrusted.toString());
        } finally {
            server.stop(0);
        }
    }

    private static WebhookPost.Outcome tls(SSLContext context, String host, int port) {
        try (WebhookPost post =
                new WebhookPost(
                        LOCAL,
                        _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                        context,
                        10_000,
                        4)) {
            return post.send("https://" + host + ":" + port + "/", HEADERS, BODY);
        }
    }
}
