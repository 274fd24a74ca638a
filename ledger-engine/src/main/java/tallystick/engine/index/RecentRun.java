package tallystick.engine.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMove;
import tallystick.domain.money.PicoArray;
import tallystick.engine.index.WalletBlock.Entry;

/**
 * The newest part of the index, in memory until it is full and becomes a file. One writer; what it
 * hands out stays as it was, since entries are only ever appended and what grows is copied.
 */
final class RecentRun {

    /** Events between two kept times. */
    static final int TIME_STEP = 1024;

    /** Low bits of a key that hold the place within the run; a run has at most 2^20 events. */
    static final int PLACE_BITS = 20;

    private static final int NONE = -1;

    private final long firstPosition;
    private int events;
    private long firstRecorded;
    private long lastRecorded;
    private long[] times = new long[16];
    private long[] keys = new long[1024];
    private int keyCount;

    // Entries: one for each wallet that an event concerns.
    private int[] places = new int[1024];
    private int[] earlier = new int[1024];
    private int entries;
    private int[] toldAt = new int[64];
    private WalletMove[] told = new WalletMove[64];
    private int toldCount;

    // Wallets of this run, by local number.
    private final Int2IntHashMap locals = new Int2IntHashMap(NONE);
    private int[] wallets = new int[64];
    private int[] newestEntry = new int[64];
    private int[] newestBlock = new int[64];

    // Blocks.
    private int[] blockEarlier = new int[64];
    private int[] blockFirst = new int[64];
    private int[] blockLast = new int[64];
    private int[] blockCount = new int[64];
    private long[] blockEarliest = new long[64];
    private long[] blockLatest = new long[64];
    private final PicoArray posted = new PicoArray();
    private final PicoArray held = new PicoArray();
    private final PicoArray shortfall = new PicoArray();

    RecentRun(long firstPosition) {
        this.firstPosition = firstPosition;
    }

    long firstPosition() {
        return firstPosition;
    }

    int events() {
        return events;
    }

    /** Begins the next event. */
    void event(long recordedEpochNanos) {
        if (events == 0) {
            firstRecorded = recordedEpochNanos;
        }
        if (events % TIME_STEP == 0) {
            int at = events / TIME_STEP;
            if (at == times.length) {
                times = Arrays.copyOf(times, 2 * at);
            }
            times[at] = recordedEpochNanos;
        }
        lastRecorded = recordedEpochNanos;
        events++;
    }

