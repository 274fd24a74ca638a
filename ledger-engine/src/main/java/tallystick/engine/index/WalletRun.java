package tallystick.engine.index;

import java.util.List;

/**
 * What a run of the index knows of one wallet.
 *
 * @param earlierRun ordinal of the run before in which the wallet occurs, {@link #NONE} for none
 * @param latestMillis no part of the wallet's entries in this run and all earlier ones counts
 *     later, effective time, milliseconds since 1970
 * @param blocks in order of position, at least one
 */
record WalletRun(int earlierRun, long latestMillis, List<WalletBlock> blocks) {

    static final int NONE = -1;
}
