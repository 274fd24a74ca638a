package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes what a scan accepted durable, and what it rejected disappear. */
final class TailRepair {

    private static final int CHUNK_BYTES = 1 << 20;

    private final FileOperations operations;
    private final List<Path> files;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    TailRepair(FileOperations operations, List<Path> files) {
        this.operations = operations;
        this.files = files;
    }

    /** Zeros an unacknowledged tail; what is zero or a hole already stays so. */
    void cut(JournalScan.Stop from) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        files.get(from.file()),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            long end = channel.size();
            for (long at = from.offset(); at < end; ) {
                int read = read(channel, at, end);
                boolean used = false;
                for (int i = 0; i < read; i++) {
                    used |= chunk.get(i) != 0;
                    chunk.put(i, (byte) 0);
                }
                if (used) {
                    operations.write(channel, chunk.clear().limit(read), at);
                }
                at += read;
            }
            operations.force(channel);
        }
    }

    private int read(FileChannel channel, long at, long end) throws IOException {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - at));
        int read = channel.read(chunk, at);
        if (read <= 0) {
            throw new IOException("the file became shorter while it was repaired");
        }
        return read;
    }

    /**
     * Writes a stretch again as it is, and forces it. The frames in it may be in the page cache
     * only; and after a failed fsync the kernel calls such pages clean, so that a force alone would
     * do nothing.
     */
    void rewrite(long fromPlace, long toPlace) throws IOException {
        int last = PositionIndex.fileOf(toPlace);
        long from = PositionIndex.offsetOf(fromPlace);
        for (int file = PositionIndex.fileOf(fromPlace); file <= last; file++) {
            try (FileChannel channel =
                    FileChannel.open(
                            files.get(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long end = file == last ? PositionIndex.offsetOf(toPlace) : channel.size();
                copy(channel, from, end);
                operations.force(channel);
            }
            from = 0;
        }
    }

    private void copy(FileChannel channel, long from, long end) throws IOException {
        for (long at = from; at < end; ) {
            int read = read(channel, at, end);
            operations.write(channel, chunk.flip(), at);
            at += read;
        }
    }
}
