package tallystick.app.api.key;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.Texts;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.KeyRights;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.security.key.KeyRing;
import tallystick.app.security.key.KeyText;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;

/**
 * {@code POST /v1/api-keys}: makes a key. Its secret is in the answer and nowhere else; the same
 * request again is answered without it.
 */
@RestController
public final class CreateApiKeyController {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SUBJECT_MAX = 64;

    private final KeyRing keys;
    private final KeyRights rights;

    public CreateApiKeyController(KeyRing keys, KeyRights rights) {
        this.keys = keys;
        this.rights = rights;
    }

    @PostMapping("/v1/api-keys")
    ResponseEntity<KeyResource> create(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String text = KeyText.generate();
        ApiKeyCreated created = created(write, text);
        write.fields().finish();
        rights.requireMayCreate(request.getUserPrincipal(), created);
        ApiKey key = LedgerGateway.orProblem(() -> keys.create(created));
        if (key.created().key().equals(created.key())) {
            return ResponseEntity.status(HttpStatus.CREATED).body(KeyResource.of(keys, key, text));
        }
        requireSame(keys.isSame(key, created));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Idempotent-Replayed", "true")
                .body(KeyResource.of(keys, key));
    }

    private static void requireSame(boolean isSame) {
        if (!isSame) {
            throw new ProblemException(
                    ProblemDocument.of(
                            new Refusal(
                                    RefusalCode.IDEMPOTENCY_KEY_REUSED,
                                    "Idempotency-Key",
                                    "was used for another key")));
        }
    }

    private static ApiKeyCreated created(WriteRequest write, String text) {
        RequestFields fields = write.fields();
        IdempotencyKey key = write.key();
        String id = String.valueOf(KeyText.idOf(text));
        List<String> wallets = fields.textsOrNone("wallets");
        String jurisdiction = fields.has("jurisdiction") ? fields.text("jurisdiction") : null;
        long expiresNanos = fields.timeOr("expires_at", Long.MAX_VALUE);
        return new ApiKeyCreated(
                id,
                KeyText.hash(text),
                checked("subject", fields.textOr("subject", id), 1),
                checked("label", fields.textOr("label", ""), 0),
                fields.textsOrNone("roles"),
                jurisdiction == null ? fields.text("operator") : "",
                fields.has("tenant") ? fields.name("tenant") : null,
                wallets.isEmpty() ? null : new ArrayList<>(wallets),
                jurisdiction,
                expiresNanos == Long.MAX_VALUE ? Long.MAX_VALUE : expiresNanos / NANOS_PER_MILLI,
                write.actor(),
                System.currentTimeMillis(),
                key == null ? null : key.key(),
                key == null ? 0 : key.fingerprint());
    }

    private static String checked(String field, String text, int min) {
        String rule = Texts.brokenRule(text, min, SUBJECT_MAX);
        if (rule != null) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.INVALID_REQUEST,
                            field + " " + rule,
                            List.of(new InvalidParam(field, rule))));
        }
        return text;
    }
}
