package tallystick.app.security;

import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import tallystick.app.api.Reads;
import tallystick.app.api.Texts;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.webhook.event.EndpointCreated;

/**
 * Whose webhook endpoints are whose. An endpoint hears what its owner may see, so nobody makes one
 * for an owner who sees more; a regulator's is made by the federation.
 */
public final class WebhookRights {

    private final Ownership ownership;

    /**
     * Who an endpoint is for.
     *
     * @param operator an operator, {@code *} for the federation, empty for none told
     * @param tenant within that, null for the operator itself
     * @param wallets of the tenant's, null for all
     * @param jurisdiction a regulator's country, null for others
     */
    public record Owner(
            String operator,
            @Nullable String tenant,
            @Nullable List<String> wallets,
            @Nullable String jurisdiction) {}

    public WebhookRights(Ownership ownership) {
        this.ownership = ownership;
    }

    /**
     * The owner of an endpoint that is to be made: as told, the rest from the caller.
     *
     * @param caller null where nobody is asked
     * @throws ProblemException 422 when it does not fit together, 403 when it is not the caller's
     *     to ask, 404 when it is not there or not the caller's
     */
    public Owner require(@Nullable Principal caller, Owner told) {
        LedgerPrincipal principal = principal(caller);
        Owner owner =
                switch (principal == null ? null : principal.binding()) {
                    case null -> told;
                    case Binding.Federation _ -> told;
                    case Binding.OfOperator of -> within(of.operator(), told);
                    case Binding.OfTenant of -> within(of, told);
                    case Binding.OfJurisdiction _ -> throw notTheirs();
                };
        requireShape(owner);
        if (owner.jurisdiction() == null && !owner.operator().equals(EndpointCreated.FEDERATION)) {
            Existing.require(ownership, owner.operator(), owner.tenant(), owner.wallets());
        }
        return owner;
    }

    private static Owner within(String operator, Owner told) {
        if (told.jurisdiction() != null) {
            throw notTheirs();
        }
        if (!told.operator().isEmpty() && !told.operator().equals(operator)) {
            throw Reads.missing("operator");
        }
        return new Owner(operator, told.tenant(), told.wallets(), null);
    }

    private static Owner within(Binding.OfTenant of, Owner told) {
        Owner owner = within(of.operator(), told);
        if (owner.tenant() != null && !owner.tenant().equals(of.tenant())) {
            throw Reads.missing("tenant");
        }
        List<String> wallets = told.wallets() == null ? of.wallets() : told.wallets();
        if (of.wallets() != null && wallets != null && !of.wallets().containsAll(wallets)) {
            throw Reads.missing("wallet");
        }
        return new Owner(of.operator(), of.tenant(), wallets, null);
    }

    private static ProblemException notTheirs() {
        return new ProblemException(
                ProblemCode.FORBIDDEN, "a regulator's endpoint is made by the federation");
    }

    private static void requireShape(Owner owner) {
        String country = owner.jurisdiction();
        if (country != null && !Texts.isCountry(country)) {
            throw Existing.broken(
                    "jurisdiction", "must be two capital letters (ISO 3166-1 alpha-2)");
        }
        if (country != null && !owner.operator().isEmpty()) {
            throw Existing.broken("operator", "must be absent where a jurisdiction is given");
        }
        if (country == null && owner.operator().isEmpty()) {
            throw Existing.broken("operator", "is required");
        }
        boolean isWide = country != null || owner.operator().equals(EndpointCreated.FEDERATION);
        if (isWide && (owner.tenant() != null || owner.wallets() != null)) {
            throw Existing.broken("tenant", "must be absent when the endpoint is no operator's");
        }
        if (owner.tenant() == null && owner.wallets() != null) {
            throw Existing.broken("tenant", "is required where wallets are given");
        }
    }

    /** Whether an endpoint is the caller's to see and to change. */
    public boolean isOwn(@Nullable Principal caller, EndpointCreated endpoint) {
        LedgerPrincipal principal = principal(caller);
        return switch (principal == null ? null : principal.binding()) {
            case null -> true;
            case Binding.Federation _ -> true;
            case Binding.OfOperator of -> of.operator().equals(endpoint.operator());
            case Binding.OfTenant of -> isOwn(of, endpoint);
            case Binding.OfJurisdiction of -> of.country().equals(endpoint.jurisdiction());
        };
    }

    private static boolean isOwn(Binding.OfTenant of, EndpointCreated endpoint) {
        List<String> wallets = endpoint.wallets();
        return of.operator().equals(endpoint.operator())
                && of.tenant().equals(endpoint.tenant())
                && (of.wallets() == null || (wallets != null && of.wallets().containsAll(wallets)));
    }

    private static @Nullable LedgerPrincipal principal(@Nullable Principal caller) {
        return caller instanceof Authentication known
                        && known.getPrincipal() instanceof LedgerPrincipal principal
                ? principal
                : null;
    }
}
