package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.WriteRequest;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.event.EndpointEnabled;

/**
 * {@code POST /v1/webhooks/{webhook}/enable}: what was pending when it was disabled is sent again,
 * and what is recorded from here on; what was recorded meanwhile is not.
 */
@RestController
public final class EnableWebhookController {

    private final OwnWebhooks webhooks;
    private final SigningKeys keys;

    EnableWebhookController(OwnWebhooks webhooks, SigningKeys keys) {
        this.webhooks = webhooks;
        this.keys = keys;
    }

    @PostMapping("/v1/webhooks/{webhook}/enable")
    WebhookResource enable(@PathVariable String webhook, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        write.fields().finish();
        WebhookEndpoint endpoint = webhooks.find(webhook, request);
        WebhookEndpoint after =
                endpoint.isOn()
                        ? endpoint
                        : webhooks.append(
                                new EndpointEnabled(
                                        endpoint.id(), write.actor(), System.currentTimeMillis()));
        return WebhookResource.of(after, keys);
    }
}
