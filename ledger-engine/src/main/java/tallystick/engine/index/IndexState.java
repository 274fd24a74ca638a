package tallystick.engine.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import tallystick.domain.ledger.Names;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.ledger.WalletMoves;
import tallystick.domain.ledger.WalletMoves.OpenHold;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;

/**
 * Where the index stands after its newest run file: the runs, each wallet's balance, and what of
 * holds and grants later events leave unsaid. Written after each run, in place of the one before.
 *
 * @param lastLeafSum CRC32C of the journal's leaf at the last run's end: whether it is this journal
 */
record IndexState(List<RunMeta> runs, WalletTable wallets, WalletMoves moves, int lastLeafSum) {

    private static final long TAG = 0x5453_5354_4154_4501L;
    private static final int MOST = Integer.MAX_VALUE;

    static IndexState empty(Names names) {
        return new IndexState(new ArrayList<>(), new WalletTable(), new WalletMoves(names), 0);
    }

    /** The last position in a run file, −1 for none. */
    long lastPosition() {
        return runs.isEmpty() ? -1 : runs.getLast().lastPosition();
    }

    /**
     * Writes it.
     *
     * @param extended wallets that occur in the last run, whose newest run that is
     */
    void write(Path file, int[] extended) throws IOException {
        VarBytes out = new VarBytes();
        out.signed(sampleKey());
        out.number(runs.size());
        for (RunMeta run : runs) {
            out.number(run.lastPosition() - run.firstPosition() + 1);
            out.signed(run.firstRecorded());
            out.signed(run.lastRecorded());
            out.number(run.times());
            out.number(run.keys());
            out.number(run.wallets());
            out.number(run.lists());
        }
        out.number(lastLeafSum & 0xFFFF_FFFFL);
        wallets(out, extended);
        List<Integer> grants = moves.grants();
        out.number(grants.size());
        for (int grant : grants) {
            out.number(grant);
            out.number(moves.walletOfGrant(grant));
            out.signed(moves.expiryOfGrant(grant));
        }
        Map<String, OpenHold> holds = moves.openHolds();
        out.number(holds.size());
        for (Map.Entry<String, OpenHold> hold : holds.entrySet()) {
            out.text(hold.getKey());
            out.number(hold.getValue().walletRef());
            out.pico(hold.getValue().held());
            out.signed(hold.getValue().deadlineEpochNanos());
        }
        try (PageWriter pages = new PageWriter(file, TAG)) {
            pages.u64(out.length());
            pages.bytes(out.bytes(), out.length());
            pages.finish();
        }
    }

    private void wallets(VarBytes out, int[] extended) {
        int newest = runs.size() - 1;
        BitSet inNewest = new BitSet();
        for (int wallet : extended) {
            inNewest.set(wallet);
        }
        out.number(wallets.size());
        for (int wallet = 0; wallet < wallets.size(); wallet++) {
            out.balance(wallets.balance(wallet));
            out.number((inNewest.get(wallet) ? newest : wallets.newestRun(wallet)) + 1L);
            out.signed(wallets.latestMillis(wallet));
        }
    }

    /**
     * Reads it back.
     *
     * @throws IndexDamagedException when it is missing or not what was written
     */
    static IndexState read(Path file, Names names, boolean verify) {
        try (PageReader pages = new PageReader(file, TAG, verify)) {
            PageInput in = new PageInput(pages, 0);
            long end = in.u64() + Long.BYTES;
            if (in.signed() != sampleKey()) {
                throw new IndexDamagedException("identities are derived in another way now");
            }
            List<RunMeta> runs = runs(in);
            int sum = (int) in.number();
            WalletTable wallets = wallets(in, runs.size());
            WalletMoves moves = new WalletMoves(names);
            for (int left = in.count(MOST); left > 0; left--) {
                moves.keep(in.count(MOST), in.count(MOST), in.signed());
            }
            for (int left = in.count(MOST); left > 0; left--) {
                moves.keep(in.text(), new OpenHold(in.count(MOST), in.pico(), in.signed()));
            }
            if (in.at() != end) {
                throw new IndexDamagedException(file + " has another length");
            }
            return new IndexState(runs, wallets, moves, sum);
        } catch (ArithmeticException impossible) {
            throw new IndexDamagedException(file + " holds what nobody wrote", impossible);
        }
    }

    /** Changes when the derivation of identities does, and keys in run files mean nothing. */
    private static long sampleKey() {
        UsageRecord sample = new UsageRecord();
        sample.source = "//sample";
        sample.id = "1";
        new UsageIdentity().identify(sample);
        return sample.keyHi;
    }

    private static List<RunMeta> runs(PageInput in) {
        List<RunMeta> runs = new ArrayList<>();
        long first = 0;
        int count = in.count(MOST);
        for (int ordinal = 0; ordinal < count; ordinal++) {
            int events = in.count(IndexOptions.MOST_RUN_EVENTS);
            runs.add(
                    new RunMeta(
                            ordinal,
                            first,
                            first + events - 1,
                            in.signed(),
                            in.signed(),
                            in.count(MOST),
                            in.count(MOST),
                            in.count(MOST),
                            in.count(MOST)));
            first += events;
        }
        return runs;
    }

    private static WalletTable wallets(PageInput in, int runs) {
        WalletTable wallets = new WalletTable();
        int count = in.count(MOST);
        for (int wallet = 0; wallet < count; wallet++) {
            Balance balance = in.balance();
            wallets.restore(wallet, balance, in.count(runs) - 1, in.signed());
        }
        return wallets;
    }
}
