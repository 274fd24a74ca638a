package tallystick.app.security;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import tallystick.app.api.Reads;
import tallystick.app.api.Texts;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyCreated;

/**
 * Who may make which key. Nobody gives what is not theirs: an operator's administrator makes keys
 * of that operator, {@code ops} comes from {@code ops} alone, and what the two persons of
 * settlement need is given by the issuer of tokens or on a stopped node, never by one person over
 * HTTP.
 */
public final class KeyRights {

    private final Ownership ownership;

    public KeyRights(Ownership ownership) {
        this.ownership = ownership;
    }

    /**
     * Lets a key be made that keeps to the rules.
     *
     * @param caller null where nobody is asked: then any role may be given
     * @throws ProblemException 422, 403, or 404 for what is not there or not the caller's
     */
    public void requireMayCreate(@Nullable Principal caller, ApiKeyCreated wanted) {
        requireShape(wanted);
        LedgerPrincipal principal = principal(caller);
        if (principal != null) {
            requireGivable(principal, wanted);
            String own = principal.binding().operatorOrNull();
            if (own != null && !own.equals(wanted.operator())) {
                throw Reads.missing("operator");
            }
        }
        requireThere(wanted);
    }

    /** Whether a key is the caller's to see: those of its operator, or all. */
    public boolean isVisible(@Nullable Principal caller, ApiKey key) {
        LedgerPrincipal principal = principal(caller);
        if (principal == null || principal.binding() instanceof Binding.Federation) {
            return true;
        }
        return key.created().operator().equals(principal.binding().operatorOrNull());
    }

    private static @Nullable LedgerPrincipal principal(@Nullable Principal caller) {
        return caller instanceof Authentication known
                        && known.getPrincipal() instanceof LedgerPrincipal principal
                ? principal
                : null;
    }

    private static void requireShape(ApiKeyCreated wanted) {
        if (wanted.roles().isEmpty()) {
            throw Existing.broken("roles", "must name at least one role");
        }
        for (String role : wanted.roles()) {
            if (!Role.BY_NAME.containsKey(role)) {
                throw Existing.broken(
                        "roles", "must be of " + new java.util.TreeSet<>(Role.BY_NAME.keySet()));
            }
        }
        String country = wanted.jurisdiction();
        if (country != null && !Texts.isCountry(country)) {
            throw Existing.broken(
                    "jurisdiction", "must be two capital letters (ISO 3166-1 alpha-2)");
        }
        boolean isWide = country != null || wanted.operator().equals(ApiKeyCreated.FEDERATION);
        if (isWide && (wanted.tenant() != null || wanted.wallets() != null)) {
            throw Existing.broken("tenant", "must be absent when the key is not an operator's");
        }
        if (wanted.tenant() == null && wanted.wallets() != null) {
            throw Existing.broken("tenant", "is required where wallets are given");
        }
    }

    private static void requireGivable(LedgerPrincipal principal, ApiKeyCreated wanted) {
        for (String name : wanted.roles()) {
            Role role = Role.BY_NAME.get(name);
            boolean isForOthers =
                    role == null
                            || role.isSettlement()
                            || (role == Role.OPS && !principal.roles().contains(Role.OPS));
            if (isForOthers) {
                throw new ProblemException(
                        ProblemCode.FORBIDDEN, "the role " + name + " is not the caller's to give");
            }
        }
    }

    private void requireThere(ApiKeyCreated wanted) {
        if (wanted.jurisdiction() != null || wanted.operator().equals(ApiKeyCreated.FEDERATION)) {
            return;
        }
        Existing.require(ownership, wanted.operator(), wanted.tenant(), wanted.wallets());
    }
}
