package tallystick.app.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.webhook.event.EndpointCreated;

/**
 * Who an event is for.
 *
 * @param tenant whose wallet it is about, null for none
 * @param wallet the wallet, null for none
 * @param operators the wallet's, or both of a pair; none for every operator
 */
record Audience(@Nullable String tenant, @Nullable String wallet, List<String> operators) {

    static final Audience EVERY_OPERATOR = new Audience(null, null, List.of());

    static Audience of(WebhookOwners.Wallet wallet) {
        return new Audience(wallet.tenant(), wallet.wallet(), List.of(wallet.operator()));
    }

    static Audience ofOperators(String... operators) {
        return new Audience(null, null, List.of(operators));
    }

    /** Whether an endpoint may hear of it. */
    boolean has(EndpointCreated endpoint, WebhookOwners owners) {
        String country = endpoint.jurisdiction();
        if (country != null) {
            return operators.isEmpty()
                    || operators.stream().anyMatch(operator -> owners.isIn(operator, country));
        }
        if (endpoint.operator().equals(EndpointCreated.FEDERATION)) {
            return true;
        }
        if (endpoint.tenant() != null) {
            List<String> wallets = endpoint.wallets();
            return endpoint.tenant().equals(tenant)
                    && (wallets == null || (wallet != null && wallets.contains(wallet)));
        }
        return operators.isEmpty() || operators.contains(endpoint.operator());
    }
}
