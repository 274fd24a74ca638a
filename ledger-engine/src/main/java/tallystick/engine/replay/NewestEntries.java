package tallystick.engine.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Names;
import tallystick.engine.JournalEntry;
import tallystick.engine.journal.Journal;

/**
 * The journal's newest entries, read and decoded once for all who follow it closely: six processors
 * that each decode every record cost the machine more than the ring does. Whoever comes first to
 * what is new decodes it; the others are given the same objects, so nobody may change them. It
 * keeps at most {@link #MAX_RECORDS} usage records and one run, and only ever goes forward; who is
 * further behind reads for itself. Any thread.
 */
public final class NewestEntries implements AutoCloseable {

    /** Most usage records kept beside the newest run: some 25 MB. */
    static final int MAX_RECORDS = 2 * JournalTail.MAX_RUN;

    private final Journal journal;
    private final Names names;

    // Guarded by this.
    private final Map<Long, JournalEntry> byFirstPosition = new HashMap<>();
    private final Deque<JournalEntry> oldestFirst = new ArrayDeque<>();
    private @Nullable JournalTail head;
    private long headPosition = Journal.NO_POSITION;
    private long weight;

    public NewestEntries(Journal journal, Names names) {
        this.journal = journal;
        this.names = names;
    }

    /**
     * The entry that begins at a position.
     *
     * @param position 0 … last forced position
     * @return null when it is no longer kept, or no entry kept begins there
     * @throws RuntimeException when the bytes are damaged
     */
    synchronized @Nullable JournalEntry at(long position) {
        JournalEntry kept = byFirstPosition.get(position);
        if (kept != null || position < headPosition) {
            return kept;
        }
        return decode(headAt(position));
    }

    /** Reads on where it stopped; somewhere else if nobody asked for what lies between. */
    private JournalTail headAt(long position) {
        JournalTail open = head;
        if (open != null && position == headPosition) {
            return open;
        }
        close();
        open = new JournalTail(journal, names, position - 1);
        head = open;
        headPosition = position;
        return open;
    }

    private @Nullable JournalEntry decode(JournalTail from) {
        JournalEntry entry = from.poll();
        if (entry == null) {
            return null;
        }
        headPosition = entry.lastPosition() + 1;
        byFirstPosition.put(entry.firstPosition(), entry);
        oldestFirst.add(entry);
        weight += weightOf(entry);
        while (weight > MAX_RECORDS && oldestFirst.size() > 1) {
            JournalEntry oldest = oldestFirst.remove();
            byFirstPosition.remove(oldest.firstPosition());
            weight -= weightOf(oldest);
        }
        return entry;
    }

    private static long weightOf(JournalEntry entry) {
        return entry instanceof JournalEntry.Ledger ledger
                        && ledger.event() instanceof UsageRecorded run
                ? run.records().size()
                : 1;
    }

    /** Forgets what is kept and closes the file; a later look opens it again. */
    @Override
    public synchronized void close() {
        byFirstPosition.clear();
        oldestFirst.clear();
        weight = 0;
        if (head != null) {
            head.close();
            head = null;
        }
    }
}
