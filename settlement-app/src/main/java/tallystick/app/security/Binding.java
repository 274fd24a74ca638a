package tallystick.app.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a principal is bound to: whose objects are its own. */
public sealed interface Binding {

    /** The federation's own people and systems: everything. */
    record Federation() implements Binding {}

    /** An operator: its tenants, wallets and pairs. */
    record OfOperator(String operator) implements Binding {}

    /**
     * A tenant: its wallets, or some of them.
     *
     * @param wallets null for all
     */
    record OfTenant(String operator, String tenant, @Nullable List<String> wallets)
            implements Binding {
        public OfTenant {
            wallets = wallets == null ? null : List.copyOf(wallets);
        }
    }

    /**
     * A regulator: what operators of its country have, to read.
     *
     * @param country ISO 3166-1 alpha-2
     */
    record OfJurisdiction(String country) implements Binding {}

    /** The operator it is bound to, null when it is bound to none. */
    default @Nullable String operatorOrNull() {
        return switch (this) {
            case OfOperator bound -> bound.operator();
            case OfTenant bound -> bound.operator();
            case Federation _, OfJurisdiction _ -> null;
        };
    }

    /** Which endpoints are within its reach. */
    default boolean reaches(Reach reach, boolean isRead) {
        return switch (this) {
            case Federation _ -> true;
            case OfOperator _ -> reach == Reach.OPERATOR || reach == Reach.TENANT;
            case OfTenant _ -> reach == Reach.TENANT;
            case OfJurisdiction _ -> isRead && reach != Reach.FEDERATION;
        };
    }
}
