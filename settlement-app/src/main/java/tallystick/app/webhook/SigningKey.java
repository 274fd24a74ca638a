package tallystick.app.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What signs a webhook, as Standard Webhooks 1.0 has it: over {@code id.timestamp.body}, {@code v1}
 * with HMAC-SHA-256 or {@code v1a} with Ed25519 (RFC 8032).
 */
public sealed interface SigningKey {

    /** The scheme: {@code v1} or {@code v1a}. */
    String scheme();

    /** What the receiver verifies with: {@code whsec_…}, or {@code whpk_…}. */
    String shown();

    /** The signature of some content. */
    byte[] sign(byte[] content);

    /**
     * One entry of {@code webhook-signature}.
     *
     * @param id without a full stop
     * @param epochSeconds of the attempt
     * @param body to the byte
     */
    default String signature(String id, long epochSeconds, byte[] body) {
        byte[] begin = (id + "." + epochSeconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(begin, begin.length + body.length);
        System.arraycopy(body, 0, content, begin.length, body.length);
        return scheme() + "," + Base64.getEncoder().encodeToString(sign(content));
    }

    /** SHA-256 of what is shown, hex: tells whether it is still the one that was given out. */
    default String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest(shown().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * HMAC-SHA-256 with a secret that both sides know.
     *
     * @param secret 24 … 64 bytes
     */
    record Shared(SecretKeySpec secret) implements SigningKey {

        private static final String HMAC = "HmacSHA256";

        static Shared of(byte[] secret) {
            if (secret.length < 24 || secret.length > 64) {
                throw new IllegalArgumentException("a secret has 24 to 64 bytes");
            }
            return new Shared(new SecretKeySpec(secret, HMAC));
        }

        @Override
        public String scheme() {
            return "v1";
        }

        @Override
        public String shown() {
            return "whsec_" + Base64.getEncoder().encodeToString(secret.getEncoded());
        }

        @Override
        public byte[] sign(byte[] content) {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(secret);
                return mac.doFinal(content);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java platform has " + HMAC, impossible);
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Shared";
        }
    }

    /** Ed25519: the receiver has the public half. */
    final class Pair implements SigningKey {

        private static final int RAW_BYTES = 32;

        private final PrivateKey own;
        private final byte[] publicKey;

        private Pair(PrivateKey own, byte[] publicKey) {
            this.own = own;
            this.publicKey = publicKey;
        }

        /** The key pair of a seed of 32 bytes, which is its private key (RFC 8032 §5.1.5). */
        static Pair of(byte[] seed) {
            if (seed.length != RAW_BYTES) {
                throw new IllegalArgumentException("a seed has 32 bytes");
            }
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
                generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
                KeyPair pair = generator.generateKeyPair();
                byte[] encoded = pair.getPublic().getEncoded();
                return new Pair(
                        pair.getPrivate(),
                        Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("this Java platform has no Ed25519", impossible);
            }
        }

        /** The public half, 32 bytes. */
        byte[] publicKey() {
            return publicKey.clone();
        }

        @Override
        public String scheme() {
            return "v1a";
        }

        @Override
        public String shown() {
            return "whpk_" + Base64.getEncoder().encodeToString(publicKey);
        }

        @Override
        public byte[] sign(byte[] content) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(own);
                signature.update(content);
                return signature.sign();
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("cannot sign", broken);
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Pair";
        }

        /** Gives a generator of keys the one seed that is wanted. */
        private static final class Seed extends SecureRandom {

            private static final long serialVersionUID = 1L;

            private final byte[] seed;

            Seed(byte[] seed) {
                this.seed = seed.clone();
            }

            @Override
            public void nextBytes(byte[] bytes) {
                if (bytes.length != seed.length) {
                    throw new IllegalStateException("asked for " + bytes.length + " bytes");
                }
                System.arraycopy(seed, 0, bytes, 0, seed.length);
            }
        }
    }
}
