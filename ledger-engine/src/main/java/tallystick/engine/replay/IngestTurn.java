package tallystick.engine.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import tallystick.engine.journal.JournalView;

/**
 * When a reader beside the ring reads: while little is journaled, while somebody waits for what it
 * makes, and when it is so far behind that catching up would take long. Otherwise ingest has the
 * processors to itself, and the reader's work is put off.
 */
public final class IngestTurn {

    /** How long it looks at the journal before it decides whether to read. */
    private static final long LOOK_MILLIS = 200;

    /** Events journaled meanwhile below which reading disturbs nobody: 100,000 a second. */
    private static final long QUIET_EVENTS = 20_000;

    private final JournalView journal;
    private final long maxBehindEvents;

    /**
     * @param maxBehindEvents how far behind the reader may fall before it reads whatever goes on
     */
    public IngestTurn(JournalView journal, long maxBehindEvents) {
        this.journal = journal;
        this.maxBehindEvents = maxBehindEvents;
    }

    /**
     * Waits until there is something to read and nobody to give way to.
     *
     * @param moved signalled when one of the others changes; its lock is held by the caller
     * @param going whether the reader goes on at all
     * @param wanted whether somebody waits for it
     * @param passed the last position it has read, −1 for none
     * @return false when the reader is not to go on
     */
    public boolean await(
            Condition moved, BooleanSupplier going, BooleanSupplier wanted, LongSupplier passed)
            throws InterruptedException {
        long before = journal.lastForcedPosition();
        while (going.getAsBoolean()) {
            long behind = journal.lastForcedPosition() - passed.getAsLong();
            if (behind > maxBehindEvents || (behind > 0 && wanted.getAsBoolean())) {
                return true;
            }
            if (!moved.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = journal.lastForcedPosition();
                if (passed.getAsLong() < now && now - before < QUIET_EVENTS) {
                    return true;
                }
                before = now;
            }
        }
        return false;
    }
}
