package tallystick.app.security;

import org.jspecify.annotations.Nullable;

/** Whom the server asks who they are. */
public enum SecurityMode {
    /** Nobody; on loopback alone. */
    OPEN,
    /** Everybody, for an API key. */
    KEYS,
    /** Everybody, for an access token of the issuer. */
    OAUTH2,
    /** Everybody, for one or the other. */
    BOTH;

    /** As told, else by what there is to ask for. */
    public static SecurityMode of(@Nullable SecurityMode told, boolean hasKeys, boolean hasIssuer) {
        if (told != null) {
            return told;
        }
        if (hasIssuer) {
            return hasKeys ? BOTH : OAUTH2;
        }
        return hasKeys ? KEYS : OPEN;
    }

    /** Whether nobody is asked. */
    public boolean isOpen() {
        return this == OPEN;
    }

    boolean takesKeys() {
        return this == KEYS || this == BOTH;
    }

    boolean takesTokens() {
        return this == OAUTH2 || this == BOTH;
    }
}
