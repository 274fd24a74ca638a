package tallystick.domain;

/**
 * Why a request is refused, in order of precedence: the first that applies is given. The order is
 * part of the journal's encoding: append only.
 */
public enum RefusalCode {
    /** A field is missing, malformed or out of range. */
    INVALID_REQUEST,
    /** The idempotency key was spent on another body. */
    IDEMPOTENCY_KEY_REUSED,
    /** What the request names does not exist. */
    NOT_FOUND,
    /** What the request would make exists. */
    ALREADY_EXISTS,
    /** The two are counted in different assets. */
    ASSET_MISMATCH,
    /** The window is not in the state the step starts from. */
    WRONG_STATE,
    /** The seal offered is not over the members the ledger counted. */
    SEAL_MISMATCH,
    /** An amount or balance would leave 128 bits. */
    AMOUNT_OVERFLOW,
    /** The ledger holds as many of these as it can. */
    LIMIT_REACHED;

    /** The code in problem documents, such as {@code not-found}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
