package tallystick.engine.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;
import tallystick.engine.JournalEntry;
import tallystick.engine.index.ReaderIndex.View;
import tallystick.engine.index.WalletBlock.Entry;

/**
 * What happened to a wallet, from the journal: the index says which events concern it and what its
 * balance was before every {@value WalletBlock#MOST}th of them.
 */
public final class WalletHistory {

    private final ReaderIndex index;

    WalletHistory(ReaderIndex index) {
        this.index = index;
    }

    /** What an event that concerns the wallet is shown to. */
    @FunctionalInterface
    public interface Visitor {
        /** Whether to go on. */
        boolean visit(WalletStep step);
    }

    /**
     * Events that concern a wallet, newest first.
     *
     * @param wallet the wallet's dense number
     * @param fromPosition the first that may be shown
     * @param beforePosition none from here on is shown
     * @throws IndexBehindException when a file of the index is damaged: it is made again
     */
    public void newestFirst(int wallet, long fromPosition, long beforePosition, Visitor visitor)
            throws IndexBehindException {
        try (Walk walk = new Walk(wallet)) {
            for (WalletBlock block = walk.next(); block != null; block = walk.next()) {
                if (block.firstPosition() >= beforePosition) {
                    continue;
                }
                for (WalletStep step : walk.steps(block, beforePosition - 1).reversed()) {
                    if (step.position() < fromPosition || !visitor.visit(step)) {
                        return;
                    }
                }
            }
        }
    }

    /**
     * The same, oldest first.
     *
     * @throws IndexBehindException as {@link #newestFirst}
     */
    public void oldestFirst(int wallet, long fromPosition, long beforePosition, Visitor visitor)
            throws IndexBehindException {
        try (Walk walk = new Walk(wallet)) {
            List<WalletBlock> blocks = new ArrayList<>();
            for (WalletBlock block = walk.next(); block != null; block = walk.next()) {
                if (block.firstPosition() < beforePosition) {
                    blocks.add(block);
                }
                if (block.firstPosition() <= fromPosition) {
                    break;
                }
            }
            for (WalletBlock block : blocks.reversed()) {
                for (WalletStep step : walk.steps(block, beforePosition - 1)) {
                    if (step.position() >= fromPosition && !visitor.visit(step)) {
                        return;
                    }
                }
            }
        }
    }

    /**
     * A wallet's balance on both time axes: what counted as of an effective time, as far as the
     * ledger knew at a position.
     *
     * @param wallet the wallet's dense number
     * @param asOfEpochNanos effective time, nanoseconds since 1970; {@link Long#MAX_VALUE} for all
     * @param knownPosition the last event that counts
     * @throws IndexBehindException as {@link #newestFirst}
     */
    public Balance balance(int wallet, long asOfEpochNanos, long knownPosition)
            throws IndexBehindException {
        long asOfMillis = EffectiveMillis.floor(asOfEpochNanos);
        try (Walk walk = new Walk(wallet)) {
            @Nullable Balance sum = null;
            Balance closing = Balance.ZERO;
            for (WalletBlock block = walk.next(); block != null; block = walk.next()) {
                if (block.firstPosition() > knownPosition) {
                    continue;
                }
                if (sum == null) {
                    sum = block.opening().plus(walk.moved(block, knownPosition, asOfEpochNanos));
                } else if (walk.latestMillis() <= asOfMillis) {
                    // Neither this run nor an earlier one has anything that counts later.
                    return sum;
                } else if (block.latestMillis() > asOfMillis) {
                    Balance whole = closing.minus(block.opening());
                    Balance counted =
                            block.earliestMillis() > asOfMillis
                                    ? Balance.ZERO
                                    : walk.moved(block, knownPosition, asOfEpochNanos);
                    sum = sum.minus(whole).plus(counted);
                }
                closing = block.opening();
            }
            return sum == null ? Balance.ZERO : sum;
        }
    }

    /** Goes through a wallet's blocks from the newest to the oldest, reading events on the way. */
    private final class Walk implements AutoCloseable {

        private final int wallet;
        private final View view;
        private final EventReader reader = index.reader();
        private List<WalletBlock> blocks;
        private int left;
        private int earlierRun;
        private long latestMillis;

        Walk(int wallet) {
            this.wallet = wallet;
            List<WalletBlock> inMemory = new ArrayList<>();
            view =
                    index.look(
                            now -> {
                                List<WalletBlock> known = now.recent().blocks(wallet);
                                inMemory.addAll(known == null ? List.of() : known);
                                earlierRun = now.wallets().newestRun(wallet);
                                latestMillis = Long.MAX_VALUE;
                                return now;
                            });
            blocks = inMemory;
            left = blocks.size();
        }

        /** No part of the block at hand and all older ones counts later than this. */
        long latestMillis() {
            return latestMillis;
        }

        @Nullable WalletBlock next() throws IndexBehindException {
            while (left == 0) {
                if (earlierRun == WalletRun.NONE) {
                    return null;
                }
                try (RunFile file = index.open(view.runs().get(earlierRun))) {
                    enter(file.wallet(wallet));
                } catch (IndexDamagedException damage) {
                    throw index.damaged(damage, view.generation());
                }
            }
            return blocks.get(--left);
        }

        private void enter(@Nullable WalletRun run) {
            if (run == null) {
                throw new IndexDamagedException(
                        "run " + earlierRun + " does not know wallet number " + wallet);
            }
            blocks = run.blocks();
            left = blocks.size();
            earlierRun = run.earlierRun();
            latestMillis = run.latestMillis();
        }

        /** What a block's entries up to a position moved, as far as it counts as of a time. */
        Balance moved(WalletBlock block, long lastPosition, long asOfEpochNanos)
                throws IndexBehindException {
            Balance sum = Balance.ZERO;
            for (WalletStep step : steps(block, lastPosition)) {
                sum = sum.plus(step.move().asOf(asOfEpochNanos));
            }
            return sum;
        }

        /** A block's entries up to a position, oldest first. */
        List<WalletStep> steps(WalletBlock block, long lastPosition) throws IndexBehindException {
            try {
                List<WalletStep> steps = new ArrayList<>();
                Balance balance = block.opening();
                for (Entry entry : block.body().get()) {
                    if (entry.position() > lastPosition) {
                        break;
                    }
                    WalletStep step = step(entry.position(), entry.move(), balance);
                    steps.add(step);
                    balance = step.after();
                }
                return steps;
            } catch (IndexDamagedException damage) {
                throw index.damaged(damage, view.generation());
            }
        }

        private WalletStep step(long position, @Nullable WalletMove told, Balance before) {
            if (!(reader.at(position) instanceof JournalEntry.Ledger entry)) {
                throw new IndexDamagedException("no event of the ledger stands at " + position);
            }
            return new WalletStep(
                    position,
                    entry.recordedEpochNanos(),
                    entry.event(),
                    told == null ? ofRecord(entry.event(), position) : told,
                    before);
        }

        private static WalletMove ofRecord(LedgerEvent event, long position) {
            if (!(event instanceof UsageRecorded run)) {
                throw new IndexDamagedException("no usage record stands at " + position);
            }
            return WalletMove.ofUsage(run.records().getFirst());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
