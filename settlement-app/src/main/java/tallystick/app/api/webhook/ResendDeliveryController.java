package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.WriteRequest;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.projections.webhook.Outbox;

/**
 * {@code POST /v1/webhooks/{webhook}/deliveries/{delivery}/resend}: sends a delivery once more,
 * whatever became of it, under its own id, with all attempts before it.
 */
@RestController
public final class ResendDeliveryController {

    private final OwnWebhooks webhooks;
    private final Outbox outbox;

    ResendDeliveryController(OwnWebhooks webhooks, Outbox outbox) {
        this.webhooks = webhooks;
        this.outbox = outbox;
    }

    @PostMapping("/v1/webhooks/{webhook}/deliveries/{delivery}/resend")
    DeliveryResource resend(
            @PathVariable String webhook, @PathVariable String delivery, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        write.fields().finish();
        WebhookEndpoint endpoint = webhooks.find(webhook, request);
        boolean isThere = outbox.resend(endpoint.id(), delivery);
        return DeliveryResource.of(
                Reads.found(isThere ? outbox.find(endpoint.id(), delivery) : null, "delivery"));
    }
}
