package tallystick.domain.usage;

/** What a usage record says. The order is part of the journal's encoding: append only. */
public enum UsageKind {
    /** A finished inference. */
    RECORDED,
    /** A cumulative point inside a held stream. */
    PROGRESS,
    /** Replaces an earlier record. */
    CORRECTED,
    /** Cancels an earlier record. */
    VOIDED,
    /** Made by the ledger, by no sender: the difference that a back-dated tariff version makes. */
    REPRICED
}
