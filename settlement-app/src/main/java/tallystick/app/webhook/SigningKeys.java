package tallystick.app.webhook;

import java.nio.charset.StandardCharsets;

/**
 * The secrets of endpoints, derived from one secret of the node, which never leaves its directory:
 * the journal, which many read and nobody can redact, has a hash of each and no more.
 */
public final class SigningKeys {

    /** Scheme of customers: HMAC-SHA-256. */
    public static final String SHARED = "v1";

    /** Scheme of operators and regulators: Ed25519. */
    public static final String PAIR = "v1a";

    private final SigningKey.Shared root;

    /**
     * @param root 32 random bytes
     */
    public SigningKeys(byte[] root) {
        this.root = SigningKey.Shared.of(root);
    }

    /**
     * A secret.
     *
     * @param generation which of the endpoint's, from 1
     */
    public SigningKey of(String webhook, String scheme, int generation) {
        String name = "webhook\n" + scheme + "\n" + webhook + "\n" + generation;
        byte[] derived = root.sign(name.getBytes(StandardCharsets.UTF_8));
        return scheme.equals(PAIR) ? SigningKey.Pair.of(derived) : SigningKey.Shared.of(derived);
    }
}
