package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that is in memory. Read, not mapped: a file that was cut short gives an answer
 * here, where a mapping would kill the process.
 */
final class FileWindow implements AutoCloseable {

    static final int ABSENT = -1;

    private static final int INITIAL_BYTES = 256 * 1024;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private ByteBuffer bytes = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private @Nullable FileChannel channel;
    private long startOffset;
    private int filledBytes;

    FileWindow() {
        view.wrap(bytes);
    }

    void open(Path file) throws IOException {
        close();
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    long fileBytes() throws IOException {
        return open().size();
    }

    UnsafeBuffer view() {
        return view;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Brings {@code length} bytes at {@code offset} into {@link #view()}.
     *
     * @param limit first byte of the file that must not be read
     * @return where they begin in the view, {@link #ABSENT} if the file or the limit ends before
     */
    int load(long offset, int length, long limit) throws IOException {
        if (offset + length > limit) {
            return ABSENT;
        }
        if (offset < startOffset || offset + length > startOffset + filledBytes) {
            fill(offset, length, limit);
        }
        return offset + length <= startOffset + filledBytes ? (int) (offset - startOffset) : ABSENT;
    }

    private void fill(long offset, int length, long limit) throws IOException {
        if (length > bytes.capacity()) {
            // With room, so that frames a little longer do not each need another.
            bytes = ByteBuffer.allocateDirect(roomFor(length));
            view.wrap(bytes);
        }
        startOffset = offset;
        filledBytes = 0;
        bytes.clear().limit((int) Math.min(bytes.capacity(), limit - offset));
        while (bytes.hasRemaining()) {
            int read = open().read(bytes, offset + bytes.position());
            if (read < 0) {
                break;
            }
        }
        filledBytes = bytes.position();
        bytes.clear();
    }

    private static int roomFor(int length) {
        int power = Integer.highestOneBit(length);
        return power == length || power << 1 < 0 ? length : power << 1;
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            throw new IOException("no file is open");
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        startOffset = 0;
        filledBytes = 0;
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
