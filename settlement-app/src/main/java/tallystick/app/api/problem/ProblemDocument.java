package tallystick.app.api.problem;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.StrictJson;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tools.jackson.core.JsonGenerator;

/**
 * A problem as RFC 9457 has it.
 *
 * @param code stable name of the problem
 * @param status HTTP status
 * @param detail the rule that is broken, for a person
 * @param invalidParams the fields at fault, empty when none is
 * @param retriable whether the same request may succeed later
 * @param place where reading the body stopped, null for other problems
 * @param facts further members by name, such as {@code available}; empty for most
 */
public record ProblemDocument(
        String code,
        int status,
        String detail,
        List<InvalidParam> invalidParams,
        boolean retriable,
        @Nullable BodyPlace place,
        SortedMap<String, String> facts) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:taas:problem:";

    public ProblemDocument {
        invalidParams = List.copyOf(invalidParams);
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    private ProblemDocument(
            String code, int status, String detail, List<InvalidParam> params, boolean retriable) {
        this(code, status, detail, params, retriable, null, new TreeMap<>());
    }

    /** A problem of the edge without fields. */
    public static ProblemDocument of(ProblemCode code, String detail) {
        return of(code, detail, List.of());
    }

    /** A problem of the edge. */
    public static ProblemDocument of(ProblemCode code, String detail, List<InvalidParam> params) {
        return new ProblemDocument(
                code.wireName(), code.status(), detail, params, code.isRetriable());
    }

    /** A problem of the edge with further members. */
    public static ProblemDocument of(
            ProblemCode code, String detail, SortedMap<String, String> facts) {
        return new ProblemDocument(
                code.wireName(), code.status(), detail, List.of(), code.isRetriable(), null, facts);
    }

    /** What the ledger refused. */
    public static ProblemDocument of(Refusal refusal) {
        List<InvalidParam> params =
                refusal.field().isEmpty()
                        ? List.of()
                        : List.of(new InvalidParam(refusal.field(), refusal.detail()));
        RefusalCode code = refusal.code();
        return new ProblemDocument(
                code.wireName(),
                statusOf(code),
                refusal.field().isEmpty()
                        ? refusal.detail()
                        : refusal.field() + " " + refusal.detail(),
                params,
                mayPass(code),
                null,
                refusal.facts());
    }

    /** The problem of a bare HTTP status. */
    static ProblemDocument malformed(int status) {
        return new ProblemDocument(
                ProblemCode.BAD_REQUEST.wireName(),
                status,
                "the request is malformed",
                List.of(),
                false);
    }

    /** The one place where the ledger's refusals get their HTTP status. */
    public static int statusOf(RefusalCode code) {
        return switch (code) {
            case INVALID_REQUEST -> 422;
            case IDEMPOTENCY_KEY_REUSED -> 422;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS -> 409;
            case ASSET_MISMATCH -> 422;
            case WRONG_STATE -> 409;
            case SEAL_MISMATCH -> 409;
            case AMOUNT_OVERFLOW -> 422;
            case LIMIT_REACHED -> 409;
            case SEQUENCE_GAP -> 409;
            case USAGE_REGRESSED -> 409;
            case EVENT_CONFLICT -> 409;
            case HOLD_CLOSED -> 410;
            case WALLET_SUSPENDED -> 403;
            case RESIDENCY_DENIED -> 451;
            case NOT_PRICED -> 422;
            case QUOTA_EXCEEDED -> 429;
            case CAP_EXCEEDED -> 429;
            case INSUFFICIENT_BALANCE -> 402;
            case SAME_PERSON -> 403;
            case HASH_MISMATCH -> 409;
            case UNDERFUNDED -> 409;
            case PARTICIPANT_STAFF -> 403;
            case CONTROL_TOTALS -> 409;
            case BAD_SIGNATURE -> 403;
        };
    }

    /** Whether time alone may undo the refusal: as quotas reset, and as holds end. */
    private static boolean mayPass(RefusalCode code) {
        return statusOf(code) == 429;
    }

    /** The same problem with the place in the body where reading stopped. */
    public ProblemDocument at(BodyPlace where) {
        return new ProblemDocument(code, status, detail, invalidParams, retriable, where, facts);
    }

    /** The problem's type, such as {@code urn:taas:problem:not-found}. */
    public String type() {
        return TYPE_PREFIX + code;
    }

    /** The document as UTF-8 JSON. */
    public byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = StrictJson.generator(out)) {
            writeTo(json);
        }
        return out.toByteArray();
    }

    /** Writes the document as an object. */
    public void writeTo(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", type());
        json.writeStringProperty("code", code);
        json.writeNumberProperty("status", status);
        json.writeStringProperty("detail", detail);
        if (!invalidParams.isEmpty()) {
            json.writeArrayPropertyStart("invalid_params");
            for (InvalidParam param : invalidParams) {
                json.writeStartObject();
                json.writeStringProperty("name", param.name());
                json.writeStringProperty("reason", param.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeBooleanProperty("retriable", retriable);
        facts.forEach((name, value) -> writeFact(json, name, value));
        if (place != null) {
            json.writeNumberProperty("line", place.line());
            json.writeNumberProperty("column", place.column());
            if (place.index() >= 0) {
                json.writeNumberProperty("index", place.index());
            }
        }
        json.writeEndObject();
    }

    /** Members that are lists are told with commas between. */
    private static void writeFact(JsonGenerator json, String name, String value) {
        if (!name.equals("allowed")) {
            json.writeStringProperty(name, value);
            return;
        }
        json.writeArrayPropertyStart(name);
        for (String item : value.split(",", -1)) {
            json.writeString(item);
        }
        json.writeEndArray();
    }
}
