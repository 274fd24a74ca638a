package tallystick.app.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.WebhookRights;
import tallystick.app.webhook.WebhookBook;
import tallystick.app.webhook.WebhookBook.Outcome;
import tallystick.app.webhook.WebhookEndpoint;
import tallystick.app.webhook.event.EndpointCreated;
import tallystick.app.webhook.event.WebhookEvent;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;

/** The caller's endpoints: somebody else's is not there. */
@Component
final class OwnWebhooks {

    private final WebhookBook book;
    private final WebhookRights rights;

    OwnWebhooks(WebhookBook book, WebhookRights rights) {
        this.book = book;
        this.rights = rights;
    }

    /**
     * The endpoint of an id.
     *
     * @throws ProblemException 404 when there is none, or it is not the caller's
     */
    WebhookEndpoint find(String webhook, HttpServletRequest request) {
        WebhookEndpoint found = book.find(webhook);
        boolean isOwn = found != null && rights.isOwn(request.getUserPrincipal(), found.created());
        return Reads.found(isOwn ? found : null, "webhook");
    }

    /** The caller's endpoints, in order of id. */
    List<WebhookEndpoint> all(HttpServletRequest request) {
        return book.all().stream()
                .filter(one -> rights.isOwn(request.getUserPrincipal(), one.created()))
                .toList();
    }

    WebhookRights rights() {
        return rights;
    }

    /** Registers an endpoint once per key; 503 when the journal takes nothing. */
    Outcome create(
            String by,
            IdempotencyKey key,
            Function<List<WebhookEndpoint>, EndpointCreated> created) {
        Outcome outcome = LedgerGateway.orProblem(() -> book.create(by, key.key(), created));
        if (outcome.endpoint().created().fingerprint() != key.fingerprint()) {
            throw reused();
        }
        return outcome;
    }

    /**
     * Has something happen to an endpoint that depends on what it is; null for nothing.
     *
     * @throws ProblemException 404 when it is gone, 503 when the journal takes nothing
     */
    Outcome change(String webhook, Function<WebhookEndpoint, @Nullable WebhookEvent> next) {
        Optional<Outcome> outcome =
                LedgerGateway.orProblem(() -> Optional.ofNullable(book.change(webhook, next)));
        return Reads.found(outcome.orElse(null), "webhook");
    }

    /** Has something happen to an endpoint; 503 when the journal takes nothing. */
    WebhookEndpoint append(WebhookEvent event) {
        return LedgerGateway.orProblem(() -> book.append(event));
    }

    /** The first answer again, without the secret. */
    static ResponseEntity<WebhookResource> replayed(int status, WebhookResource resource) {
        return ResponseEntity.status(status).header("Idempotent-Replayed", "true").body(resource);
    }

    static ProblemException reused() {
        return new ProblemException(
                ProblemDocument.of(
                        new Refusal(
                                RefusalCode.IDEMPOTENCY_KEY_REUSED,
                                "Idempotency-Key",
                                "was used for another request")));
    }
}
