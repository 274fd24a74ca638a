package tallystick.app.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** Whose client certificates are whose: a token of one operator over another's is refused. */
final class ClientCertificates {

    private static final String PROPERTY = "tallystick.security.operator-certificates";

    private final Map<String, String> operators = new HashMap<>();
    private final boolean required;

    /**
     * @param byOperator per operator the SHA-256 of its certificates, hex, with commas between
     * @param required whether an operator's principals must show one
     * @throws IllegalArgumentException when a digest is none, or is two operators'
     */
    ClientCertificates(Map<String, String> byOperator, boolean required) {
        this.required = required;
        byOperator.forEach(
                (operator, digests) -> {
                    for (String digest : digests.split(",", -1)) {
                        String hex = digest.strip().replace(":", "").toLowerCase(Locale.ROOT);
                        if (!hex.matches("[0-9a-f]{64}")) {
                            throw new IllegalArgumentException(
                                    PROPERTY + "." + operator + " must be SHA-256 digests, hex");
                        }
                        String other = operators.put(hex, operator);
                        if (other != null && !other.equals(operator)) {
                            throw new IllegalArgumentException(
                                    PROPERTY + ": one certificate for " + other + ", " + operator);
                        }
                    }
                });
    }

    /**
     * Lets a principal pass that fits the certificate it came with.
     *
     * @param shown null when none was
     * @throws InvalidBearerTokenException when it does not
     */
    void check(LedgerPrincipal principal, @Nullable X509Certificate shown) {
        byte[] digest = shown == null ? null : digest(shown);
        if (principal.certificate() != null && !isThumbprint(principal.certificate(), digest)) {
            throw new InvalidBearerTokenException("the token is bound to another certificate");
        }
        String operator = principal.binding().operatorOrNull();
        if (digest != null && !operators.isEmpty()) {
            String owner = operators.get(HexFormat.of().formatHex(digest));
            if (owner == null || !owner.equals(operator)) {
                throw new InvalidBearerTokenException("the certificate is somebody else's");
            }
        }
        if (digest == null && required && operator != null) {
            throw new InvalidBearerTokenException("a certificate of the operator is needed");
        }
    }

    private static boolean isThumbprint(String told, byte @Nullable [] digest) {
        return digest != null
                && MessageDigest.isEqual(
                        told.getBytes(StandardCharsets.UTF_8),
                        Base64.getUrlEncoder().withoutPadding().encode(digest));
    }

    private static byte[] digest(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (GeneralSecurityException unreadable) {
            throw new InvalidBearerTokenException("the certificate cannot be read");
        }
    }
}
