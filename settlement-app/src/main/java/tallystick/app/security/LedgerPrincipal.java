package tallystick.app.security;

import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is there.
 *
 * @param subject the person or system
 * @param binding whose objects are its own
 * @param roles what it may do
 * @param key the API key it came with, null for a token of the issuer
 * @param certificate SHA-256 of the client certificate its token is bound to (RFC 8705), base64url,
 *     null for none
 * @param expiresAtEpochMillis when its credential ends, {@link Long#MAX_VALUE} for never
 */
public record LedgerPrincipal(
        String subject,
        Binding binding,
        Set<Role> roles,
        @Nullable String key,
        @Nullable String certificate,
        long expiresAtEpochMillis)
        implements Principal {

    /** Actors of the system's own processes, which nobody may be called. */
    private static final String RESERVED_END = "-process";

    public LedgerPrincipal {
        roles = Set.copyOf(roles);
    }

    /**
     * The actor: what idempotency keys are unique within, and what tells two persons apart. Names
     * of operators and tenants have no colon, and that of a subject is escaped, so that no two
     * principals have the same.
     */
    @Override
    public String getName() {
        String own = subject.replace("%", "%25").replace(":", "%3A");
        if (own.endsWith(RESERVED_END)) {
            own += "%";
        }
        return switch (binding) {
            case Binding.Federation _ -> own;
            case Binding.OfOperator of -> of.operator() + ":" + own;
            case Binding.OfTenant of -> of.operator() + ":" + of.tenant() + ":" + own;
            case Binding.OfJurisdiction of -> ":" + of.country() + ":" + own;
        };
    }

    /** Whether it has one of the roles. */
    public boolean hasAny(Set<Role> wanted) {
        return wanted.stream().anyMatch(roles::contains);
    }

    /** Without what it came with. */
    @Override
    public String toString() {
        return getName();
    }
}
