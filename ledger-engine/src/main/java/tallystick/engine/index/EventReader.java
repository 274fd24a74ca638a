package tallystick.engine.index;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.JournalEntry;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.Journal;
import tallystick.engine.replay.LeafCursor;

/**
 * Reads single events of the journal by position; cheapest when asked in ascending order. One
 * thread.
 */
public final class EventReader implements AutoCloseable {

    /** Leaves that are walked over rather than looked up. */
    private static final int STRIDE = 2_048;

    private final Journal journal;
    private final EventDecoder decoder;
    private @Nullable LeafCursor leaves;

    EventReader(Journal journal, Names names) {
        this.journal = journal;
        decoder = new EventDecoder(names);
    }

    /**
     * The event at a position; a usage record is a run of one.
     *
     * @throws IllegalArgumentException when no durable event has that position
     * @throws RuntimeException when the journal is damaged there
     */
    public JournalEntry at(long position) {
        LeafCursor leaf = seek(position);
        long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
        if (EventDecoder.isUsage(leaf.buffer(), leaf.offset())) {
            UsageRecord usage = new UsageRecord();
            decoder.decodeUsage(leaf.buffer(), leaf.offset(), leaf.length(), usage);
            return new JournalEntry.Ledger(
                    position, position, recorded, new UsageRecorded(List.of(usage)));
        }
        if (EventDecoder.isMessage(leaf.buffer(), leaf.offset())) {
            return new JournalEntry.Application(
                    position,
                    recorded,
                    decoder.decodeMessage(leaf.buffer(), leaf.offset(), leaf.length()));
        }
        LedgerEvent event = decoder.decode(leaf.buffer(), leaf.offset(), leaf.length());
        return new JournalEntry.Ledger(position, position, recorded, event);
    }

    /**
     * The stored bytes of the event at a position: its canonical encoding; throws as {@link #at}.
     */
    public byte[] leaf(long position) {
        LeafCursor leaf = seek(position);
        byte[] bytes = new byte[leaf.length()];
        leaf.buffer().getBytes(leaf.offset(), bytes);
        return bytes;
    }

    /** When the event at a position was recorded, nanoseconds since 1970; throws as {@link #at}. */
    public long recordedEpochNanos(long position) {
        LeafCursor leaf = seek(position);
        return LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
    }

    private LeafCursor seek(long position) {
        if (position < 0 || position > journal.lastForcedPosition()) {
            throw new IllegalArgumentException("no durable event has position " + position);
        }
        LeafCursor at = leaves;
        if (at != null && at.position() == position) {
            return at;
        }
        if (at == null || at.position() > position || position - at.position() > STRIDE) {
            close();
            at = new LeafCursor(journal, position);
            leaves = at;
        }
        try {
            walk(at, position);
        } catch (RuntimeException unreadable) {
            close();
            throw unreadable;
        }
        return at;
    }

    private static void walk(LeafCursor at, long position) {
        do {
            if (!at.next()) {
                throw new IllegalStateException("no event can be read at " + position);
            }
        } while (at.position() < position);
    }

    @Override
    public void close() {
        LeafCursor open = leaves;
        leaves = null;
        if (open != null) {
            open.close();
        }
    }
}
