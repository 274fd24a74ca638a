package tallystick.engine.index;

import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;

/**
 * An event that concerns a wallet, and the wallet's balance around it.
 *
 * @param recordedEpochNanos when the sequencer took it in, nanoseconds since 1970
 * @param event usage as a run of one record
 * @param move what it moved, possibly nothing
 * @param before balance at the position before, whatever the effective times
 */
public record WalletStep(
        long position,
        long recordedEpochNanos,
        LedgerEvent event,
        WalletMove move,
        Balance before) {

    /** Balance at this position. */
    public Balance after() {
        return before.plus(move.whole());
    }
}
