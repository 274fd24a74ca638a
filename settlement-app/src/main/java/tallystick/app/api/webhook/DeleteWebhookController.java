package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Caller;
import tallystick.app.api.WireText;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.event.EndpointDeleted;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.webhook.Outbox;

/** {@code DELETE /v1/webhooks/{webhook}}: from the answer on no request to it is begun. */
@RestController
public final class DeleteWebhookController {

    private static final Logger LOG = LoggerFactory.getLogger(DeleteWebhookController.class);

    private final OwnWebhooks webhooks;
    private final Outbox outbox;

    DeleteWebhookController(OwnWebhooks webhooks, Outbox outbox) {
        this.webhooks = webhooks;
        this.outbox = outbox;
    }

    @DeleteMapping("/v1/webhooks/{webhook}")
    Map<String, String> delete(@PathVariable String webhook, HttpServletRequest request) {
        WebhookEndpoint endpoint = webhooks.find(webhook, request);
        WebhookEndpoint after =
                webhooks.append(
                        new EndpointDeleted(
                                endpoint.id(), Caller.of(request), System.currentTimeMillis()));
        try {
            outbox.cancel(endpoint.id());
        } catch (DatabaseException away) {
            LOG.info("what {} waited for stays in the outbox, unsent", endpoint.id());
        }
        return Map.of("webhook", endpoint.id(), "position", WireText.position(after.position()));
    }
}
