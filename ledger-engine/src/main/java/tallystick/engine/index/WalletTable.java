package tallystick.engine.index;

import java.util.Arrays;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;
import tallystick.domain.money.PicoArray;

/** Every wallet's balance so far, by dense number, and the newest run file it occurs in. */
final class WalletTable {

    private final PicoArray posted = new PicoArray();
    private final PicoArray held = new PicoArray();
    private final PicoArray shortfall = new PicoArray();
    private int[] newestRun = new int[64];
    private long[] latestMillis = new long[64];

    int size() {
        return posted.size();
    }

    /** Makes room for a wallet. */
    void reach(int wallet) {
        while (posted.size() <= wallet) {
            int added = posted.add();
            held.add();
            shortfall.add();
            if (added == newestRun.length) {
                newestRun = Arrays.copyOf(newestRun, 2 * added);
                latestMillis = Arrays.copyOf(latestMillis, 2 * added);
            }
            newestRun[added] = WalletRun.NONE;
            latestMillis[added] = Long.MIN_VALUE;
        }
    }

    void apply(int wallet, WalletMove move, long latestOfMove) {
        posted.add(wallet, move.posted().hi(), move.posted().lo());
        held.add(wallet, move.held().hi(), move.held().lo());
        shortfall.add(wallet, move.shortfall().hi(), move.shortfall().lo());
        latestMillis[wallet] = Math.max(latestMillis[wallet], latestOfMove);
    }

    Balance balance(int wallet) {
        return wallet < size()
                ? new Balance(posted.get(wallet), held.get(wallet), shortfall.get(wallet))
                : Balance.ZERO;
    }

    int newestRun(int wallet) {
        return wallet < size() ? newestRun[wallet] : WalletRun.NONE;
    }

    void newestRun(int wallet, int run) {
        newestRun[wallet] = run;
    }

    long latestMillis(int wallet) {
        return latestMillis[wallet];
    }

    /** Reads a wallet back. */
    void restore(int wallet, Balance balance, int run, long latest) {
        reach(wallet);
        posted.set(wallet, balance.posted());
        held.set(wallet, balance.held());
        shortfall.set(wallet, balance.shortfall());
        newestRun[wallet] = run;
        latestMillis[wallet] = latest;
    }
}
