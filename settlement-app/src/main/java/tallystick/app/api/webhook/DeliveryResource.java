package tallystick.app.api.webhook;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.webhook.Delivery;

/**
 * A delivery.
 *
 * @param delivery its id, which receivers get as {@code webhook-id}
 * @param state where it stands, one of the words that {@code ?state=} takes
 * @param nextAttemptAt while it is pending
 * @param status HTTP status of the last answer, absent when there was none
 * @param error why the last attempt failed
 * @param body what is sent, to the byte
 */
@Wire
record DeliveryResource(
        String delivery,
        String webhook,
        String type,
        String state,
        int attempts,
        @Nullable String nextAttemptAt,
        @Nullable String lastAttemptAt,
        @Nullable Integer status,
        @Nullable String error,
        String body,
        String recordedAt,
        String position) {

    static DeliveryResource of(Delivery row) {
        boolean isWaiting = row.state() == Delivery.State.PENDING && row.attempts() > 0;
        long last = row.lastAttemptEpochMillis();
        return new DeliveryResource(
                row.message().webhookId(),
                row.message().endpoint(),
                row.message().eventType(),
                WireText.word(row.state()),
                row.attempts(),
                isWaiting ? WebhookResource.time(row.nextEpochMillis()) : null,
                last == 0 ? null : WebhookResource.time(last),
                row.lastStatus() == 0 ? null : row.lastStatus(),
                row.lastError().isEmpty() ? null : row.lastError(),
                row.message().body(),
                Rfc3339.format(row.message().recordedEpochNanos()),
                WireText.position(row.message().position()));
    }
}
