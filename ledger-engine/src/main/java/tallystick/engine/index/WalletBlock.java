package tallystick.engine.index;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;

/**
 * Up to {@value #MOST} consecutive entries of one wallet, and its balance before the first of them.
 *
 * @param firstPosition of the first entry
 * @param count entries, 1 or more
 * @param opening balance before the first entry
 * @param earliestMillis no part of the entries counts before, effective time, milliseconds since
 *     1970; {@link Long#MAX_VALUE} when nothing moves
 * @param latestMillis no part of them counts after; {@link Long#MIN_VALUE} when nothing moves
 * @param body reads the entries, in order of position
 */
record WalletBlock(
        long firstPosition,
        int count,
        Balance opening,
        long earliestMillis,
        long latestMillis,
        Supplier<List<Entry>> body) {

    static final int MOST = 256;

    /**
     * An event that concerns the wallet.
     *
     * @param position of the event
     * @param move what it moves; null for usage, whose record says it
     */
    record Entry(long position, @Nullable WalletMove move) {}
}
