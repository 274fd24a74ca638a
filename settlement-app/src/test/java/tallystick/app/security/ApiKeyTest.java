package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.security.SecuredNode.Reply;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.security.key.ApiKeyRevoked;
import tallystick.app.security.key.KeyText;

/** API keys from their making to their end, across restarts, and where their secrets are not. */
class ApiKeyTest {

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;

    @BeforeAll
    static void start() {
        node = SecuredNode.start(directory, Map.of()).withFederation();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Reply create(String credential, String body) {
        return node.post(credential, "/v1/api-keys", body);
    }

    @Test
    void aKeyOpensWhatItWasMadeForUntilItIsTakenBack() {
        Reply made =
                create(
                        SecuredNode.ADMIN,
                        "{'operator':'op-kr','tenant':'acme','roles':['wallet:read'],"
                                + "'subject':'app','label':'shop'}");
        assertEquals(201, made.status(), made.text());
        String secret = made.at("secret");
        String id = made.at("api_key");
        assertTrue(secret.startsWith("taas_live_" + id + "_"), secret);
        assertEquals(200, node.getFresh(secret, "/v1/wallets/wal-acme/balance").status());
        assertEquals(404, node.get(secret, "/v1/wallets/wal-beta/balance").status());
        Reply shown = node.get(SecuredNode.ADMIN, "/v1/api-keys/" + id);
        assertEquals("good", shown.at("state"));
        assertEquals("bootstrap", shown.at("created_by"));
        assertFalse(shown.text().contains(secret) || shown.text().contains(KeyText.hash(secret)));
        Reply listed = node.get(SecuredNode.ADMIN, "/v1/api-keys");
        assertTrue(listed.text().contains(id));
        assertFalse(listed.text().contains(secret) || listed.text().contains(KeyText.hash(secret)));
        Reply revoked =
                node.post(SecuredNode.ADMIN, "/v1/api-keys/" + id + "/revoke", "{'reason':'lost'}");
        assertEquals("revoked", revoked.at("state"), revoked.text());
        assertEquals(401, node.get(secret, "/v1/wallets/wal-acme/balance").status());
        Reply again = node.post(SecuredNode.ADMIN, "/v1/api-keys/" + id + "/revoke", "{}");
        assertEquals(revoked.text(), again.text(), "once is enough");
    }

    @Test
    void theSameRequestMakesOneKeyAndShowsItOnce() {
        String key = UUID.randomUUID().toString();
        String body = "{'operator':'op-kr','roles':['wallet:read']}";
        Reply first = node.post(SecuredNode.ADMIN, "/v1/api-keys", key, body);
        Reply again = node.post(SecuredNode.ADMIN, "/v1/api-keys", key, body);
        Reply other =
                node.post(
                        SecuredNode.ADMIN,
                        "/v1/api-keys",
                        key,
                        "{'operator':'op-fr','roles':['wallet:read']}");
        assertEquals(first.at("api_key"), again.at("api_key"));
        assertNotEquals("", first.at("secret"));
        assertEquals("", again.at("secret"));
        assertEquals("idempotency-key-reused", other.code());
    }

    @Test
    void nobodyGivesWhatIsNotTheirs() {
        String kr = node.key("op-kr", null, null, "reference:admin");
        assertEquals(201, create(kr, "{'operator':'op-kr','roles':['usage:write']}").status());
        Reply foreign = create(kr, "{'operator':'op-fr','roles':['usage:write']}");
        Reply missing = create(kr, "{'operator':'op-none','roles':['usage:write']}");
        assertEquals(404, foreign.status(), foreign.text());
        assertEquals(missing.text(), foreign.text());
        assertEquals(404, create(kr, "{'operator':'*','roles':['usage:write']}").status());
        assertEquals(404, create(kr, "{'jurisdiction':'KR','roles':['audit:read']}").status());
        assertEquals(
                404,
                create(kr, "{'operator':'op-kr','tenant':'gamma','roles':['wallet:read']}")
                        .status());
        assertEquals(
                404,
                create(
                                kr,
                                "{'operator':'op-kr','tenant':'acme','wallets':['wal-beta'],"
                                        + "'roles':['wallet:read']}")
                        .status());
        assertEquals(403, create(kr, "{'operator':'op-kr','roles':['ops']}").status());
        for (String role :
                List.of("settlement:maker", "settlement:checker", "settlement:treasury")) {
            String body = "{'operator':'*','roles':['" + role + "']}";
            assertEquals(403, create(SecuredNode.ADMIN, body).status(), role);
        }
        assertEquals(201, create(SecuredNode.ADMIN, "{'operator':'*','roles':['ops']}").status());
        assertEquals(422, create(kr, "{'operator':'op-kr','roles':['root']}").status());
        assertEquals(422, create(kr, "{'operator':'op-kr','roles':[]}").status());
        assertEquals(422, create(kr, "{'roles':['usage:write']}").status());
        String tenant = node.key("op-kr", "acme", null, "reference:admin");
        assertEquals(403, create(tenant, "{'operator':'op-kr','roles':['usage:write']}").status());
    }

    @Test
    void someoneElsesKeyIsMissing() {
        String fr = node.key("op-fr", null, null, "reference:admin");
        String id =
                create(SecuredNode.ADMIN, "{'operator':'op-kr','roles':['wallet:read']}")
                        .at("api_key");
        Reply foreign = node.get(fr, "/v1/api-keys/" + id);
        Reply missing = node.get(fr, "/v1/api-keys/none");
        assertEquals(404, foreign.status());
        assertEquals(missing.text(), foreign.text());
        assertEquals(404, node.post(fr, "/v1/api-keys/" + id + "/revoke", "{}").status());
        assertFalse(node.get(fr, "/v1/api-keys").text().contains(id));
        assertEquals("good", node.get(SecuredNode.ADMIN, "/v1/api-keys/" + id).at("state"));
    }

    @Test
    void keysThatAreNoneAreRefused() {
        String good = node.key("*", null, null, "wallet:read");
        String id = KeyText.idOf(good);
        String other = KeyText.generate();
        assertEquals(200, node.get(good, "/v1/wallets").status());
        for (String bad :
                List.of(
                        other,
                        good.substring(0, good.length() - 1),
                        good + "0",
                        good.toUpperCase(java.util.Locale.ROOT),
                        other.replace(String.valueOf(KeyText.idOf(other)), String.valueOf(id)),
                        "taas_live_" + id,
                        "taas_live_")) {
            Reply reply = node.get(bad, "/v1/wallets");
            assertEquals(401, reply.status(), bad);
            assertFalse(reply.text().contains(bad) && bad.length() > 10);
        }
        // By no other way in than the header.
        assertEquals(
                401,
                node.send(node.request("/v1/wallets?access_token=" + good, null).build()).status());
        Reply basic =
                node.send(
                        node.request("/v1/wallets", null)
                                .header("Authorization", "Basic " + good)
                                .build());
        assertEquals(401, basic.status());
    }

    @Test
    void anExpiredKeyIsRefused() throws Exception {
        Reply made =
                create(
                        SecuredNode.ADMIN,
                        "{'operator':'*','roles':['wallet:read'],'expires_at':'%s'}"
                                .formatted(java.time.Instant.now().plusSeconds(3)));
        assertEquals(201, made.status(), made.text());
        String secret = made.at("secret");
        assertEquals(200, node.get(secret, "/v1/wallets").status());
        TestNode.await("it ends", () -> node.get(secret, "/v1/wallets").status() == 401);
    }

    @Test
    void administrativeActsAreEventsThatAxonReads() {
        Reply made = create(SecuredNode.ADMIN, "{'operator':'op-kr','roles':['wallet:read']}");
        String id = made.at("api_key");
        Reply revoked = node.post(SecuredNode.ADMIN, "/v1/api-keys/" + id + "/revoke", "{}");
        List<? extends DomainEventMessage<?>> events =
                node.node
                        .context()
                        .getBean(EventStore.class)
                        .readEvents("api-keys")
                        .asStream()
                        .toList();
        ApiKeyCreated created =
                events.stream()
                        .map(DomainEventMessage::getPayload)
                        .filter(ApiKeyCreated.class::isInstance)
                        .map(ApiKeyCreated.class::cast)
                        .filter(event -> event.key().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertEquals("bootstrap", created.by());
        DomainEventMessage<?> last = events.getLast();
        assertEquals(id, ((ApiKeyRevoked) last.getPayload()).key());
        assertEquals("bootstrap", last.getMetaData().get("actor"));
        assertTrue(Long.parseLong(revoked.at("position")) > Long.parseLong(made.at("position")));
    }

    @Test
    void aSecretIsInNoFileAndNoLog() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String secret;
        try {
            secret =
                    create(
                                    SecuredNode.ADMIN,
                                    "{'operator':'op-kr','tenant':'acme','roles':['usage:write']}")
                            .at("secret");
            String poison = "person@example.com\nINFO forged line";
            assertEquals(404, node.get(SecuredNode.ADMIN, "/v1/person-at-example").status());
            assertEquals(401, node.get(secret + "x", "/v1/wallets").status());
            Reply broken = node.events(secret, "{\"id\":\"" + poison.replace("\n", "\\n") + "\"}");
            assertEquals("rejected", broken.at("results.0.status"), broken.text());
            assertFalse(broken.text().contains("person@example.com"), broken.text());
            assertEquals(400, node.events(secret, "{person@example.com").status());
        } finally {
            root.detachAppender(log);
        }
        assertFalse(log.list.isEmpty(), "the log was heard");
        for (ILoggingEvent line : log.list) {
            String text = line.getFormattedMessage() + line.getThrowableProxy();
            assertFalse(text.contains(secret) || text.contains("person@example.com"), text);
            assertFalse(text.contains("\nINFO"), text);
        }
        // The hash is there, the secret is not.
        String hash = KeyText.hash(secret);
        boolean hashFound = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains("/postgres/") && Files.size(file) > 1 << 20) {
                    continue;
                }
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(secret), file.toString());
                hashFound |= bytes.contains(hash);
            }
        }
        assertTrue(hashFound, "this search finds what is there");
    }

    @Test
    void keysSurviveARestartAndSoDoesTheirEnd() throws Exception {
        Path own = SecuredNode.directory();
        String good;
        String gone;
        try (SecuredNode first = SecuredNode.start(own, Map.of())) {
            good = first.key("*", null, null, "wallet:read");
            gone = first.key("*", null, null, "wallet:read");
            String id = String.valueOf(KeyText.idOf(gone));
            assertEquals(200, first.get(gone, "/v1/wallets").status());
            assertEquals(
                    200,
                    first.post(SecuredNode.ADMIN, "/v1/api-keys/" + id + "/revoke", "{}").status());
        }
        // No mode is told: there are keys, so they are asked for.
        try (SecuredNode second = new SecuredNode(TestNode.start(own))) {
            assertEquals(SecurityMode.KEYS, second.node.context().getBean(SecurityMode.class));
            assertEquals(200, second.get(good, "/v1/wallets").status());
            assertEquals(401, second.get(gone, "/v1/wallets").status());
            assertEquals(401, second.send(second.request("/v1/wallets", null).build()).status());
            assertEquals(200, second.get(SecuredNode.ADMIN, "/v1/api-keys").status());
        }
    }

    @Test
    void theTextOfAKeyIsToldFromOthers() {
        String key = KeyText.generate();
        assertEquals(16, String.valueOf(KeyText.idOf(key)).length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i) == 'a' ? 'b' : 'a';
            assertNull(KeyText.idOf(key.substring(0, i) + c + key.substring(i + 1)));
        }
        assertNotEquals(key, KeyText.generate());
    }

    @Test
    void aBootstrapKeyThatIsNoneStopsTheStart() throws IOException {
        Path own = SecuredNode.directory();
        Exception refused =
                assertThrows(
                        Exception.class,
                        () -> {
                            RunningNode never =
                                    TestNode.start(
                                            own,
                                            Map.of("tallystick.security.bootstrap-key", "admin"));
                            never.close();
                        });
        StringBuilder causes = new StringBuilder();
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            causes.append(cause.getMessage());
        }
        assertTrue(causes.toString().contains("tallystick.security.bootstrap-key must be"));
    }
}
