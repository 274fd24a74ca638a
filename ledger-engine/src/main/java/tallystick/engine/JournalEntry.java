package tallystick.engine;

import tallystick.domain.LedgerEvent;

/** What stands in the journal, decoded: one event, or one run of usage records. */
public sealed interface JournalEntry {

    /** Position of the entry's first event. */
    long firstPosition();

    /** Position of the entry's last event: more than the first only for a run of usage records. */
    long lastPosition();

    /** When the sequencer took it in, nanoseconds since 1970-01-01T00:00Z. */
    long recordedEpochNanos();

    /** An event of the ledger. */
    record Ledger(long firstPosition, long lastPosition, long recordedEpochNanos, LedgerEvent event)
            implements JournalEntry {}

    /** An event of the application. */
    record Application(long firstPosition, long recordedEpochNanos, ApplicationMessage message)
            implements JournalEntry {
        @Override
        public long lastPosition() {
            return firstPosition;
        }
    }
}
