package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.WriteRequest;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.WebhookBook.Outcome;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.event.SecretRotated;
import tallystick.domain.IdempotencyKey;

/**
 * {@code POST /v1/webhooks/{webhook}/rotate-secret}: a new secret, which is in this answer and
 * nowhere else. For {@code overlap} (a day unless told, at most seven) both sign.
 */
@RestController
public final class RotateSecretController {

    private static final long DEFAULT_OVERLAP_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final long MOST_OVERLAP_NANOS = TimeUnit.DAYS.toNanos(7);

    private final OwnWebhooks webhooks;
    private final SigningKeys keys;

    RotateSecretController(OwnWebhooks webhooks, SigningKeys keys) {
        this.webhooks = webhooks;
        this.keys = keys;
    }

    @PostMapping("/v1/webhooks/{webhook}/rotate-secret")
    ResponseEntity<WebhookResource> rotate(@PathVariable String webhook, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        long overlap = write.fields().durationNanosOr("overlap", DEFAULT_OVERLAP_NANOS);
        write.fields()
                .broken("overlap", overlap > MOST_OVERLAP_NANOS ? "must be at most P7D" : null);
        write.fields().finish();
        WebhookEndpoint endpoint = webhooks.find(webhook, request);
        IdempotencyKey key = Objects.requireNonNull(write.key());
        Outcome rotated =
                webhooks.change(
                        endpoint.id(),
                        now ->
                                isRotated(now, write.actor(), key)
                                        ? null
                                        : next(now, overlap, write.actor(), key));
        return rotated.isEarlier()
                ? OwnWebhooks.replayed(
                        HttpStatus.OK.value(), WebhookResource.of(rotated.endpoint(), keys))
                : ResponseEntity.ok(WebhookResource.withSecret(rotated.endpoint(), keys));
    }

    /** Whether it has a secret that was made under the key. */
    private static boolean isRotated(WebhookEndpoint endpoint, String by, IdempotencyKey key) {
        for (WebhookEndpoint.Key made : endpoint.keys()) {
            if (key.key().equals(made.idempotencyKey()) && made.by().equals(by)) {
                if (made.fingerprint() != key.fingerprint()) {
                    throw OwnWebhooks.reused();
                }
                return true;
            }
        }
        return false;
    }

    private SecretRotated next(
            WebhookEndpoint endpoint, long overlapNanos, String by, IdempotencyKey key) {
        long now = System.currentTimeMillis();
        int generation = endpoint.keys().getLast().generation() + 1;
        return new SecretRotated(
                endpoint.id(),
                generation,
                keys.of(endpoint.id(), endpoint.created().scheme(), generation).hash(),
                now + TimeUnit.NANOSECONDS.toMillis(overlapNanos),
                by,
                now,
                key.key(),
                key.fingerprint());
    }
}
