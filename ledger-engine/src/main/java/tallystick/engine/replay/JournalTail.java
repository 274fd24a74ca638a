package tallystick.engine.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.Journal;

/** Decodes the journal from a position on, usage in runs of one frame. */
public final class JournalTail implements EventTail {

    /** Most usage records of one entry: bounds what a slow reader holds. */
    public static final int MAX_RUN = 16_384;

    private final LeafCursor leaves;
    private final EventDecoder decoder;

    /**
     * @param afterPosition −1 … last forced position
     */
    public JournalTail(Journal journal, Names names, long afterPosition) {
        if (afterPosition < -1 || afterPosition > journal.lastForcedPosition()) {
            throw new IllegalArgumentException("no durable event has position " + afterPosition);
        }
        leaves = new LeafCursor(journal, afterPosition + 1);
        decoder = new EventDecoder(names);
    }

    @Override
    public @Nullable JournalEntry poll() {
        if (!leaves.next()) {
            return null;
        }
        long recorded = LeafHeader.recordedEpochNanos(leaves.buffer(), leaves.offset());
        long position = leaves.position();
        if (EventDecoder.isUsage(leaves.buffer(), leaves.offset())) {
            List<UsageRecord> run = run();
            long last = leaves.position();
            return new JournalEntry.Ledger(position, last, recorded, new UsageRecorded(run));
        }
        if (EventDecoder.isMessage(leaves.buffer(), leaves.offset())) {
            return new JournalEntry.Application(
                    position,
                    recorded,
                    decoder.decodeMessage(leaves.buffer(), leaves.offset(), leaves.length()));
        }
        LedgerEvent event = decoder.decode(leaves.buffer(), leaves.offset(), leaves.length());
        return new JournalEntry.Ledger(position, position, recorded, event);
    }

    /** The usage record shown and those that follow it in its frame. */
    private List<UsageRecord> run() {
        List<UsageRecord> run = new ArrayList<>();
        run.add(usage());
        while (run.size() < MAX_RUN && leaves.hasNextInFrame() && leaves.isNextUsage()) {
            leaves.next();
            run.add(usage());
        }
        return List.copyOf(run);
    }

    private UsageRecord usage() {
        UsageRecord usage = new UsageRecord();
        decoder.decodeUsage(leaves.buffer(), leaves.offset(), leaves.length(), usage);
        return usage;
    }

    @Override
    public boolean await(long timeoutMillis) throws InterruptedException {
        return leaves.await(timeoutMillis);
    }

    @Override
    public void close() {
        leaves.close();
    }
}
