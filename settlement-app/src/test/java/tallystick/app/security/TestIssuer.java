package tallystick.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of access tokens with its keys over HTTP. */
final class TestIssuer implements AutoCloseable {

    static final String NAME = "https://issuer.example";
    static final String AUDIENCE = "tallystick";

    final RSAKey rsa;
    final RSAKey unpublished;
    final ECKey ec;
    final AtomicInteger fetched = new AtomicInteger();

    private final HttpServer server;

    TestIssuer() throws IOException, JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        unpublished = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        byte[] keys =
                new JWKSet(java.util.List.<JWK>of(rsa.toPublicJWK(), ec.toPublicJWK()))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/jwks",
                exchange -> {
                    fetched.incrementAndGet();
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                    exchange.close();
                });
        server.start();
    }

    URI keys() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    /** Claims that are good, for an operator's wallet reader. */
    @SuppressWarnings("JavaUtilDate")
    JWTClaimsSet.Builder claims(String subject, String operator) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("client_id", "console")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("operator", operator)
                .claim("scope", "openid wallet:read settlement:checker settlement:maker");
    }

    String rsa(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, "at+jwt", "rsa-1", rsaSigner(rsa), claims);
    }

    String ec(JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.ES256, "at+jwt", "ec-1", new ECDSASigner(ec), claims);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String typed(String type, JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, type, "rsa-1", rsaSigner(rsa), claims);
    }

    String ofUnknownKey(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, "at+jwt", "rsa-2", rsaSigner(unpublished), claims);
    }

    /** Another key under the name of a known one. */
    String forged(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, "at+jwt", "rsa-1", rsaSigner(unpublished), claims);
    }

    String rs512(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS512, "at+jwt", "rsa-1", rsaSigner(rsa), claims);
    }

    /** The classic: the public key's bytes as the secret of an HMAC. */
    String hmacWithPublicKey(JWTClaimsSet claims) {
        try {
            byte[] secret = rsa.toPublicJWK().toRSAPublicKey().getEncoded();
            return signed(JWSAlgorithm.HS256, "at+jwt", "rsa-1", new MACSigner(secret), claims);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(
                        new com.nimbusds.jose.PlainHeader.Builder()
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        claims)
                .serialize();
    }

    private static JWSSigner rsaSigner(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String signed(
            JWSAlgorithm algorithm,
            String type,
            String keyId,
            JWSSigner signer,
            JWTClaimsSet claims) {
        try {
            JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(keyId);
            if (!type.isEmpty()) {
                header.type(new JOSEObjectType(type));
            }
            SignedJWT token = new SignedJWT(header.build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
