package tallystick.app.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import tallystick.app.api.Texts;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.wiring.TallystickProperties.Oauth2;

/**
 * Access tokens of one issuer, as RFC 9068 has them: signed with an algorithm that was named, of
 * type {@code at+jwt}, by the issuer, for this audience, in time. What a token is bound to it must
 * say: one that says nothing is good for nothing.
 */
final class TokenIssuer {

    private static final Set<JWSAlgorithm> KNOWN =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private static final int MOST_SKEW_SECONDS = 120;
    private static final int MOST_JWKS_BYTES = 256 * 1024;
    private static final int LONGEST_TOKEN = 8 * 1024;

    /** A key that is not known is looked for again, but not more often than this. */
    private static final long REFRESH_MILLIS = 10_000;

    private static final long KEYS_KEPT_MILLIS = 300_000;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @throws IllegalArgumentException when what is configured is not enough, naming the property
     */
    TokenIssuer(Oauth2 oauth2) {
        String issuer = oauth2.issuer();
        URI keys = oauth2.jwksUri();
        require(issuer != null && !issuer.isBlank(), "issuer must be set");
        require(keys != null, "jwks-uri must be set");
        require(
                keys != null && isSafe(keys),
                "jwks-uri must be https, or http on loopback: keys that anybody may swap prove"
                        + " nothing");
        require(!oauth2.audiences().isEmpty(), "audiences must name this server at least once");
        require(!oauth2.algorithms().isEmpty(), "algorithms must not be empty");
        Set<JWSAlgorithm> algorithms = new HashSet<>();
        for (String name : oauth2.algorithms()) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
            require(KNOWN.contains(algorithm), "algorithms must be of " + KNOWN + ", not " + name);
            algorithms.add(algorithm);
        }
        int skew = oauth2.clockSkewSeconds();
        require(
                skew >= 0 && skew <= MOST_SKEW_SECONDS,
                "clock-skew-seconds must be 0 to " + MOST_SKEW_SECONDS);
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        algorithms,
                        JWKSourceBuilder.create(
                                        url(Objects.requireNonNull(keys)),
                                        new DefaultResourceRetriever(
                                                oauth2.jwksMillis(),
                                                oauth2.jwksMillis(),
                                                MOST_JWKS_BYTES))
                                .cache(KEYS_KEPT_MILLIS, oauth2.jwksMillis() * 2L)
                                .rateLimited(REFRESH_MILLIS)
                                .build()));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        Set.copyOf(oauth2.audiences()),
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("sub", "exp", "iat", "client_id", "jti"),
                        Set.of());
        claims.setMaxClockSkew(skew);
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("tallystick.security.oauth2." + rule);
        }
    }

    private static boolean isSafe(URI keys) {
        if ("https".equals(keys.getScheme())) {
            return true;
        }
        try {
            return "http".equals(keys.getScheme())
                    && keys.getHost() != null
                    && InetAddress.getByName(keys.getHost()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static java.net.URL url(URI keys) {
        try {
            return keys.toURL();
        } catch (MalformedURLException unfit) {
            throw new IllegalArgumentException("tallystick.security.oauth2.jwks-uri", unfit);
        }
    }

    /**
     * Who a token says is there.
     *
     * @throws InvalidBearerTokenException when it is not good; says which rule, never the token
     * @throws IssuerUnavailableException when that cannot be told
     */
    LedgerPrincipal open(String token) {
        if (token.length() > LONGEST_TOKEN) {
            throw new InvalidBearerTokenException("the token is too long");
        }
        JWTClaimsSet claims = claims(token);
        try {
            String subject = claims.getSubject();
            if (Texts.brokenRule(subject, 1, Texts.NAME_MAX) != null || subject.isBlank()) {
                throw new InvalidBearerTokenException("the token's sub is not a name");
            }
            return new LedgerPrincipal(
                    subject,
                    binding(claims),
                    roles(claims),
                    null,
                    certificate(claims),
                    claims.getExpirationTime().toInstant().toEpochMilli());
        } catch (ParseException odd) {
            throw new InvalidBearerTokenException("a claim of the token has the wrong form");
        }
    }

    private JWTClaimsSet claims(String token) {
        try {
            // Only signed ones: neither plain nor encrypted tokens have a way in.
            JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
            Instant latest = Instant.now().plusSeconds(MOST_SKEW_SECONDS);
            if (claims.getIssueTime().toInstant().isAfter(latest)) {
                throw new InvalidBearerTokenException("the token was issued in the future");
            }
            return claims;
        } catch (ParseException malformed) {
            throw new InvalidBearerTokenException("the token is not a signed JWT");
        } catch (RateLimitReachedException unknownKey) {
            throw new InvalidBearerTokenException("the token's key is not known");
        } catch (RemoteKeySourceException unreachable) {
            throw unreachable(unreachable);
        } catch (BadJOSEException bad) {
            throw new InvalidBearerTokenException("the token is not good: " + bad.getMessage());
        } catch (KeySourceException unreachable) {
            throw unreachable(unreachable);
        } catch (JOSEException odd) {
            throw new InvalidBearerTokenException("the token cannot be checked");
        }
    }

    /** A limit on fetching may lie below: then the key is not known, and nothing is amiss. */
    private static RuntimeException unreachable(KeySourceException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RateLimitReachedException) {
                return new InvalidBearerTokenException("the token's key is not known");
            }
        }
        return new IssuerUnavailableException("the issuer's keys cannot be had at the moment");
    }

    private static Set<Role> roles(JWTClaimsSet claims) throws ParseException {
        String scope = claims.getStringClaim("scope");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (scope != null) {
            Arrays.stream(scope.split(" ", -1))
                    .map(Role.BY_NAME::get)
                    .filter(Objects::nonNull)
                    .forEach(roles::add);
        }
        return roles;
    }

    private static Binding binding(JWTClaimsSet claims) throws ParseException {
        String operator = claims.getStringClaim("operator");
        String tenant = claims.getStringClaim("tenant");
        String jurisdiction = claims.getStringClaim("jurisdiction");
        List<String> wallets = claims.getStringListClaim("wallets");
        if (jurisdiction != null) {
            if (operator != null || tenant != null || !Texts.isCountry(jurisdiction)) {
                throw new InvalidBearerTokenException("the token's jurisdiction is malformed");
            }
            return new Binding.OfJurisdiction(jurisdiction);
        }
        if (operator == null || operator.isEmpty() || operator.contains(":")) {
            throw new InvalidBearerTokenException("the token is bound to nothing");
        }
        if (operator.equals(ApiKeyCreated.FEDERATION)) {
            if (tenant != null || wallets != null) {
                throw new InvalidBearerTokenException("the token is bound to two things");
            }
            return new Binding.Federation();
        }
        if (tenant == null) {
            if (wallets != null) {
                throw new InvalidBearerTokenException("the token has wallets without a tenant");
            }
            return new Binding.OfOperator(operator);
        }
        return new Binding.OfTenant(operator, tenant, wallets);
    }

    private static @Nullable String certificate(JWTClaimsSet claims) throws ParseException {
        Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
        Object thumbprint = confirmation == null ? null : confirmation.get("x5t#S256");
        return thumbprint instanceof String text ? text : null;
    }
}
