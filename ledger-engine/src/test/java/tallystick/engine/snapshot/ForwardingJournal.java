package tallystick.engine.snapshot;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.journal.FrameReader;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalFullException;
import tallystick.engine.journal.JournalMap;

/** A real journal, of which a test changes a part. */
class ForwardingJournal implements Journal {

    private final Journal journal;

    ForwardingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public long lastAppendedPosition() {
        return journal.lastAppendedPosition();
    }

    @Override
    public long lastForcedPosition() {
        return journal.lastForcedPosition();
    }

    @Override
    public boolean await(long position, long timeoutMillis) throws InterruptedException {
        return journal.await(position, timeoutMillis);
    }

    @Override
    public void append(long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        journal.append(firstPosition, count, payload, offset, length);
    }

    @Override
    public void appendControl(
            long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        journal.appendControl(firstPosition, count, payload, offset, length);
    }

    @Override
    public void force() throws IOException {
        journal.force();
    }

    @Override
    public FrameReader reader(long position) {
        return journal.reader(position);
    }

    @Override
    public @Nullable JournalMap map(long position) {
        return journal.map(position);
    }

    @Override
    public void recordSize() throws IOException, JournalFullException {
        journal.recordSize();
    }

    @Override
    public void close() {
        journal.close();
    }
}
