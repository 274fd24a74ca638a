package tallystick.engine.replay;

import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.Journal;
import tallystick.engine.pipeline.MessageIndex;
import tallystick.engine.pipeline.RecordedUsage;

/** What the journal says the ledger is: every event through evolve, from the first on. */
public final class Recovery {

    private final RecordedUsage history;
    private final LedgerState state;
    private final MessageIndex messages = new MessageIndex();
    private final EventDecoder decoder;
    private final UsageIdentity identity = new UsageIdentity();
    private final UsageRecord usage = new UsageRecord();

    private Recovery(Journal journal) {
        history = new RecordedUsage(journal);
        state = new LedgerState(history);
        history.decodeWith(state.names());
        decoder = new EventDecoder(state.names());
    }

    /**
     * Replays the whole journal.
     *
     * @throws RuntimeException when the journal is damaged or does not fit the ledger
     */
    public static Recovery of(Journal journal) {
        Recovery recovery = new Recovery(journal);
        try (LeafCursor leaves = new LeafCursor(journal, 0)) {
            while (leaves.next()) {
                recovery.apply(leaves);
            }
        }
        if (recovery.state.lastPosition() != journal.lastForcedPosition()) {
            throw new LeafDamagedException(
                    "replay ended at %d of %d"
                            .formatted(
                                    recovery.state.lastPosition(), journal.lastForcedPosition()));
        }
        return recovery;
    }

    /** What the ledger looks up when it decides. */
    public RecordedUsage history() {
        return history;
    }

    public LedgerState state() {
        return state;
    }

    public MessageIndex messages() {
        return messages;
    }

    private void apply(LeafCursor leaf) {
        if (EventDecoder.isUsage(leaf.buffer(), leaf.offset())) {
            decoder.decodeUsage(leaf.buffer(), leaf.offset(), leaf.length(), usage);
            identity.identify(usage);
            state.evolveUsage(usage);
            return;
        }
        long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
        if (EventDecoder.isMessage(leaf.buffer(), leaf.offset())) {
            ApplicationMessage message =
                    decoder.decodeMessage(leaf.buffer(), leaf.offset(), leaf.length());
            messages.add(message, leaf.position());
            state.skip(leaf.position(), recorded);
        } else {
            state.evolve(
                    decoder.decode(leaf.buffer(), leaf.offset(), leaf.length()),
                    leaf.position(),
                    recorded);
        }
    }
}
