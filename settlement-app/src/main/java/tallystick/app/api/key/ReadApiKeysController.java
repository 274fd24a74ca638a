package tallystick.app.api.key;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.security.KeyRights;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.KeyRing;

/** {@code GET /v1/api-keys}, in order of id, and {@code /v1/api-keys/{key}}: without secrets. */
@RestController
public final class ReadApiKeysController {

    private final KeyRing keys;
    private final KeyRights rights;

    public ReadApiKeysController(KeyRing keys, KeyRights rights) {
        this.keys = keys;
        this.rights = rights;
    }

    @GetMapping("/v1/api-keys")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        List<ApiKey> found =
                keys.all().stream()
                        .filter(key -> key.created().key().compareTo(page.after()) > 0)
                        .filter(key -> rights.isVisible(request.getUserPrincipal(), key))
                        .limit(page.wanted())
                        .toList();
        return page.reply(
                "api_keys", found, key -> key.created().key(), one -> KeyResource.of(keys, one));
    }

    @GetMapping("/v1/api-keys/{key}")
    KeyResource get(@PathVariable String key, HttpServletRequest request) {
        ApiKey found = keys.find(key);
        boolean isOwn = found != null && rights.isVisible(request.getUserPrincipal(), found);
        return KeyResource.of(keys, Reads.found(isOwn ? found : null, "API key"));
    }
}
