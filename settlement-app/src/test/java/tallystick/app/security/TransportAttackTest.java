package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;

/** TLS, client certificates, and doors that must not open beyond this machine. */
class TransportAttackTest {

    @TempDir static Path directory = Path.of("");

    private static TestCertificates server = null;
    private static TestCertificates certificateOfKr = null;
    private static TestCertificates certificateOfFr = null;
    private static TestIssuer issuer = null;
    private static SecuredNode node = null;
    private static String kr = "";
    private static String fr = "";
    private static String hub = "";

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificates.make(directory, "server");
        certificateOfKr = TestCertificates.make(directory, "kr");
        certificateOfFr = TestCertificates.make(directory, "fr");
        Path trusted =
                Files.writeString(
                        directory.resolve("trusted.crt"),
                        Files.readString(certificateOfKr.certificate())
                                + Files.readString(certificateOfFr.certificate()));
        issuer = new TestIssuer();
        Map<String, Object> properties = new HashMap<>();
        properties.put("tallystick.security.mode", "both");
        properties.put("tallystick.security.oauth2.issuer", TestIssuer.NAME);
        properties.put("tallystick.security.oauth2.jwks-uri", issuer.keys());
        properties.put("tallystick.security.oauth2.audiences", TestIssuer.AUDIENCE);
        properties.put("tallystick.security.operator-certificates.op-kr", certificateOfKr.digest());
        properties.put("tallystick.security.operator-certificates.op-fr", certificateOfFr.digest());
        properties.put("server.ssl.certificate", server.certificate());
        properties.put("server.ssl.certificate-private-key", server.privateKey());
        properties.put("server.ssl.trust-certificate", trusted);
        properties.put("server.ssl.client-auth", "want");
        // TLS and credentials: it may listen beyond this machine.
        properties.put("server.address", "0.0.0.0");
        node = SecuredNode.start(directory.resolve("node"), properties);
        kr = node.key("op-kr", null, null, "wallet:read");
        fr = node.key("op-fr", null, null, "wallet:read");
        hub = node.key("*", null, null, "wallet:read");
    }

    @AfterAll
    static void stop() {
        node.close();
        issuer.close();
    }

    private static HttpResponse<String> get(String credential, TestCertificates shown)
            throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(server.trustingMe(shown)).build()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://127.0.0.1:"
                                                    + node.node.port()
                                                    + "/v1/wallets"))
                            .header("Authorization", "Bearer " + credential)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void answersOverTlsWithItsHeaders() throws Exception {
        HttpResponse<String> reply = get(kr, null);
        assertEquals(200, reply.statusCode(), reply.body());
        Map<String, String> wanted =
                Map.of(
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Cache-Control", "no-store");
        wanted.forEach(
                (name, value) ->
                        assertTrue(
                                reply.headers().firstValue(name).orElse("").contains(value),
                                name + ": " + reply.headers().map()));
        assertTrue(
                reply.headers()
                        .firstValue("Strict-Transport-Security")
                        .orElse("")
                        .startsWith("max-age="));
    }

    @Test
    void withoutTlsNothingIsSaid() {
        assertThrows(
                Throwable.class, () -> assertEquals(200, node.get(kr, "/v1/wallets").status()));
    }

    @Test
    void aTokenOfOneOperatorOverTheCertificateOfAnotherIsRefused() throws Exception {
        assertEquals(200, get(kr, certificateOfKr).statusCode());
        assertEquals(200, get(fr, certificateOfFr).statusCode());
        assertEquals(401, get(kr, certificateOfFr).statusCode());
        assertEquals(401, get(fr, certificateOfKr).statusCode());
        assertEquals(401, get(hub, certificateOfFr).statusCode());
        String token = issuer.rsa(issuer.claims("alice", "op-kr").build());
        assertEquals(200, get(token, certificateOfKr).statusCode());
        assertEquals(401, get(token, certificateOfFr).statusCode());
    }

    @Test
    void aTokenBoundToACertificateIsOfNoUseToAThief() throws Exception {
        String thumbprint =
                Base64.getUrlEncoder().withoutPadding().encodeToString(certificateOfKr.sha256());
        String bound =
                issuer.rsa(
                        issuer.claims("alice", "op-kr")
                                .claim("cnf", Map.of("x5t#S256", thumbprint))
                                .build());
        assertEquals(200, get(bound, certificateOfKr).statusCode());
        assertEquals(401, get(bound, certificateOfFr).statusCode());
        assertEquals(401, get(bound, null).statusCode());
    }

    @Test
    void aCertificateThatNobodyTrustsEndsTheConnection() throws Exception {
        TestCertificates stranger = TestCertificates.make(directory, "stranger");
        // It is not even shown: the server names whom it trusts. So it comes without.
        assertEquals(200, get(kr, stranger).statusCode());
        ClientCertificates required =
                new ClientCertificates(Map.of("op-kr", certificateOfKr.digest()), true);
        LedgerPrincipal principal = principal("op-kr");
        assertThrows(RuntimeException.class, () -> required.check(principal, null));
        assertDoesNotThrow(
                () ->
                        required.check(
                                principal,
                                (java.security.cert.X509Certificate)
                                        certificateOfKr.store().getCertificate("own")));
        assertThrows(
                RuntimeException.class,
                () ->
                        required.check(
                                principal,
                                (java.security.cert.X509Certificate)
                                        stranger.store().getCertificate("own")));
    }

    private static LedgerPrincipal principal(String operator) {
        return new LedgerPrincipal(
                "s",
                new Binding.OfOperator(operator),
                java.util.Set.of(),
                null,
                null,
                Long.MAX_VALUE);
    }

    @Test
    void oneCertificateIsNotTwoOperators() throws Exception {
        String digest = certificateOfKr.digest();
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClientCertificates(Map.of("a", digest, "b", digest), false));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClientCertificates(Map.of("a", "12"), false));
    }

    // ---- doors

    @Test
    void aDoorBeyondThisMachineNeedsCredentialsAndTls() throws Exception {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        InetAddress here = InetAddress.getLoopbackAddress();
        assertRefused("tallystick.security.mode", SecurityMode.OPEN, everywhere, true, true);
        assertRefused("tallystick.security.mode", SecurityMode.OPEN, null, false, false);
        assertRefused("server.ssl.certificate", SecurityMode.KEYS, everywhere, false, false);
        assertDoesNotThrow(() -> DoorGuard.requireSafe(SecurityMode.KEYS, everywhere, true, false));
        assertDoesNotThrow(() -> DoorGuard.requireSafe(SecurityMode.BOTH, everywhere, false, true));
        assertDoesNotThrow(() -> DoorGuard.requireSafe(SecurityMode.OPEN, here, false, false));
        assertThrows(IllegalStateException.class, () -> DoorGuard.requireLoopback(everywhere));
        assertDoesNotThrow(() -> DoorGuard.requireLoopback(here));
    }

    private static void assertRefused(
            String property,
            SecurityMode mode,
            InetAddress address,
            boolean tls,
            boolean elsewhere) {
        String message =
                assertThrows(
                                IllegalStateException.class,
                                () -> DoorGuard.requireSafe(mode, address, tls, elsewhere))
                        .getMessage();
        assertTrue(message.contains(property), message);
    }

    @Test
    void aNodeThatWouldBeOpenToAllDoesNotStart() {
        for (Map<String, Object> unsafe :
                java.util.List.<Map<String, Object>>of(
                        Map.of("server.address", "0.0.0.0"),
                        Map.of("server.address", "0.0.0.0", "tallystick.security.mode", "keys"),
                        Map.of(
                                "tallystick.ingest.port",
                                0,
                                "tallystick.ingest.address",
                                "0.0.0.0"))) {
            StringBuilder causes = new StringBuilder();
            try (RunningNode never =
                    TestNode.start(directory.resolve("unsafe" + unsafe.hashCode()), unsafe)) {
                causes.append("it started: ").append(never.port());
            } catch (RuntimeException refused) {
                for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                    causes.append(cause.getMessage());
                }
            }
            assertTrue(causes.toString().contains("not loopback"), unsafe + ": " + causes);
        }
    }

    @Test
    void theModeFollowsFromWhatThereIs() {
        assertEquals(SecurityMode.OPEN, SecurityMode.of(null, false, false));
        assertEquals(SecurityMode.KEYS, SecurityMode.of(null, true, false));
        assertEquals(SecurityMode.OAUTH2, SecurityMode.of(null, false, true));
        assertEquals(SecurityMode.BOTH, SecurityMode.of(null, true, true));
        assertEquals(SecurityMode.KEYS, SecurityMode.of(SecurityMode.KEYS, false, true));
    }
}
