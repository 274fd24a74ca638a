package tallystick.engine.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tallystick.domain.ledger.WalletMove;
import tallystick.engine.index.WalletBlock.Entry;

/**
 * Writes a run file: a page of numbers, then times, keys in order, the directory of wallets, and
 * for each wallet its blocks.
 */
final class RunWriter {

    private final VarBytes lists = new VarBytes();
    private final VarBytes bodies = new VarBytes();
    private final RecentRun run;
    private final WalletTable wallets;
    private final int ordinal;
    private final long baseMillis;

    /**
     * @param ordinal the run's number, from 0
     */
    RunWriter(RecentRun run, WalletTable wallets, int ordinal) {
        this.run = run;
        this.wallets = wallets;
        this.ordinal = ordinal;
        this.baseMillis = EffectiveMillis.floor(run.lastRecorded());
    }

    /** Writes the file and makes it durable; tells what to find it by. */
    RunMeta write(Path file) throws IOException {
        long[] times = run.times();
        long[] keys = run.keys();
        int[] directory = run.wallets();
        Arrays.sort(directory);
        int[] listAt = new int[directory.length];
        for (int i = 0; i < directory.length; i++) {
            listAt[i] = lists.length();
            list(directory[i]);
        }
        sortUnsigned(keys);
        RunMeta meta =
                new RunMeta(
                        ordinal,
                        run.firstPosition(),
                        run.firstPosition() + run.events() - 1,
                        run.firstRecorded(),
                        run.lastRecorded(),
                        times.length,
                        keys.length,
                        directory.length,
                        lists.length());
        try (PageWriter pages = new PageWriter(file, meta.firstPosition())) {
            meta.write(pages);
            for (long time : times) {
                pages.u64(time);
            }
            for (long key : keys) {
                pages.u64(key);
            }
            for (int i = 0; i < directory.length; i++) {
                pages.u32(directory[i]);
                pages.u32(listAt[i]);
            }
            pages.bytes(lists.bytes(), lists.length());
            pages.finish();
        }
        return meta;
    }

    private static void sortUnsigned(long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
    }

    private void list(int wallet) {
        List<WalletBlock> blocks = run.blocks(wallet);
        if (blocks == null) {
            throw new IllegalStateException("wallet number " + wallet + " is not in the run");
        }
        int earlier = wallets.newestRun(wallet);
        bodies.clear();
        lists.number(earlier == WalletRun.NONE ? 0 : ordinal - earlier);
        millis(wallets.latestMillis(wallet), Long.MIN_VALUE);
        lists.number(blocks.size());
        long before = run.firstPosition();
        for (WalletBlock block : blocks) {
            int start = bodies.length();
            body(block.body().get());
            lists.balance(block.opening());
            millis(block.earliestMillis(), Long.MAX_VALUE);
            millis(block.latestMillis(), Long.MIN_VALUE);
            lists.number(block.count());
            lists.number(block.firstPosition() - before);
            lists.number(bodies.length() - start);
            before = block.firstPosition();
        }
        lists.append(bodies);
    }

    /**
     * 0 for never, else one more than the distance from the run's end, its sign in the last bit.
     */
    private void millis(long millis, long never) {
        if (millis == never) {
            lists.number(0);
        } else {
            long distance = millis - baseMillis;
            lists.number((distance << 1 ^ distance >> 63) + 1);
        }
    }

    private void body(List<Entry> entries) {
        long before = entries.getFirst().position();
        for (Entry entry : entries) {
            WalletMove move = entry.move();
            bodies.number(((entry.position() - before) << 1) | (move == null ? 0 : 1));
            if (move != null) {
                bodies.move(move);
            }
            before = entry.position();
        }
    }
}
