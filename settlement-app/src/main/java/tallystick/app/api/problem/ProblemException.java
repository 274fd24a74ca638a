package tallystick.app.api.problem;

import java.util.List;

/**
 * Ends a request with a problem: the way out of the edge's parsing, where there is no ledger yet to
 * answer with a value. Carries no stack trace.
 */
public final class ProblemException extends RuntimeException {

    /** No use in trying again after a time. */
    public static final int NO_RETRY_AFTER = 0;

    private static final long serialVersionUID = 1L;

    private final transient ProblemDocument document;
    private final int retryAfterSeconds;

    public ProblemException(ProblemDocument document, int retryAfterSeconds) {
        super(document.code() + ": " + document.detail(), null, false, false);
        this.document = document;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public ProblemException(ProblemDocument document) {
        this(document, NO_RETRY_AFTER);
    }

    public ProblemException(ProblemCode code, String detail) {
        this(ProblemDocument.of(code, detail));
    }

    /** A malformed query parameter, header or path element. */
    public static ProblemException ofParameter(String name, String reason) {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.INVALID_PARAMETER,
                        name + " " + reason,
                        List.of(new InvalidParam(name, reason))));
    }

    /** What to answer. */
    public ProblemDocument document() {
        return document;
    }

    /** Seconds for the {@code Retry-After} header; {@link #NO_RETRY_AFTER} for none. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
