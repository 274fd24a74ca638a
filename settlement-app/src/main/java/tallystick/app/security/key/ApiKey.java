package tallystick.app.security.key;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.app.security.Binding;
import tallystick.app.security.LedgerPrincipal;
import tallystick.app.security.Role;

/**
 * A key as it stands.
 *
 * @param created how it was made
 * @param revoked how it was taken back, null while it is good
 * @param position journal position of the last that happened to it
 */
public record ApiKey(ApiKeyCreated created, @Nullable ApiKeyRevoked revoked, long position) {

    /** Whether it opens anything at a time, milliseconds since 1970. */
    public boolean isGoodAt(long epochMillis) {
        return revoked == null && epochMillis < created.expiresAtEpochMillis();
    }

    /** What it is bound to. */
    public Binding binding() {
        if (created.jurisdiction() != null) {
            return new Binding.OfJurisdiction(created.jurisdiction());
        }
        if (created.operator().equals(ApiKeyCreated.FEDERATION)) {
            return new Binding.Federation();
        }
        return created.tenant() == null
                ? new Binding.OfOperator(created.operator())
                : new Binding.OfTenant(created.operator(), created.tenant(), created.wallets());
    }

    /** Who comes with it. */
    public LedgerPrincipal principal() {
        return new LedgerPrincipal(
                created.subject(),
                binding(),
                roles(),
                created.key(),
                null,
                created.expiresAtEpochMillis());
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        created.roles().stream()
                .map(Role.BY_NAME::get)
                .filter(Objects::nonNull)
                .forEach(roles::add);
        return roles;
    }
}
