package tallystick.domain.usage;

/**
 * Why a usage record waits in suspense, in order of precedence: the first that applies is given.
 * The order is part of the journal's encoding: append only.
 */
public enum SuspenseReason {
    /** Not suspended. */
    NONE,
    /** Ended more than 35 days before, or 5 minutes after, its recording. */
    OUT_OF_TIME_WINDOW,
    UNKNOWN_WALLET,
    /**
     * The home operator or tenant of the record is not the wallet's, what it corrects or its hold
     * is another's, or its source is one of the ledger's own.
     */
    PARTY_MISMATCH,
    /** The serving operator is not a member. */
    UNKNOWN_OPERATOR,
    UNKNOWN_MODEL,
    /** The record and its registered factory name different jurisdictions. */
    JURISDICTION_MISMATCH,
    /** Served in a jurisdiction the wallet's policy does not allow. */
    RESIDENCY_BREACH,
    /** No agreement between home and serving operator was in force at the end of usage. */
    UNKNOWN_AGREEMENT,
    /** No tariff version was in force at the end of usage. */
    UNKNOWN_TARIFF,
    /** The tariff has no price for a class of the record. */
    CLASS_NOT_PRICED,
    /** The agreement's settlement model has no open window. */
    NO_OPEN_WINDOW,
    /** An amount or balance would leave 128 bits. */
    AMOUNT_OVERFLOW,
    /** A correction, void or progress point: kept until the record it refers to is settled. */
    UNSETTLED_REFERENCE;

    /** The name in JSON and tables, such as {@code unknown-wallet}. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
