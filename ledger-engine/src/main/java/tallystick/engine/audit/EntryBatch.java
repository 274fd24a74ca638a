package tallystick.engine.audit;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Tile;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;

/**
 * The entries of a tile, with what can be made of them before the ledger is at their place: usage
 * records decoded and sealed with their identity. Filled by one thread, then used by another, then
 * filled again.
 */
final class EntryBatch {

    private static final int LOOK_AHEAD = 16;

    private final UsageRecord[] records = new UsageRecord[Tile.FULL];
    private final boolean[] isDecoded = new boolean[Tile.FULL];
    private final long[] stored = new long[Tile.FULL];
    private final int[] offsets = new int[Tile.FULL];
    private final int[] lengths = new int[Tile.FULL];
    private final List<UsageRecord> decoded = new ArrayList<>();
    private byte[] bytes = {};
    private byte[] hashes = {};
    private int count;
    private long first;
    private @Nullable RuntimeException fault;

    EntryBatch() {
        for (int i = 0; i < records.length; i++) {
            records[i] = new UsageRecord();
        }
    }

    /** Makes room for the entries of a tile. */
    void begin(long firstPosition) {
        first = firstPosition;
        count = 0;
        fault = null;
        decoded.clear();
    }

    /** The hashes that the tile has, one behind the other. */
    void hashes(byte[] leafHashes) {
        hashes = leafHashes;
    }

    /** The next entry. */
    void add(
            byte[] in,
            int offset,
            int length,
            EventDecoder decoder,
            UsageIdentity identity,
            UnsafeBuffer leaf) {
        bytes = in;
        offsets[count] = offset;
        lengths[count] = length;
        isDecoded[count] = isDecoded(in, offset, length, decoder, identity, leaf);
        if (isDecoded[count]) {
            decoded.add(records[count]);
        }
        count++;
    }

    /**
     * Whether it is a usage record whose names the ledger knows already. What is damaged is left to
     * whoever applies it, and says so at its place.
     */
    private boolean isDecoded(
            byte[] in,
            int offset,
            int length,
            EventDecoder decoder,
            UsageIdentity identity,
            UnsafeBuffer leaf) {
        leaf.wrap(in, offset, length);
        UsageRecord usage = records[count];
        try {
            LeafHeader.check(leaf, 0, length);
            if (!EventDecoder.isUsage(leaf, 0)) {
                return false;
            }
            decoder.decodeUsage(leaf, 0, length, usage);
        } catch (LeafDamagedException later) {
            return false;
        }
        stored[count] = usage.fingerprint;
        identity.seal(usage);
        return true;
    }

    /** Nothing follows: what was to be filled in could not be. */
    void fail(RuntimeException cause) {
        fault = cause;
    }

    /** Shows every entry to the ledger, in order. */
    void applyTo(LedgerRerun rerun, Progress progress) {
        int ahead = 0;
        for (int i = 0; i < count; i++) {
            progress.at(first + i);
            UsageRecord usage = isDecoded[i] ? records[i] : null;
            if (usage != null && ahead % LOOK_AHEAD == 0) {
                rerun.lookAhead(decoded, ahead, Math.min(decoded.size(), ahead + LOOK_AHEAD));
            }
            ahead += usage == null ? 0 : 1;
            rerun.apply(first + i, bytes, offsets[i], lengths[i], hashes, 32 * i, usage, stored[i]);
        }
        RuntimeException broken = fault;
        if (broken != null) {
            throw broken;
        }
    }

    /** Told of every position before it is applied. */
    @FunctionalInterface
    interface Progress {
        void at(long position);
    }
}
