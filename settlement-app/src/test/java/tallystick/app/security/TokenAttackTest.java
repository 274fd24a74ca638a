package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.SecuredNode.Reply;
import tallystick.app.wiring.TallystickProperties.Oauth2;

/** Tokens that are not what they say, each beside one that is. */
class TokenAttackTest {

    @TempDir static Path directory = Path.of("");

    private static TestIssuer issuer = null;
    private static SecuredNode node = null;

    @BeforeAll
    static void start() throws Exception {
        issuer = new TestIssuer();
        node =
                SecuredNode.start(
                                directory,
                                Map.of(
                                        "tallystick.security.mode",
                                        "both",
                                        "tallystick.security.oauth2.issuer",
                                        TestIssuer.NAME,
                                        "tallystick.security.oauth2.jwks-uri",
                                        issuer.keys(),
                                        "tallystick.security.oauth2.audiences",
                                        TestIssuer.AUDIENCE))
                        .withFederation();
        assertEquals(
                200,
                node.getFresh(node.key("*", null, null, "wallet:read"), "/v1/wallets").status());
    }

    @AfterAll
    static void stop() {
        node.close();
        issuer.close();
    }

    private static JWTClaimsSet.Builder good() {
        return issuer.claims("alice", "op-kr");
    }

    private static Reply ask(String token) {
        return node.get(token, "/v1/wallets/wal-acme");
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void aGoodTokenPasses() {
        assertEquals(200, ask(issuer.rsa(good().build())).status());
        assertEquals(200, ask(issuer.ec(good().build())).status());
        assertEquals(200, ask(issuer.typed("application/at+jwt", good().build())).status());
        assertEquals(
                200,
                ask(issuer.rsa(good().audience(List.of("others", TestIssuer.AUDIENCE)).build()))
                        .status());
        // Within the skew.
        assertEquals(200, ask(issuer.rsa(good().expirationTime(in(-10)).build())).status());
    }

    @Test
    void whatIsNotGoodIsRefused() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("alg none", TestIssuer.unsigned(good().build()));
        bad.put("alg HS256 with the public key", issuer.hmacWithPublicKey(good().build()));
        bad.put("an algorithm that was not named", issuer.rs512(good().build()));
        bad.put("unknown kid", issuer.ofUnknownKey(good().build()));
        bad.put("another key under a known kid", issuer.forged(good().build()));
        bad.put("typ JWT", issuer.typed("JWT", good().build()));
        bad.put("no typ", issuer.typed("", good().build()));
        bad.put("wrong aud", issuer.rsa(good().audience("others").build()));
        bad.put("no aud", issuer.rsa(good().audience((String) null).build()));
        bad.put("wrong iss", issuer.rsa(good().issuer("https://evil.example").build()));
        bad.put("expired", issuer.rsa(good().expirationTime(in(-60)).build()));
        bad.put("no exp", issuer.rsa(good().expirationTime(null).build()));
        bad.put("not yet", issuer.rsa(good().notBeforeTime(in(300)).build()));
        bad.put("issued in the future", issuer.rsa(good().issueTime(in(3_600)).build()));
        bad.put("no sub", issuer.rsa(good().subject(null).build()));
        bad.put("sub of two lines", issuer.rsa(good().subject("a\nb").build()));
        bad.put("bound to nothing", issuer.rsa(good().claim("operator", null).build()));
        bad.put("bound to a number", issuer.rsa(good().claim("operator", 7).build()));
        bad.put("two bindings", issuer.rsa(good().claim("jurisdiction", "KR").build()));
        bad.put(
                "bound to a certificate",
                issuer.rsa(good().claim("cnf", Map.of("x5t#S256", "x")).build()));
        String token = issuer.rsa(good().build());
        bad.put("signature cut", token.substring(0, token.length() - 4));
        bad.put(
                "another body",
                token.replaceFirst("\\.[^.]*\\.", "." + body(good().subject("bob").build()) + "."));
        bad.put("no token", "abc");
        bad.put("too long", token + "A".repeat(9_000));
        bad.forEach(
                (what, text) -> {
                    Reply reply = ask(text);
                    assertEquals(401, reply.status(), what + reply.text());
                    assertEquals("unauthenticated", reply.code(), what);
                    assertFalse(
                            reply.text().contains(text.substring(0, 3) + text.substring(3)), what);
                });
        assertEquals(200, ask(token).status());
    }

