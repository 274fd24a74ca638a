package tallystick.app.api.key;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.WriteRequest;
import tallystick.app.security.KeyRights;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyRevoked;
import tallystick.app.security.key.KeyRing;

/**
 * {@code POST /v1/api-keys/{key}/revoke}: takes a key back; from the answer on it opens nothing.
 */
@RestController
public final class RevokeApiKeyController {

    private static final int REASON_MAX = 256;

    private final KeyRing keys;
    private final KeyRights rights;

    public RevokeApiKeyController(KeyRing keys, KeyRights rights) {
        this.keys = keys;
        this.rights = rights;
    }

    @PostMapping("/v1/api-keys/{key}/revoke")
    ResponseEntity<KeyResource> revoke(@PathVariable String key, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String reason = write.fields().textOr("reason", "");
        write.fields().finish();
        ApiKey found = keys.find(key);
        boolean isOwn = found != null && rights.isVisible(request.getUserPrincipal(), found);
        Reads.found(isOwn ? found : null, "API key");
        ApiKeyRevoked revoked =
                new ApiKeyRevoked(
                        key,
                        reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason,
                        write.actor(),
                        System.currentTimeMillis());
        return ResponseEntity.ok(
                KeyResource.of(keys, LedgerGateway.orProblem(() -> keys.revoke(revoked))));
    }
}
