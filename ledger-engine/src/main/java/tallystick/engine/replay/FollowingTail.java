package tallystick.engine.replay;

import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.Names;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.journal.Journal;

/** Follows the journal with the newest entries that all followers share, and alone when behind. */
public final class FollowingTail implements EventTail {

    private final Journal journal;
    private final Names names;
    private final NewestEntries newest;
    private long nextPosition;

    /** Reads what the others have no more; the entry it gives next begins at its position. */
    private @Nullable JournalTail alone;

    private long alonePosition;

    /**
     * @param afterPosition −1 … last forced position
     */
    public FollowingTail(Journal journal, Names names, NewestEntries newest, long afterPosition) {
        if (afterPosition < -1 || afterPosition > journal.lastForcedPosition()) {
            throw new IllegalArgumentException("no durable event has position " + afterPosition);
        }
        this.journal = journal;
        this.names = names;
        this.newest = newest;
        this.nextPosition = afterPosition + 1;
    }

    @Override
    public @Nullable JournalEntry poll() {
        if (nextPosition > journal.lastForcedPosition()) {
            return null;
        }
        JournalEntry entry = newest.at(nextPosition);
        if (entry == null) {
            entry = readAlone();
        }
        if (entry != null) {
            nextPosition = entry.lastPosition() + 1;
        }
        return entry;
    }

    private @Nullable JournalEntry readAlone() {
        JournalTail open = alone;
        if (open == null || alonePosition != nextPosition) {
            leave();
            open = new JournalTail(journal, names, nextPosition - 1);
            alone = open;
        }
        JournalEntry entry = open.poll();
        alonePosition = entry == null ? nextPosition : entry.lastPosition() + 1;
        return entry;
    }

    private void leave() {
        if (alone != null) {
            alone.close();
            alone = null;
        }
    }

    @Override
    public boolean await(long timeoutMillis) throws InterruptedException {
        return journal.await(nextPosition, timeoutMillis);
    }

    @Override
    public void close() {
        leave();
    }
}