    /** The event begun last is the usage record of this identity. */
    void identity(long keyHi) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, 2 * keyCount);
        }
        keys[keyCount++] = key(keyHi) | events - 1;
    }

    /** The part of an identity that is kept, in the upper bits. */
    static long key(long keyHi) {
        return keyHi & -(1L << PLACE_BITS);
    }

    /**
     * The event begun last concerns a wallet.
     *
     * @param before has its balance before
     * @param fromRecord the event's usage record says what it moves
     */
    void entry(int wallet, WalletTable before, WalletMove move, boolean fromRecord) {
        int local = locals.get(wallet);
        if (local == NONE) {
            local = addWallet(wallet);
        }
        int entry = addEntry(newestEntry[local]);
        if (!fromRecord) {
            tell(entry, move);
        }
        newestEntry[local] = entry;
        int block = newestBlock[local];
        if (block == NONE || blockCount[block] == WalletBlock.MOST) {
            block = addBlock(block, entry, before.balance(wallet));
            newestBlock[local] = block;
        }
        blockLast[block] = entry;
        blockCount[block]++;
        blockEarliest[block] = Math.min(blockEarliest[block], EffectiveMillis.earliest(move));
        blockLatest[block] = Math.max(blockLatest[block], EffectiveMillis.latest(move));
    }

    private int addWallet(int wallet) {
        int local = locals.size();
        if (local == wallets.length) {
            wallets = Arrays.copyOf(wallets, 2 * local);
            newestEntry = Arrays.copyOf(newestEntry, 2 * local);
            newestBlock = Arrays.copyOf(newestBlock, 2 * local);
        }
        wallets[local] = wallet;
        newestEntry[local] = NONE;
        newestBlock[local] = NONE;
        locals.put(wallet, local);
        return local;
    }

    private int addEntry(int before) {
        if (entries == places.length) {
            places = Arrays.copyOf(places, 2 * entries);
            earlier = Arrays.copyOf(earlier, 2 * entries);
        }
        places[entries] = events - 1;
        earlier[entries] = before;
        return entries++;
    }

    private void tell(int entry, WalletMove move) {
        if (toldCount == toldAt.length) {
            toldAt = Arrays.copyOf(toldAt, 2 * toldCount);
            told = Arrays.copyOf(told, 2 * toldCount);
        }
        toldAt[toldCount] = entry;
        told[toldCount++] = move;
    }

    private int addBlock(int before, int entry, Balance opening) {
        int block = posted.add();
        held.add();
        shortfall.add();
        if (block == blockFirst.length) {
            blockEarlier = Arrays.copyOf(blockEarlier, 2 * block);
            blockFirst = Arrays.copyOf(blockFirst, 2 * block);
            blockLast = Arrays.copyOf(blockLast, 2 * block);
            blockCount = Arrays.copyOf(blockCount, 2 * block);
            blockEarliest = Arrays.copyOf(blockEarliest, 2 * block);
            blockLatest = Arrays.copyOf(blockLatest, 2 * block);
        }
        blockEarlier[block] = before;
        blockFirst[block] = entry;
        blockEarliest[block] = Long.MAX_VALUE;
        blockLatest[block] = Long.MIN_VALUE;
        posted.set(block, opening.posted());
        held.set(block, opening.held());
        shortfall.set(block, opening.shortfall());
        return block;
    }

    // ---- reading --------------------------------------------------------------------------------

    long firstRecorded() {
        return firstRecorded;
    }

    long lastRecorded() {
        return lastRecorded;
    }

    /** Recorded time of every {@value #TIME_STEP}th event. */
    long[] times() {
        return Arrays.copyOf(times, (events + TIME_STEP - 1) / TIME_STEP);
    }

    /** Keys and places, in order of position. */
    long[] keys() {
        return Arrays.copyOf(keys, keyCount);
    }

    /** Positions at which a record of that identity may stand. */
    List<Long> candidates(long keyHi) {
        List<Long> found = new ArrayList<>();
        long key = key(keyHi);
        for (int i = 0; i < keyCount; i++) {
            if (key(keys[i]) == key) {
                found.add(firstPosition + (keys[i] ^ key));
            }
        }
        return found;
    }

    /** Dense numbers of the wallets in this run, in no order. */
    int[] wallets() {
        return Arrays.copyOf(wallets, locals.size());
    }

    /** A wallet's blocks, null when it does not occur. */
    @Nullable List<WalletBlock> blocks(int wallet) {
        int local = locals.get(wallet);
        if (local == NONE) {
            return null;
        }
        List<WalletBlock> blocks = new ArrayList<>();
        for (int b = newestBlock[local]; b != NONE; b = blockEarlier[b]) {
            blocks.add(block(b));
        }
        return blocks.reversed();
    }

    private WalletBlock block(int block) {
        Entries known = new Entries(this);
        int last = blockLast[block];
        int count = blockCount[block];
        return new WalletBlock(
                firstPosition + places[blockFirst[block]],
                count,
                new Balance(posted.get(block), held.get(block), shortfall.get(block)),
                blockEarliest[block],
                blockLatest[block],
                () -> known.body(last, count));
    }

    /** The entries as they were when somebody asked: later ones are appended or go to copies. */
    private static final class Entries {
        private final long firstPosition;
        private final int[] places;
        private final int[] earlier;
        private final int[] toldAt;
        private final WalletMove[] told;
        private final int toldCount;

        Entries(RecentRun run) {
            firstPosition = run.firstPosition;
            places = run.places;
            earlier = run.earlier;
            toldAt = run.toldAt;
            told = run.told;
            toldCount = run.toldCount;
        }

        List<Entry> body(int last, int count) {
            List<Entry> entries = new ArrayList<>(count);
            int entry = last;
            for (int i = 0; i < count; i++) {
                int at = Arrays.binarySearch(toldAt, 0, toldCount, entry);
                entries.add(new Entry(firstPosition + places[entry], at < 0 ? null : told[at]));
                entry = earlier[entry];
            }
            return entries.reversed();
        }
    }
}
