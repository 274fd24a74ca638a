package tallystick.domain;

/**
 * Why a request is refused. The order is part of the journal's encoding: append only. Precedence is
 * by what must be known first: the request's own fields, its key, what it names, the state of that,
 * and of the legs of a hold: suspension, residency, price, quotas, caps, balance.
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
    LIMIT_REACHED,
    /** The hold's message is not the next one. */
    SEQUENCE_GAP,
    /** Cumulative usage went down. */
    USAGE_REGRESSED,
    /** The hold had another message with this sequence. */
    EVENT_CONFLICT,
    /** The hold has ended. */
    HOLD_CLOSED,
    /** The wallet takes no new holds. */
    WALLET_SUSPENDED,
    /** The wallet's policy does not allow that jurisdiction. */
    RESIDENCY_DENIED,
    /** No tariff version in force prices it. */
    NOT_PRICED,
    /** A hard quota has no room. */
    QUOTA_EXCEEDED,
    /** A cap between operators has no room. */
    CAP_EXCEEDED,
    /** The wallet cannot afford it. */
    INSUFFICIENT_BALANCE,
    /** Two persons are needed, and this is the first one again. */
    SAME_PERSON,
    /** What was approved, or is offered for approval, is not what there is now. */
    HASH_MISMATCH,
    /** A net debtor has not paid in what it was called for. */
    UNDERFUNDED,
    /** The person acts for an operator that takes part. */
    PARTICIPANT_STAFF,
    /** What a batch says it sums up to is not what was recorded of it. */
    CONTROL_TOTALS,
    /** The signature is not that of the registered key over these fields. */
    BAD_SIGNATURE;

    /** The code in problem documents, such as {@code not-found}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
