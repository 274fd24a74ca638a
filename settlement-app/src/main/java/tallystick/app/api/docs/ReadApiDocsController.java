package tallystick.app.api.docs;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v3/api-docs}: what the API takes and answers, as OpenAPI 3.1. */
@RestController
public final class ReadApiDocsController {

    private byte @Nullable [] document;

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> get() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document());
    }

    /** Assembled when it is asked for first: a start is not to wait for it. */
    private synchronized byte[] document() {
        byte[] known = document;
        if (known == null) {
            known = OpenApiDocument.json();
            document = known;
        }
        return known;
    }
}
