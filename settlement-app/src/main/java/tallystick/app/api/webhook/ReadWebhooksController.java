package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.WebhookEndpoint;

/** {@code GET /v1/webhooks}, in order of id, and {@code /v1/webhooks/{webhook}}. */
@RestController
public final class ReadWebhooksController {

    private final OwnWebhooks webhooks;
    private final SigningKeys keys;

    ReadWebhooksController(OwnWebhooks webhooks, SigningKeys keys) {
        this.webhooks = webhooks;
        this.keys = keys;
    }

    @GetMapping("/v1/webhooks")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        List<WebhookEndpoint> found =
                webhooks.all(request).stream()
                        .filter(endpoint -> endpoint.id().compareTo(page.after()) > 0)
                        .limit(page.wanted())
                        .toList();
        return page.reply(
                "webhooks",
                found,
                WebhookEndpoint::id,
                endpoint -> WebhookResource.of(endpoint, keys));
    }

    @GetMapping("/v1/webhooks/{webhook}")
    WebhookResource get(@PathVariable String webhook, HttpServletRequest request) {
        return WebhookResource.of(webhooks.find(webhook, request), keys);
    }
}
