package tallystick.app.webhook.event;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint has a new secret; the one before signs beside it for a while.
 *
 * @param webhook its id
 * @param generation of the secret, from 2 on
 * @param keyHash SHA-256 of the secret or public key as it is shown, hex
 * @param previousUntilEpochMillis until when the one before signs too
 * @param idempotencyKey under which key it was asked for, null for none
 * @param fingerprint of what was asked
 */
public record SecretRotated(
        String webhook,
        int generation,
        String keyHash,
        long previousUntilEpochMillis,
        String by,
        long atEpochMillis,
        @Nullable String idempotencyKey,
        long fingerprint)
        implements WebhookEvent {}
