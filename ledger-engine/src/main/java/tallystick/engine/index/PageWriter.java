package tallystick.engine.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a file of pages: {@value #DATA_BYTES} bytes and a CRC32C over them, the page's number and
 * the file's tag, so that a page of another file or place is damage too.
 */
final class PageWriter implements AutoCloseable {

    static final int PAGE_BYTES = 4096;
    static final int DATA_BYTES = PAGE_BYTES - Integer.BYTES;

    private static final int PAGES_AT_ONCE = 64;

    private final FileChannel channel;
    private final long tag;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer out =
            ByteBuffer.allocate(PAGES_AT_ONCE * PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer page = ByteBuffer.allocate(DATA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long pages;

    PageWriter(Path file, long tag) throws IOException {
        this.tag = tag;
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
    }

    static int checksum(CRC32C crc, long tag, long page, byte[] data) {
        crc.reset();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (tag >>> shift));
            crc.update((int) (page >>> shift));
        }
        crc.update(data, 0, DATA_BYTES);
        return (int) crc.getValue();
    }

    void u64(long value) throws IOException {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            u8((int) (value >>> shift));
        }
    }

    void u32(int value) throws IOException {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            u8(value >>> shift);
        }
    }

    private void u8(int value) throws IOException {
        if (!page.hasRemaining()) {
            endPage();
        }
        page.put((byte) value);
    }

    void bytes(byte[] bytes, int length) throws IOException {
        int at = 0;
        while (at < length) {
            if (!page.hasRemaining()) {
                endPage();
            }
            int more = Math.min(length - at, page.remaining());
            page.put(bytes, at, more);
            at += more;
        }
    }

    private void endPage() throws IOException {
        while (page.hasRemaining()) {
            page.put((byte) 0);
        }
        int sum = checksum(crc, tag, pages, page.array());
        out.put(page.array()).putInt(sum);
        page.clear();
        pages++;
        if (!out.hasRemaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Writes what is left and makes all of it durable. */
    void finish() throws IOException {
        if (page.position() > 0) {
            endPage();
        }
        flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
