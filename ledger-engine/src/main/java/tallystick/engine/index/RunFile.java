package tallystick.engine.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.engine.index.WalletBlock.Entry;

/** Answers from one run file. Opened for a question and closed after it; one thread. */
final class RunFile implements AutoCloseable {

    private final RunMeta meta;
    private final Path file;
    private final boolean verify;
    private final PageReader pages;

    /**
     * @throws IndexDamagedException when the file is missing or is not this run
     */
    RunFile(Path file, RunMeta meta, boolean verify) {
        this.file = file;
        this.meta = meta;
        this.verify = verify;
        pages = new PageReader(file, meta.firstPosition(), verify);
        if (!meta.isIn(pages)) {
            pages.close();
            throw new IndexDamagedException(file + " is not run " + meta.ordinal());
        }
    }

    /** Positions at which a record of that identity may stand. */
    List<Long> candidates(long keyHi) {
        long key = RecentRun.key(keyHi);
        List<Long> found = new ArrayList<>();
        for (int i = firstNotBelow(key); i < meta.keys(); i++) {
            long stored = keyAt(i);
            if (RecentRun.key(stored) != key) {
                break;
            }
            found.add(inRun(meta.firstPosition() + (stored ^ key)));
        }
        return found;
    }

    private int firstNotBelow(long key) {
        int low = 0;
        int high = meta.keys();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(keyAt(middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long keyAt(int index) {
        return pages.u64(meta.keysAt() + (long) index * RunMeta.ENTRY_BYTES);
    }

    /** A position before which nothing was recorded at or after a time; near that time. */
    long before(long recordedEpochNanos) {
        int low = 0;
        int high = meta.times();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages.u64(meta.timesAt() + (long) middle * RunMeta.ENTRY_BYTES)
                    < recordedEpochNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return meta.firstPosition() + Math.max(0L, low - 1L) * RecentRun.TIME_STEP;
    }

    /** What the run knows of a wallet, null when the wallet does not occur. */
    @Nullable WalletRun wallet(int wallet) {
        int low = 0;
        int high = meta.wallets() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long at = meta.directoryAt() + (long) middle * RunMeta.ENTRY_BYTES;
            int found = pages.u32(at);
            if (found == wallet) {
                return list(pages.u32(at + Integer.BYTES));
            }
            if (found < wallet) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private WalletRun list(int offset) {
        if (offset < 0 || offset >= meta.lists()) {
            throw new IndexDamagedException("no list at " + offset + " of " + file);
        }
        PageInput in = new PageInput(pages, meta.listsAt() + offset);
        int distance = in.count(meta.ordinal());
        long latest = millis(in, Long.MIN_VALUE);
        int count = in.count(meta.lists());
        long first = meta.firstPosition();
        long bodyAt = 0;
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Balance opening = in.balance();
            long earliest = millis(in, Long.MAX_VALUE);
            long latestOfBlock = millis(in, Long.MIN_VALUE);
            int entries = in.count(WalletBlock.MOST);
            first = inRun(first + in.number());
            headers.add(new Header(first, entries, opening, earliest, latestOfBlock, bodyAt));
            bodyAt += in.count(meta.lists());
        }
        long bodies = in.at();
        return new WalletRun(
                distance == 0 ? WalletRun.NONE : meta.ordinal() - distance,
                latest,
                headers.stream().map(header -> header.block(this, bodies)).toList());
    }

    private record Header(
            long first, int count, Balance opening, long earliest, long latest, long bodyAt) {

        WalletBlock block(RunFile run, long bodies) {
            return new WalletBlock(
                    first,
                    count,
                    opening,
                    earliest,
                    latest,
                    () -> run.body(bodies + bodyAt, first, count));
        }
    }

    private long millis(PageInput in, long never) {
        long told = in.number();
        if (told == 0) {
            return never;
        }
        long zigzag = told - 1;
        return EffectiveMillis.floor(meta.lastRecorded()) + (zigzag >>> 1 ^ -(zigzag & 1));
    }

    /** Opens the file anew: who asks may be done with this object. */
    private List<Entry> body(long at, long first, int count) {
        List<Entry> entries = new ArrayList<>(count);
        try (PageReader own = new PageReader(file, meta.firstPosition(), verify)) {
            PageInput in = new PageInput(own, at);
            long position = first;
            for (int i = 0; i < count; i++) {
                long next = in.number();
                position = inRun(position + (next >>> 1));
                entries.add(new Entry(position, (next & 1) == 0 ? null : in.move()));
            }
        }
        return entries;
    }

    private long inRun(long position) {
        if (position < meta.firstPosition() || position > meta.lastPosition()) {
            throw new IndexDamagedException("position " + position + " is not in " + file);
        }
        return position;
    }

    @Override
    public void close() {
        pages.close();
    }
}
