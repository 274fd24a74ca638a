package tallystick.engine.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.StateWriter;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.pipeline.MessageIndex;

/** Writes one snapshot to a file, durable when it is done. */
final class SnapshotWriter implements AutoCloseable {

    /** So much is written at most before it is forced, so that the journal's forces do not wait. */
    private static final long UNFORCED_BYTES = 8L << 20;

    private final FileChannel channel;
    private final Pace pace;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer scratch = buffer(Long.BYTES + Integer.BYTES);
    private final ByteBuffer block =
            buffer(SnapshotFormat.BLOCK_HEADER_BYTES + SnapshotFormat.BLOCK_BYTES);
    private long blocks;
    private long bytes;
    private long unforced;

    SnapshotWriter(Path file, Pace pace) throws IOException {
        this.pace = pace;
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        block.position(SnapshotFormat.BLOCK_HEADER_BYTES);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the file's size in bytes. */
    long write(LedgerState state, MessageIndex messages, JournalMap map) throws IOException {
        header(state.lastPosition());
        try {
            StateWriter out = new StateWriter(this::take);
            SnapshotFormat.write(out, map);
            messages.saveInto(out);
            state.saveInto(out);
            out.flush();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        endBlock();
        trailer(state.digest());
        channel.force(true);
        return channel.size();
    }

    private void header(long position) throws IOException {
        ByteBuffer header = buffer(SnapshotFormat.HEADER_BYTES);
        header.putLong(SnapshotFormat.MAGIC).putInt(SnapshotFormat.VERSION).putInt(0);
        header.putLong(position).putInt(0);
        header.putInt(SnapshotFormat.headerChecksum(header));
        write(header.flip());
    }

    private void take(byte[] from, int offset, int length) {
        try {
            for (int at = 0; at < length; ) {
                int part = Math.min(length - at, block.remaining());
                block.put(from, offset + at, part);
                at += part;
                if (!block.hasRemaining()) {
                    endBlock();
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void endBlock() throws IOException {
        int length = block.position() - SnapshotFormat.BLOCK_HEADER_BYTES;
        if (length == 0) {
            return;
        }
        block.flip();
        ByteBuffer content = block.slice(SnapshotFormat.BLOCK_HEADER_BYTES, length);
        block.putInt(0, length);
        block.putInt(4, SnapshotFormat.checksum(crc, scratch, blocks, length, content));
        write(block);
        blocks++;
        bytes += length;
        block.clear().position(SnapshotFormat.BLOCK_HEADER_BYTES);
        pace.rest();
    }

    private void trailer(String digest) throws IOException {
        ByteBuffer content = buffer(SnapshotFormat.TRAILER_BYTES);
        content.putLong(bytes).put(HexFormat.of().parseHex(digest)).flip();
        ByteBuffer head = buffer(SnapshotFormat.BLOCK_HEADER_BYTES);
        head.putInt(0).putInt(SnapshotFormat.checksum(crc, scratch, blocks, 0, content));
        write(head.flip());
        write(content);
    }

    private void write(ByteBuffer from) throws IOException {
        unforced += from.remaining();
        while (from.hasRemaining()) {
            channel.write(from);
        }
        if (unforced >= UNFORCED_BYTES) {
            channel.force(false);
            unforced = 0;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
