package tallystick.engine.pipeline;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.LeafCursor;

/**
 * What was recorded before, read back from the journal. A record that is decided but not yet forced
 * is waited for: its group commit does not depend on the decision at hand. A record of the request
 * at hand is taken from the request. The deciding thread's alone.
 */
public final class RecordedUsage implements UsageHistory, AutoCloseable {

    private static final long PARK_NANOS = 20_000;

    private @Nullable JournalView journal;
    private @Nullable EventDecoder decoder;
    private @Nullable OldFingerprints fingerprints;
    private @Nullable OldIdentities identities;
    private List<UsageRecord> current = List.of();
    private int decided;
    private Runnable handOver = () -> {};
    private @Nullable FailStop stop;

    /**
     * Before this it knows nothing; a ledger may be recovered meanwhile, which asks nothing.
     *
     * @param recorded as far as the ledger knows it
     * @param names of the ledger that asks
     */
    public void readFrom(JournalView recorded, Names names) {
        journal = recorded;
        decoder = new EventDecoder(names);
        fingerprints = new OldFingerprints(recorded);
        identities = new OldIdentities(recorded, new EventDecoder(names));
    }

    /**
     * @param letOthersGo hands what was decided before the request at hand to the journal
     */
    void waitWith(Runnable letOthersGo, FailStop failStop) {
        handOver = letOthersGo;
        stop = failStop;
    }

    /**
     * The records of the request at hand.
     *
     * @param count how many of them are decided: the outcome of the others means nothing
     */
    void current(List<UsageRecord> records, int count) {
        current = records;
        decided = count;
    }

    @Override
    public UsageRecord at(long position) {
        UsageRecord atHand = ofCurrent(position);
        if (atHand != null) {
            return atHand;
        }
        JournalView read = journal;
        EventDecoder decoding = decoder;
        if (read == null || decoding == null) {
            throw new IllegalStateException("the journal is not known yet");
        }
        awaitForced(read, position);
        try (LeafCursor leaf = new LeafCursor(read, position)) {
            if (!leaf.next() || !EventDecoder.isUsage(leaf.buffer(), leaf.offset())) {
                throw new IllegalStateException("no usage is recorded at position " + position);
            }
            UsageRecord usage = new UsageRecord();
            decoding.decodeUsage(leaf.buffer(), leaf.offset(), leaf.length(), usage);
            return usage;
        }
    }

    @Override
    public long fingerprint(long position) {
        JournalView read = journal;
        OldFingerprints old = fingerprints;
        return read == null || old == null || position > read.lastForcedPosition()
                ? at(position).fingerprint
                : old.at(position);
    }

    @Override
    public long find(UsageRecord usage, long firstPosition, long lastPosition) {
        JournalView read = journal;
        OldIdentities old = identities;
        if (read == null || old == null) {
            throw new IllegalStateException("the journal is not known yet");
        }
        awaitForced(read, lastPosition);
        return old.find(usage.source, usage.id, firstPosition, lastPosition);
    }

    private @Nullable UsageRecord ofCurrent(long position) {
        for (int i = 0; i < decided; i++) {
            UsageRecord usage = current.get(i);
            boolean isFirst =
                    usage.status == UsageStatus.ACCEPTED || usage.status == UsageStatus.SUSPENDED;
            if (isFirst && usage.position == position) {
                return usage;
            }
        }
        return null;
    }

    private void awaitForced(JournalView read, long position) {
        if (position <= read.lastForcedPosition()) {
            return;
        }
        handOver.run();
        while (position > read.lastForcedPosition()) {
            FailStop failed = stop;
            if (failed != null && failed.cause() != null) {
                throw new IllegalStateException(
                        "the journal failed before position " + position, failed.cause());
            }
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    /** When the deciding thread has ended. */
    @Override
    public void close() {
        OldFingerprints old = fingerprints;
        if (old != null) {
            old.close();
        }
    }
}
