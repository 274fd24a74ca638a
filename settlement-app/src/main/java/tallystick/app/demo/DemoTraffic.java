package tallystick.app.demo;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import tallystick.loadgen.trace.TraceRow;

/**
 * Turns rows of a trace into usage: wallets by Zipf's law, seven in ten served at home, the rest
 * roaming; some prompts partly cached, some answers partly reasoning, and every token of the row in
 * exactly one class. The same rows make the same usage.
 */
final class DemoTraffic {

    private static final int ROAMING_PERCENT = 30;
    private static final int CACHED_PERCENT = 40;
    private static final int REASONING_PERCENT = 25;

    private final List<DemoWallet> wallets;
    private final long[] cumulativeWeight;
    private final LongUnaryOperator clock;
    private final SplittableRandom random = new SplittableRandom(20_26);
    private long rows;

    /**
     * @param wallets in order of rank, at least one
     * @param shiftNanos added to every row's time
     */
    DemoTraffic(List<DemoWallet> wallets, long shiftNanos) {
        this(wallets, arrived -> arrived + shiftNanos);
    }

    /**
     * @param wallets in order of rank, at least one
     * @param clock when usage of a row ends, by its arrival, nanoseconds since 1970
     */
    DemoTraffic(List<DemoWallet> wallets, LongUnaryOperator clock) {
        this.wallets = wallets;
        this.clock = clock;
        this.cumulativeWeight = new long[wallets.size()];
        long sum = 0;
        for (int rank = 0; rank < cumulativeWeight.length; rank++) {
            sum += 1_000_000_000L / (rank + 1);
            cumulativeWeight[rank] = sum;
        }
    }

    /** The usage that the next row of the trace is. */
    UsageLine next(TraceRow row) {
        DemoWallet wallet = wallets.get(rank());
        DemoOperator serving = servingFor(wallet);
        List<String> factories = serving.factories();
        long cached = chance(CACHED_PERCENT) ? row.contextTokens() / 4 * quarters() : 0;
        long reasoning = chance(REASONING_PERCENT) ? row.generatedTokens() / 4 * quarters() : 0;
        return new UsageLine(
                rows++,
                clock.applyAsLong(row.arrivedEpochNanos()),
                wallet,
                serving,
                factories.get(random.nextInt(factories.size())),
                model(),
                row.contextTokens() - cached,
                cached,
                row.generatedTokens() - reasoning,
                reasoning);
    }

    private int rank() {
        long place = random.nextLong(cumulativeWeight[cumulativeWeight.length - 1]);
        int rank = 0;
        while (place >= cumulativeWeight[rank]) {
            rank++;
        }
        return rank;
    }

    private DemoOperator servingFor(DemoWallet wallet) {
        DemoOperator[] operators = DemoOperator.values();
        if (wallet.homeOnly() || !chance(ROAMING_PERCENT)) {
            return wallet.home();
        }
        int other = 1 + random.nextInt(operators.length - 1);
        return operators[(wallet.home().ordinal() + other) % operators.length];
    }

    private DemoModel model() {
        int percent = random.nextInt(100);
        if (percent < 20) {
            return DemoModel.LARGE;
        }
        return percent < 70 ? DemoModel.MEDIUM : DemoModel.SMALL;
    }

    private long quarters() {
        return random.nextLong(1, 4);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
