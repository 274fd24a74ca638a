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
    /** Made by the ledger: a suspended record that can be rated now. */
    RERATED,
    /** Made by the ledger: the difference that a back-dated tariff version makes. */
    REPRICED;

    /** Whether the ledger makes it itself: no sender may. */
    public boolean isOfLedger() {
        return this == RERATED || this == REPRICED;
    }
}
