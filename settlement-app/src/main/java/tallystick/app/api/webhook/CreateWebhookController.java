package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.GeneratedName;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.WebhookRights.Owner;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.TargetRule;
import tallystick.app.webhook.WebhookBook.Outcome;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.WebhookEventType;
import tallystick.app.webhook.event.EndpointCreated;
import tallystick.domain.IdempotencyKey;

/**
 * {@code POST /v1/webhooks}: registers an endpoint for what is recorded from here on. A tenant's is
 * signed with a secret that is in this answer and nowhere else, an operator's or regulator's with a
 * key pair of which the public half is shown.
 */
@RestController
public final class CreateWebhookController {

    /** Most endpoints of one owner: each costs a request per event. */
    static final int MOST = 16;

    private static final int URL_CHARS = 2_048;

    private final OwnWebhooks webhooks;
    private final SigningKeys keys;
    private final TargetRule targets;

    CreateWebhookController(OwnWebhooks webhooks, SigningKeys keys, TargetRule targets) {
        this.webhooks = webhooks;
        this.keys = keys;
        this.targets = targets;
    }

    @PostMapping("/v1/webhooks")
    ResponseEntity<WebhookResource> create(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        String url = fields.longText("url", URL_CHARS);
        fields.broken("url", url.isEmpty() ? null : targets.broken(url));
        String description = fields.textOr("description", "");
        List<String> asked = types(fields);
        Owner told = told(fields);
        fields.finish();
        Owner owner = webhooks.rights().require(request.getUserPrincipal(), told);
        List<String> types = typesFor(owner, asked);
        IdempotencyKey key = Objects.requireNonNull(write.key());
        String webhook = GeneratedName.of("whk_");
        String scheme = owner.tenant() == null ? SigningKeys.PAIR : SigningKeys.SHARED;
        EndpointCreated created =
                new EndpointCreated(
                        webhook,
                        url,
                        description,
                        types,
                        owner.operator(),
                        owner.tenant(),
                        owner.wallets(),
                        owner.jurisdiction(),
                        scheme,
                        keys.of(webhook, scheme, 1).hash(),
                        write.actor(),
                        System.currentTimeMillis(),
                        key.key(),
                        key.fingerprint());
        Outcome made =
                webhooks.create(
                        write.actor(),
                        key,
                        there -> {
                            requireRoom(owner, there);
                            return created;
                        });
        return made.isEarlier()
                ? OwnWebhooks.replayed(
                        HttpStatus.CREATED.value(), WebhookResource.of(made.endpoint(), keys))
                : ResponseEntity.status(HttpStatus.CREATED)
                        .body(WebhookResource.withSecret(made.endpoint(), keys));
    }

    private static Owner told(RequestFields fields) {
        List<String> wallets = fields.textsOrNone("wallets");
        return new Owner(
                fields.textOr("operator", ""),
                fields.has("tenant") ? fields.name("tenant") : null,
                wallets.isEmpty() ? null : wallets,
                fields.has("jurisdiction") ? fields.text("jurisdiction") : null);
    }

    private static List<String> types(RequestFields fields) {
        List<String> types = List.copyOf(new TreeSet<>(fields.textsOrNone("types")));
        if (!WebhookEventType.BY_NAME.keySet().containsAll(types)) {
            fields.broken(
                    "types", "must be of " + new TreeSet<>(WebhookEventType.BY_NAME.keySet()));
        }
        return types;
    }

    /** What is asked for, or all that such an owner may hear. */
    private static List<String> typesFor(Owner owner, List<String> asked) {
        List<String> open =
                WebhookEventType.BY_NAME.values().stream()
                        .filter(type -> owner.tenant() == null || !type.isOfSettlement())
                        .map(WebhookEventType::wireName)
                        .sorted()
                        .toList();
        if (!open.containsAll(asked)) {
            throw broken("types", "of a tenant's endpoint must be of " + open);
        }
        return asked.isEmpty() ? open : asked;
    }

    private static void requireRoom(Owner owner, List<WebhookEndpoint> there) {
        long own =
                there.stream()
                        .map(WebhookEndpoint::created)
                        .filter(one -> one.operator().equals(owner.operator()))
                        .filter(one -> Objects.equals(one.tenant(), owner.tenant()))
                        .filter(one -> Objects.equals(one.jurisdiction(), owner.jurisdiction()))
                        .count();
        if (own >= MOST) {
            throw broken("url", "would be one too many: an owner has at most " + MOST);
        }
    }

    private static ProblemException broken(String field, String rule) {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.INVALID_REQUEST,
                        field + " " + rule,
                        List.of(new InvalidParam(field, rule))));
    }
}
