package tallystick.app.webhook.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint was registered: events recorded later are sent there.
 *
 * @param webhook its id
 * @param url where it is sent
 * @param description for a person, may be empty
 * @param types event types by name
 * @param operator whose it is: an operator, {@code *} for the federation, empty for a regulator's
 * @param tenant whose it is within that, null for the operator's
 * @param wallets which of the tenant's wallets, null for all
 * @param jurisdiction a regulator's country, null for others
 * @param scheme {@code v1} or {@code v1a}
 * @param keyHash SHA-256 of the first secret or public key as it is shown, hex
 * @param by who registered it
 * @param idempotencyKey under which key it was asked for, null for none
 * @param fingerprint of what was asked
 */
public record EndpointCreated(
        String webhook,
        String url,
        String description,
        List<String> types,
        String operator,
        @Nullable String tenant,
        @Nullable List<String> wallets,
        @Nullable String jurisdiction,
        String scheme,
        String keyHash,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey,
        long fingerprint)
        implements WebhookEvent {

    /** What {@code operator} says of the federation's own. */
    public static final String FEDERATION = "*";

    public EndpointCreated {
        types = List.copyOf(types);
        wallets = wallets == null ? null : List.copyOf(wallets);
    }
}
