package tallystick.domain;

/** Where a grant's credit comes from. The order is part of the journal's encoding: append only. */
public enum GrantKind {
    /** Paid for by the customer: books cash received. */
    PAID,
    /** Given as a promotion. */
    PROMO,
    /** Given to make good. */
    GOODWILL
}
