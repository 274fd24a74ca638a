package tallystick.engine.replay;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.util.List;
import java.util.stream.Stream;
import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.JournalView;
import tallystick.engine.pipeline.MessageIndex;

/**
 * What the journal says the ledger is: every event through evolve, from the first on, or from where
 * a snapshot ends. Usage records are decoded a few ahead of being applied, so that the places of
 * their identities are read from memory together and not one after the other.
 */
public final class Recovery {

    private static final int AHEAD = 32;

    private final LedgerState state;
    private final MessageIndex messages;
    private final EventDecoder decoder;
    private final UsageIdentity identity = new UsageIdentity();
    private final List<UsageRecord> ahead = Stream.generate(UsageRecord::new).limit(AHEAD).toList();
    private final ReplayObserver observer;
    private int decoded;

    // Written and never read: so that looking ahead is not optimised away.
    @SuppressWarnings("UnusedVariable")
    private long lookedAt;

    Recovery(UsageHistory history, ReplayObserver observer) {
        this(new LedgerState(history), new MessageIndex(), observer);
    }

    /**
     * Replays what a journal has behind a snapshot's position.
     *
     * @param state the snapshot's; is that of the journal's end afterwards
     * @param messages the snapshot's, likewise
     * @throws RuntimeException as {@link #of(JournalView, UsageHistory)}
     */
    public static Recovery of(JournalView journal, LedgerState state, MessageIndex messages) {
        Recovery recovery = new Recovery(state, messages, ReplayObserver.NONE);
        recovery.replayRest(journal);
        return recovery;
    }

    /**
     * Goes on from a ledger as it was at some position.
     *
     * @param messages as they were at that position
     */
    public Recovery(LedgerState state, MessageIndex messages, ReplayObserver observer) {
        this.state = state;
        this.messages = messages;
        this.observer = observer;
        decoder = new EventDecoder(state.names());
    }

    /**
     * Replays the whole journal.
     *
     * @param history what the ledger looks up when it decides later; not read here
     * @throws RuntimeException when the journal is damaged or does not fit the ledger
     */
    public static Recovery of(JournalView journal, UsageHistory history) {
        Recovery recovery = new Recovery(history, ReplayObserver.NONE);
        recovery.replayRest(journal);
        return recovery;
    }

    /** Replays what is behind the ledger's position. */
    void replayRest(JournalView journal) {
        long last = journal.lastForcedPosition();
        try (LeafCursor leaves = new LeafCursor(journal, state.lastPosition() + 1)) {
            replay(leaves);
        }
        if (state.lastPosition() != last) {
            throw new LeafDamagedException(
                    "replay ended at %d of %d".formatted(state.lastPosition(), last));
        }
    }

    /**
     * Replays leaves up to a position.
     *
     * @param leaves before the leaf that follows the ledger's position; left open
     * @param last at least the ledger's position, and there
     */
    public void replayThrough(LeafCursor leaves, long last) {
        long next = state.lastPosition() + 1;
        try {
            for (; next <= last && leaves.next(); next++) {
                take(leaves);
            }
        } finally {
            applyUsage();
        }
    }

    /**
     * Replays every leaf that a cursor shows, into a ledger that decides nothing.
     *
     * @param leaves before the journal's first leaf; left open
     * @throws RuntimeException when the journal is damaged, does not fit the ledger, or the
     *     observer throws
     */
    public static Recovery of(LeafCursor leaves, ReplayObserver observer) {
        Recovery recovery = new Recovery(UsageHistory.NONE, observer);
        recovery.replay(leaves);
        return recovery;
    }

    /** As {@link #of}; after an exception {@link #state} is the ledger before what caused it. */
    void replay(LeafCursor leaves) {
        try {
            while (leaves.next()) {
                take(leaves);
            }
        } finally {
            applyUsage();
        }
    }

    public LedgerState state() {
        return state;
    }

    public MessageIndex messages() {
        return messages;
    }

    private void take(LeafCursor leaf) {
        if (!EventDecoder.isUsage(leaf.buffer(), leaf.offset())) {
            applyUsage();
            apply(leaf);
            return;
        }
        UsageRecord usage = ahead.get(decoded);
        decoder.decodeUsage(leaf.buffer(), leaf.offset(), leaf.length(), usage);
        identity.identify(usage);
        observer.usage(leaf, usage);
        decoded++;
        // The next leaf may say by number what this one spells out.
        if (decoded == AHEAD || spellsOut(usage)) {
            applyUsage();
        }
    }

    private static boolean spellsOut(UsageRecord usage) {
        return usage.sourceRef == NO_REF
                || usage.tenantRef == NO_REF
                || (usage.siteRef == NO_REF && usage.site != null)
                || (usage.modelServedRef == NO_REF && usage.modelServed != null)
                || (usage.apiKeyRef == NO_REF && usage.apiKey != null);
    }

    private void applyUsage() {
        int count = decoded;
        decoded = 0;
        lookedAt += LedgerDecider.lookAhead(ahead, 0, count, state);
        for (int i = 0; i < count; i++) {
            state.evolveUsage(ahead.get(i));
        }
    }

    private void apply(LeafCursor leaf) {
        long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
        if (EventDecoder.isMessage(leaf.buffer(), leaf.offset())) {
            ApplicationMessage message =
                    decoder.decodeMessage(leaf.buffer(), leaf.offset(), leaf.length());
            observer.message(leaf, message);
            messages.add(message, leaf.position());
            state.skip(leaf.position(), recorded);
        } else {
            LedgerEvent event = decoder.decode(leaf.buffer(), leaf.offset(), leaf.length());
            observer.event(leaf, event);
            state.evolve(event, leaf.position(), recorded);
        }
    }
}
