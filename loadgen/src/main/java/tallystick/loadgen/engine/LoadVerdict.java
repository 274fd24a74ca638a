package tallystick.loadgen.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a journal holds of a load.
 *
 * @param events usage records in it
 * @param bytes of all frames that hold any, headers included
 * @param lost acknowledged, and not in it
 * @param duplicated in it a second time
 * @param foreign usage nobody sent
 * @param altered in it with other facts than were sent
 * @param trialBalanceZero whether Σ debits = Σ credits in every book and asset after replay
 * @param stateDigest of the ledger that the journal gives
 * @param damage what is wrong with its bytes, null when nothing is
 */
public record LoadVerdict(
        long events,
        long bytes,
        long lost,
        long duplicated,
        long foreign,
        long altered,
        boolean trialBalanceZero,
        String stateDigest,
        @Nullable String damage) {

    /** Whether the journal holds what was acknowledged, once and unaltered, and balances. */
    public boolean isGood() {
        return lost == 0
                && duplicated == 0
                && foreign == 0
                && altered == 0
                && trialBalanceZero
                && damage == null;
    }
}
