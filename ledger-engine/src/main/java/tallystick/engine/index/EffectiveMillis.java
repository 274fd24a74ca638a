package tallystick.engine.index;

import tallystick.domain.ledger.WalletMove;

/** Bounds of the effective times of a move, rounded outwards to milliseconds. */
final class EffectiveMillis {

    private static final long NANOS = 1_000_000;

    private EffectiveMillis() {}

    /** At or before the earliest part, {@link Long#MAX_VALUE} when nothing moves. */
    static long earliest(WalletMove move) {
        long credit = move.movesNoCredit() ? Long.MAX_VALUE : floor(move.effectiveEpochNanos());
        long held = move.held().isZero() ? Long.MAX_VALUE : floor(move.heldEffectiveEpochNanos());
        return Math.min(credit, held);
    }

    /** At or after the latest part, {@link Long#MIN_VALUE} when nothing moves. */
    static long latest(WalletMove move) {
        long credit = move.movesNoCredit() ? Long.MIN_VALUE : ceil(move.effectiveEpochNanos());
        long held = move.held().isZero() ? Long.MIN_VALUE : ceil(move.heldEffectiveEpochNanos());
        return Math.max(credit, held);
    }

    static long floor(long epochNanos) {
        return Math.floorDiv(epochNanos, NANOS);
    }

    static long ceil(long epochNanos) {
        return Math.ceilDiv(epochNanos, NANOS);
    }
}
