package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.WireText;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.projections.webhook.Delivery;
import tallystick.projections.webhook.Outbox;
import tallystick.projections.webhook.OutboxProjection;

/**
 * {@code GET /v1/webhooks/{webhook}/deliveries?state=}: what was sent, or is to be, newest event
 * first. Deliveries that have ended are kept for a month.
 */
@RestController
public final class ReadDeliveriesController {

    private final OwnWebhooks webhooks;
    private final Outbox outbox;
    private final Reads reads;

    ReadDeliveriesController(OwnWebhooks webhooks, Outbox outbox, Reads reads) {
        this.webhooks = webhooks;
        this.outbox = outbox;
        this.reads = reads;
    }

    @GetMapping("/v1/webhooks/{webhook}/deliveries")
    Map<String, Object> list(@PathVariable String webhook, HttpServletRequest request) {
        WebhookEndpoint endpoint = webhooks.find(webhook, request);
        Page page = Page.of(request);
        reads.await(request, OutboxProjection.GROUP);
        String after = page.after();
        int slash = after.indexOf('/');
        if (!after.isEmpty() && !after.matches("[0-9]{1,18}/msg_[0-9a-f]{32}")) {
            throw ProblemException.ofParameter("cursor", "must be the next of an earlier page");
        }
        return page.reply(
                "deliveries",
                outbox.log(
                        endpoint.id(),
                        slash < 0 ? Long.MAX_VALUE : Long.parseLong(after.substring(0, slash)),
                        after.substring(slash + 1),
                        state(request.getParameter("state")),
                        page.wanted()),
                row -> row.message().position() + "/" + row.message().webhookId(),
                DeliveryResource::of);
    }

    private static Delivery.@Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(Delivery.State.values())
                .filter(state -> WireText.word(state).equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                ProblemException.ofParameter(
                                        "state",
                                        "must be pending, delivered, failed or cancelled"));
    }
}
