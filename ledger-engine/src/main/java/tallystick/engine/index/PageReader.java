package tallystick.engine.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads what {@link PageWriter} wrote, each page against its checksum. Read, not mapped: a file cut
 * short is an exception here, where a mapping would kill the process. One thread.
 */
final class PageReader implements AutoCloseable {

    private static final int NONE = -1;

    private final Path file;
    private final FileChannel channel;
    private final long tag;
    private final boolean verify;
    private final CRC32C crc = new CRC32C();
    private final byte[] data = new byte[PageWriter.DATA_BYTES];
    private final ByteBuffer in =
            ByteBuffer.allocate(PageWriter.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long page = NONE;

    /**
     * @param verify false believes every byte: for the control of tests alone
     */
    PageReader(Path file, long tag, boolean verify) {
        this.file = file;
        this.tag = tag;
        this.verify = verify;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException missing) {
            throw new IndexDamagedException("cannot open " + file, missing);
        }
    }

    /** Bytes of data in the file, those that fill its last page included. */
    long dataBytes() {
        try {
            return channel.size() / PageWriter.PAGE_BYTES * PageWriter.DATA_BYTES;
        } catch (IOException unreadable) {
            throw new IndexDamagedException("cannot read " + file, unreadable);
        }
    }

    int u8(long at) {
        long wanted = at / PageWriter.DATA_BYTES;
        if (wanted != page) {
            load(wanted);
        }
        return data[(int) (at - wanted * PageWriter.DATA_BYTES)] & 0xFF;
    }

    long u64(long at) {
        return Integer.toUnsignedLong(u32(at)) | ((long) u32(at + Integer.BYTES) << 32);
    }

    int u32(long at) {
        return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16 | u8(at + 3) << 24;
    }

    private void load(long wanted) {
        page = NONE;
        in.clear();
        try {
            while (in.hasRemaining()) {
                int read = channel.read(in, wanted * PageWriter.PAGE_BYTES + in.position());
                if (read < 0 || wanted < 0) {
                    throw new IndexDamagedException(file + " has no page " + wanted);
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IndexDamagedException("cannot read " + file, unreadable);
        }
        in.flip().get(data);
        if (verify && PageWriter.checksum(crc, tag, wanted, data) != in.getInt()) {
            throw new IndexDamagedException("page " + wanted + " of " + file + " is damaged");
        }
        page = wanted;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing was written through it.
        }
    }
}
