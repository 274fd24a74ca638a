package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * A write that is done once however often it is sent: its JSON object, its {@code Idempotency-Key}
 * and the fingerprint of what it asks, over method, path and canonical body. What is the same
 * however often it is done, because it sets something or has a sequence of its own, needs no key.
 */
public final class WriteRequest {

    private static final String HEADER = "Idempotency-Key";
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final RequestFields fields;
    private final String actor;
    private final @Nullable IdempotencyKey key;
    private final Access access;

    private WriteRequest(
            RequestFields fields, String actor, @Nullable IdempotencyKey key, Access access) {
        this.fields = fields;
        this.actor = actor;
        this.key = key;
        this.access = access;
    }

    /**
     * Reads a request.
     *
     * @throws ProblemException 400 without a key or when the body is not a JSON object, 413, 415
     */
    public static WriteRequest read(HttpServletRequest request) throws IOException {
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank()) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                            "a request that changes something needs an " + HEADER + " header",
                            List.of(new InvalidParam(HEADER, "is required"))));
        }
        return read(request, key);
    }

    /**
     * Reads a request that may be without a key.
     *
     * @throws ProblemException as {@link #read}, but for a missing key
     */
    public static WriteRequest readAnyKey(HttpServletRequest request) throws IOException {
        return read(request, request.getHeader(HEADER));
    }

    private static WriteRequest read(HttpServletRequest request, @Nullable String key)
            throws IOException {
        String rule = key == null ? null : Texts.brokenRule(key, 1, Texts.NAME_MAX);
        if (rule != null) {
            throw ProblemException.ofParameter(HEADER, rule);
        }
        requireJson(request.getContentType());
        Map<String, Object> members = members(RequestBody.read(request, MOST_BYTES));
        String asked = request.getMethod() + " " + request.getRequestURI() + "\n";
        return new WriteRequest(
                new RequestFields(members),
                Caller.of(request),
                key == null
                        ? null
                        : new IdempotencyKey(
                                key, fingerprint(asked + CanonicalJson.write(members))),
                Access.of(request));
    }

    /** A form would be JSON to nobody but its sender; without a type a body is taken for JSON. */
    private static void requireJson(@Nullable String contentType) {
        if (contentType != null && !isJson(contentType)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
        }
    }

    private static boolean isJson(String contentType) {
        try {
            return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(
                    MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    /** The members of the object; a body of no bytes counts as one without members. */
    private static Map<String, Object> members(RequestBody body) {
        if (body.length() == 0) {
            return new TreeMap<>();
        }
        int invalid = Utf8Check.firstInvalid(body.bytes(), body.length());
        if (invalid != Utf8Check.VALID) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_BODY, "the body is not UTF-8 at byte " + invalid);
        }
        try (JsonParser parser = StrictJson.parser(body.bytes(), body.length())) {
            try {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw malformed(parser.currentLocation(), "must be a JSON object");
                }
                Map<String, Object> members = new TreeMap<>();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    members.put(name, CanonicalJson.read(parser));
                }
                if (parser.nextToken() != null) {
                    throw malformed(parser.currentLocation(), "must end after its object");
                }
                return members;
            } catch (JacksonException broken) {
                throw malformed(parser.currentLocation(), StrictJson.reason(broken));
            }
        }
    }

    private static ProblemException malformed(TokenStreamLocation at, String reason) {
        return new ProblemException(StrictJson.malformed(at, -1, reason));
    }

    private static long fingerprint(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The members of the body. */
    public RequestFields fields() {
        return fields;
    }

    /** Who asks. */
    public String actor() {
        return actor;
    }

    /** What makes sending it again harmless, null when it came without. */
    public @Nullable IdempotencyKey key() {
        return key;
    }

    /**
     * The request to the ledger.
     *
     * @throws ProblemException 422 when a member broke a rule, 404 when it names what is not the
     *     caller's
     */
    public LedgerRequest of(LedgerCommand command) {
        fields.finish();
        access.require(command);
        return new LedgerRequest(command, actor, key);
    }
}
