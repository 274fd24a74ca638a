package tallystick.app.api.problem;

import java.util.Locale;

/** What can go wrong at the edge, with its HTTP status; the ledger's refusals have their own. */
public enum ProblemCode {
    /** The body is not the JSON that was announced. */
    MALFORMED_BODY(400, false),
    /** A query parameter, path element or header is malformed. */
    INVALID_PARAMETER(400, false),
    IDEMPOTENCY_KEY_REQUIRED(400, false),
    BAD_REQUEST(400, false),
    /** No credential, or none that is good. */
    UNAUTHENTICATED(401, false),
    /** The credential is good, but not for this. */
    FORBIDDEN(403, false),
    NOT_FOUND(404, false),
    METHOD_NOT_ALLOWED(405, false),
    NOT_ACCEPTABLE(406, false),
    /** The request did not arrive in time. */
    REQUEST_TIMEOUT(408, true),
    /** The tables are not yet as far as the caller asked to see. */
    PROJECTION_BEHIND(409, true),
    /** An event of what is asked for could not be folded into the tables: a person must look. */
    PROJECTION_PARKED(409, false),
    /** A legal hold forbids to erase; that it was asked for is in the journal. */
    LEGAL_HOLD(409, false),
    /** The quorum of witnesses has not cosigned yet what a settlement document is made of. */
    NOT_WITNESSED(409, true),
    /** Same source and id as an earlier usage record, other facts. */
    EVENT_CONFLICT(409, false),
    /** Whoever runs the node has not told it what this needs. */
    NOT_CONFIGURED(409, false),
    PAYLOAD_TOO_LARGE(413, false),
    UNSUPPORTED_MEDIA_TYPE(415, false),
    /** A field of a request is missing, malformed or out of range. */
    INVALID_REQUEST(422, false),
    /** An item is not a usage event by its schema. */
    INVALID_EVENT(422, false),
    /** The counts of a usage event do not add up. */
    USAGE_NOT_ADDITIVE(422, false),
    /** The classes given and the vendor's usage object say different things. */
    USAGE_MISMATCH(422, false),
    /** An item of an all-or-nothing batch was malformed or in conflict. */
    STRICT_BATCH_REFUSED(422, false),
    INTERNAL_ERROR(500, false),
    /** The keys of the token's issuer cannot be had at the moment. */
    ISSUER_UNAVAILABLE(503, true),
    /** The engine has no room at the moment. */
    OVERLOADED(503, true),
    /** The tables cannot be read at the moment; writes go on. */
    PROJECTIONS_UNAVAILABLE(503, true),
    /** The engine has stopped; whether the request was taken is not known. */
    LEDGER_STOPPED(503, true),
    /** No answer came in time; whether the request was taken is not known. */
    ANSWER_TIMEOUT(503, true),
    /** The usage is in the ledger, what the vendor said about it is not on disk. */
    EVIDENCE_NOT_KEPT(503, true);

    private final int status;
    private final boolean retriable;
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemCode(int status, boolean retriable) {
        this.status = status;
        this.retriable = retriable;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later. */
    public boolean isRetriable() {
        return retriable;
    }

    /** The code in problem documents, such as {@code malformed-body}. */
    public String wireName() {
        return wireName;
    }
}
