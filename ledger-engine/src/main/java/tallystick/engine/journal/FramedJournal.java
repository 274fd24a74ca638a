package tallystick.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** What all kinds have in common: order of positions, frames, poison, publication, closing. */
abstract sealed class FramedJournal implements Journal permits SegmentJournal, ChronicleJournal {

    private static final System.Logger LOG = System.getLogger("tallystick.journal");

    private static final int INITIAL_FRAME_BYTES = 256 * 1024;

    private final JournalOptions options;
    private final FileOperations operations;
    private final JournalFiles files;
    private final DirectoryLock lock;
    private final RecordedSize recordedSize;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer frameView = new UnsafeBuffer(0, 0);
    private ByteBuffer frame = ByteBuffer.allocateDirect(INITIAL_FRAME_BYTES);
    private long appendedPosition;
    private long appendedPlace;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    FramedJournal(OpenedDirectory opened) {
        this.options = opened.options();
        this.operations = opened.operations();
        this.files = opened.files();
        this.lock = opened.lock();
        this.recordedSize = opened.recordedSize();
        this.appendedPosition = files.forced().position();
        this.appendedPlace = files.forced().place();
        frameView.wrap(frame);
    }

    /**
     * Writes the frame, {@code bytes} from its first to its limit.
     *
     * @return place of its first byte, or of the document it is in
     */
    abstract long write(ByteBuffer bytes, boolean control) throws IOException, JournalFullException;

    /** Makes the current file durable. */
    abstract void forceCurrent() throws IOException;

    /** Lets go of files and threads. */
    abstract void closeFiles() throws IOException;

    @Override
    public final long lastAppendedPosition() {
        return appendedPosition;
    }

    @Override
    public final long lastForcedPosition() {
        return files.forced().position();
    }

    @Override
    public final boolean await(long position, long timeoutMillis) throws InterruptedException {
        return files.forced().await(position, timeoutMillis);
    }

    @Override
    public final void append(
            long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        append(firstPosition, count, payload, offset, length, false);
    }

    @Override
    public final void appendControl(
            long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        append(firstPosition, count, payload, offset, length, true);
    }

    private void append(
            long firstPosition,
            int count,
            DirectBuffer payload,
            int offset,
            int length,
            boolean control)
            throws IOException, JournalFullException {
        requireUsable();
        requireInOrder(firstPosition, count, length);
        int bytes = Frame.bytesFor(length);
        ensureCapacity(bytes);
        payload.getBytes(offset, frameView, Frame.HEADER_BYTES, length);
        long forced = files.forced().position();
        Frame.seal(frameView, frame, crc, firstPosition, forced, count, length);
        frame.limit(bytes);
        long place;
        try {
            place = write(frame, control);
        } catch (IOException | RuntimeException | Error e) {
            throw poison(e);
        } finally {
            frame.clear();
        }
        files.index().add(firstPosition, place, bytes);
        appendedPosition = firstPosition + count - 1;
        appendedPlace = place + files.layout().prefixBytes() + bytes;
    }

    private void requireInOrder(long firstPosition, int count, int length) {
        if (firstPosition != appendedPosition + 1) {
            throw new IllegalArgumentException(
                    "position %d does not follow %d".formatted(firstPosition, appendedPosition));
        }
        if (count < 1 || firstPosition > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("count " + count);
        }
        if (length < 0 || length > options.maxPayloadBytes()) {
            throw new IllegalArgumentException("payload of " + length + " bytes");
        }
    }

    private void ensureCapacity(int bytes) {
        if (bytes > frame.capacity()) {
            frame = ByteBuffer.allocateDirect(Math.max(bytes, 2 * frame.capacity()));
            frameView.wrap(frame);
        }
    }

    @Override
    public final void force() throws IOException {
        requireUsable();
        if (appendedPosition == files.forced().position()) {
            return;
        }
        try {
            forceCurrent();
        } catch (IOException | RuntimeException | Error e) {
            throw poison(e);
        }
        files.forced().publish(appendedPosition, appendedPlace);
    }

    private void requireUsable() throws JournalFailedException {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (failure != null) {
            throw new JournalFailedException(failure);
        }
    }

    /** From here on nothing is written: what the kernel did with earlier bytes is not known. */
    private IOException poison(Throwable cause) {
        failure = cause;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io
                ? io
                : new IOException("journal write failed", cause);
    }

    @Override
    public final FrameReader reader(long position) {
        return new JournalReader(files, position);
    }

    @Override
    public final JournalMap map(long position) {
        return files.map(position);
    }

    @Override
    public final void recordSize() throws IOException, JournalFullException {
        recordedSize.write(files.forced().position());
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            closeFiles();
            recordSize();
        } catch (JournalFullException olderRecordStays) {
            LOG.log(System.Logger.Level.WARNING, olderRecordStays.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the journal was not closed cleanly", e);
        }
    }

    final JournalOptions options() {
        return options;
    }

    final FileOperations operations() {
        return operations;
    }

    final JournalFiles files() {
        return files;
    }

    /** End of the last appended frame. */
    final long appendedPlace() {
        return appendedPlace;
    }
}
