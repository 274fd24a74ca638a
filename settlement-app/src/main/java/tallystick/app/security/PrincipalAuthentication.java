package tallystick.app.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A principal as Spring Security carries it; without the credential, which is not kept. */
final class PrincipalAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient LedgerPrincipal principal;

    PrincipalAuthentication(LedgerPrincipal principal) {
        super(authorities(principal));
        this.principal = principal;
        setAuthenticated(true);
    }

    /**
     * The roles, for {@code isUserInRole}. A tenant's are never those that show what is between
     * operators, whatever its key says.
     */
    private static List<GrantedAuthority> authorities(LedgerPrincipal principal) {
        boolean isTenant = principal.binding() instanceof Binding.OfTenant;
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (Role role : principal.roles()) {
            if (!isTenant || !(role.isSettlement() || role == Role.AUDIT_READ)) {
                authorities.add(new SimpleGrantedAuthority("ROLE_" + role.wireName()));
            }
        }
        return authorities;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public LedgerPrincipal getPrincipal() {
        return principal;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
