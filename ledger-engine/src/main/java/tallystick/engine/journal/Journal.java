package tallystick.engine.journal;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The durable log: gapless positions, one frame per append, one force per ring batch.
 *
 * <p>One writer thread appends and forces; any number of readers follow on their own threads. The
 * first event has position 0. Any {@link IOException} or {@link Error} while writing poisons the
 * journal for good: every later append and force throws {@link JournalFailedException}, because
 * after a failed fsync the kernel may have dropped the bytes and a second one would lie. An
 * interrupt of the writer thread is such a failure: Java closes the file under it.
 */
public interface Journal extends JournalView, AutoCloseable {

    /** The last position of an empty journal. */
    long NO_POSITION = -1;

    /** Position of the last appended event, forced or not; the writer's view. */
    long lastAppendedPosition();

    /**
     * Appends one frame; it is neither durable nor visible before {@link #force()}. Writer thread
     * only.
     *
     * @param firstPosition position of the first event; must be {@code lastAppendedPosition() + 1}
     * @param count events in the frame, at least 1
     * @param payload the bytes, opaque here; copied before the call returns
     * @param offset first byte of the payload
     * @param length bytes, 0 to {@link JournalOptions#maxPayloadBytes()}
     * @throws JournalFullException no space could be reserved; nothing was written, and a later
     *     append succeeds as soon as there is space again
     * @throws IOException the journal is poisoned
     * @throws IllegalArgumentException position out of order, count or length out of range
     */
    void append(long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException;

    /**
     * As {@link #append}, but may use the {@link JournalOptions#reserveBytes()} kept back for
     * control events, so that the ledger can still close what is open on a full disk. Writer thread
     * only.
     */
    void appendControl(long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException;

    /**
     * Makes all appended frames durable, then publishes {@link #lastForcedPosition()} and wakes
     * readers. Writer thread only.
     */
    void force() throws IOException;

    @Override
    default @Nullable JournalMap map(long position) {
        return null;
    }

    /**
     * Waits until an event is durable.
     *
     * @param timeoutMillis 0 or more; 0 only looks
     * @return whether it is
     */
    boolean await(long position, long timeoutMillis) throws InterruptedException;

    /**
     * Writes {@link #lastForcedPosition()} to the recorded-size file, atomically and durably: a
     * later open refuses a journal that is shorter. Any thread; costs two fsyncs, so call it every
     * few hundred milliseconds, not per batch. {@link #close()} does it as well.
     *
     * @throws JournalFullException there is no space for it: the older record stays, the journal
     *     goes on, and a later call may find some
     */
    void recordSize() throws IOException, JournalFullException;

    /** Releases files and lock. Does not force: what was not forced was never promised. */
    @Override
    void close();
}
