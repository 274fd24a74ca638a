package tallystick.domain.settlement;

/**
 * Where a missed pay-in stands (settlement chapter §4.6). The order is part of the journal's
 * encoding: append only.
 */
public enum DefaultState {
    /** The pay-in was due and is not there. */
    PAYIN_LATE,
    /** The hub gave the debtor time. */
    GRACE,
    /** Two persons declared the default: new holds abroad are refused, caps are cut. */
    DEFAULT_DECLARED,
    /** What was missing was drawn from collateral: the window settles whole. */
    COVERED,
    /** The window was recast without the defaulter's debts. */
    RECAST,
    /** It came in after all, before a default was declared; or the window asks anew. */
    CURED,
    /** Two persons let the operator trade again. */
    LIFTED
}