    private static String body(JWTClaimsSet claims) {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        claims.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void unknownKeysDoNotSendUsToTheIssuerEachTime() {
        int before = issuer.fetched.get();
        for (int i = 0; i < 50; i++) {
            assertEquals(401, ask(issuer.ofUnknownKey(good().build())).status());
        }
        assertTrue(
                issuer.fetched.get() - before <= 3, "fetched " + (issuer.fetched.get() - before));
    }

    @Test
    void claimsAreWhatAPrincipalIsBoundTo() {
        String tenant = issuer.rsa(issuer.claims("carol", "op-kr").claim("tenant", "acme").build());
        assertEquals(200, ask(tenant).status());
        assertEquals(404, node.get(tenant, "/v1/wallets/wal-beta").status());
        String fr = issuer.rsa(issuer.claims("dave", "op-fr").build());
        assertEquals(404, ask(fr).status());
        String all = issuer.rsa(issuer.claims("eve", "*").build());
        assertEquals(200, node.get(all, "/v1/wallets/wal-gamma").status());
        String regulator = issuer.rsa(issuer.claims("r", null).claim("jurisdiction", "FR").build());
        assertEquals(200, node.get(regulator, "/v1/wallets/wal-gamma").status());
        assertEquals(404, ask(regulator).status());
        String noRole = issuer.rsa(good().claim("scope", "openid admin").build());
        assertEquals(403, ask(noRole).status());
    }

    @Test
    void aPersonIsTheSamePersonWithTokenAndKey() {
        String late =
                SecuredNode.event(
                                SecuredNode.gateway("op-kr"),
                                "late-1",
                                "wal-acme",
                                "acme",
                                "op-kr",
                                "op-kr")
                        .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"2026-02-01T00:00:00Z\"");
        Reply suspended = node.events(node.key("op-kr", null, null, "usage:write"), late);
        String path = "/v1/suspense/" + suspended.at("results.0.position");
        String alice = issuer.rsa(good().build());
        assertEquals(200, node.getFresh(alice, path).status());
        assertEquals(200, node.post(alice, path + "/propose", "{'reason':'late'}").status());
        String aliceAgain = issuer.ec(good().build());
        assertEquals("same-person", node.post(aliceAgain, path + "/approve", "{}").code());
        String key = node.keyOf("alice", "op-kr", null, null, null, "settlement:checker");
        assertEquals("same-person", node.post(key, path + "/approve", "{}").code());
        String bob = issuer.rsa(issuer.claims("bob", "op-kr").build());
        assertEquals(200, node.post(bob, path + "/approve", "{}").status());
    }

    @Test
    void whatIsNotEnoughToTellTokensApartIsRefusedAtStart() {
        URI keys = issuer.keys();
        List<String> known = List.of("RS256");
        List<String> us = List.of("tallystick");
        assertRefused("issuer", new Oauth2(null, keys, us, known, 30, 2000));
        assertRefused("jwks-uri", new Oauth2("i", null, us, known, 30, 2000));
        assertRefused(
                "jwks-uri",
                new Oauth2("i", URI.create("http://example.com/jwks"), us, known, 30, 2000));
        assertRefused("audiences", new Oauth2("i", keys, List.of(), known, 30, 2000));
        assertRefused("algorithms", new Oauth2("i", keys, us, List.of("none"), 30, 2000));
        assertRefused("algorithms", new Oauth2("i", keys, us, List.of("HS256"), 30, 2000));
        assertRefused("clock-skew-seconds", new Oauth2("i", keys, us, known, 3600, 2000));
        assertDoesNotThrow(() -> new TokenIssuer(new Oauth2("i", keys, us, known, 30, 2000)));
    }

    private static void assertRefused(String property, Oauth2 oauth2) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> new TokenIssuer(oauth2))
                        .getMessage();
        assertTrue(message.startsWith("tallystick.security.oauth2." + property), message);
    }

    @Test
    void anIssuerThatIsAwayIsNoReasonToLetAnybodyIn() throws Exception {
        TestIssuer away = new TestIssuer();
        URI keys = away.keys();
        away.close();
        TokenIssuer tokens =
                new TokenIssuer(
                        new Oauth2(
                                TestIssuer.NAME,
                                keys,
                                List.of(TestIssuer.AUDIENCE),
                                List.of("RS256"),
                                30,
                                500));
        String token = away.rsa(away.claims("alice", "op-kr").build());
        assertThrows(IssuerUnavailableException.class, () -> tokens.open(token));
    }
}
