package tallystick.engine.journal;

import org.agrona.DirectBuffer;

/**
 * Walks forced frames in order of position. One thread at a time.
 *
 * <p>What {@link #next()} shows was checked against its CRC32C, its own position and the end of the
 * frame before it.
 */
public interface FrameReader extends AutoCloseable {

    /**
     * Moves to the next forced frame.
     *
     * @return false if there is none now; a later call may return true
     * @throws JournalCorruptException the frame is damaged; the reader stays where it was
     * @throws java.io.UncheckedIOException the file cannot be read, or the thread was interrupted
     *     while reading; another call tries again
     */
    boolean next();

    /**
     * Goes to another place: the next frame shown is the one that contains {@code position}, or the
     * next one to be written.
     *
     * @param position 0 to the last forced one + 1
     */
    void seek(long position);

    /**
     * Waits until {@link #next()} would move.
     *
     * @param timeoutMillis 0 or more; 0 only looks
     * @return true when a forced frame is there, false when the time has passed
     */
    boolean await(long timeoutMillis) throws InterruptedException;

    /** Position of the first event of the current frame. */
    long firstPosition();

    /** Events in the current frame, at least 1. */
    int count();

    /** Holds the payload; valid until the next call of {@link #next()} or {@link #close()}. */
    DirectBuffer buffer();

    /** First byte of the payload in {@link #buffer()}. */
    int offset();

    /** Length of the payload in bytes. */
    int length();

    /** Bytes the current frame takes on disk: header, payload, padding and checksum. */
    int frameBytes();

    @Override
    void close();
}
