package tallystick.app.api.webhook;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.NamesActors;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.app.webhook.SigningKey;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.event.EndpointCreated;

/**
 * A webhook endpoint.
 *
 * @param webhook its id
 * @param operator whose it is, {@code *} for the federation
 * @param signature {@code v1} (HMAC-SHA-256) or {@code v1a} (Ed25519)
 * @param secret {@code whsec_…}, in the answer that makes it, and never again
 * @param publicKey {@code whpk_…}, which is no secret
 * @param previousUntil until when the secret before signs too, absent when it does not
 * @param state {@code enabled} or {@code disabled}
 * @param reason why it is disabled
 */
@Wire
record WebhookResource(
        String webhook,
        String url,
        String description,
        List<String> types,
        @Nullable String operator,
        @Nullable String tenant,
        @Nullable List<String> wallets,
        @Nullable String jurisdiction,
        String signature,
        @Nullable String secret,
        @Nullable String publicKey,
        @Nullable String previousUntil,
        String state,
        @Nullable String reason,
        String createdBy,
        String createdAt,
        String position)
        implements NamesActors {

    @Override
    public WebhookResource named(UnaryOperator<String> reveal) {
        return new WebhookResource(
                webhook,
                url,
                description,
                types,
                operator,
                tenant,
                wallets,
                jurisdiction,
                signature,
                secret,
                publicKey,
                previousUntil,
                state,
                reason,
                reveal.apply(createdBy),
                createdAt,
                position);
    }

    static WebhookResource of(WebhookEndpoint endpoint, SigningKeys keys) {
        return of(endpoint, keys, false);
    }

    /** With the newest secret. */
    static WebhookResource withSecret(WebhookEndpoint endpoint, SigningKeys keys) {
        return of(endpoint, keys, true);
    }

    private static WebhookResource of(WebhookEndpoint endpoint, SigningKeys keys, boolean shown) {
        EndpointCreated created = endpoint.created();
        boolean isShared = created.scheme().equals(SigningKeys.SHARED);
        WebhookEndpoint.Key newest = endpoint.keys().getLast();
        boolean isRotated = newest.previousUntilEpochMillis() > System.currentTimeMillis();
        SigningKey key =
                shown || !isShared
                        ? keys.of(endpoint.id(), created.scheme(), newest.generation())
                        : null;
        return new WebhookResource(
                created.webhook(),
                created.url(),
                created.description(),
                created.types(),
                created.operator().isEmpty() ? null : created.operator(),
                created.tenant(),
                created.wallets(),
                created.jurisdiction(),
                created.scheme(),
                isShared && key != null ? key.shown() : null,
                isShared || key == null ? null : key.shown(),
                isRotated ? time(newest.previousUntilEpochMillis()) : null,
                endpoint.isOn() ? "enabled" : "disabled",
                endpoint.disabledReason(),
                created.by(),
                time(created.atEpochMillis()),
                WireText.position(endpoint.position()));
    }

    static String time(long epochMillis) {
        return WireText.time(Instant.ofEpochMilli(epochMillis));
    }
}
