package tallystick.engine.tlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import tallystick.engine.journal.FileOperations;

/** The real file system until so many operations; then every one fails, the first of them torn. */
final class CrashingFiles implements FileOperations {

    private final FileOperations real = FileOperations.real();
    private int left;

    CrashingFiles(int operations) {
        left = operations;
    }

    boolean isDown() {
        return left < 0;
    }

    private boolean isLast() throws IOException {
        if (left < 0) {
            throw new IOException("crashed");
        }
        return left-- == 0;
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (isLast()) {
            bytes.limit(bytes.position() + bytes.remaining() / 2);
            real.write(channel, bytes, offset);
            throw new IOException("crashed");
        }
        real.write(channel, bytes, offset);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        if (isLast()) {
            throw new IOException("crashed");
        }
        real.force(channel);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (isLast()) {
            throw new IOException("crashed");
        }
        real.forceDirectory(directory);
    }

    @Override
    public boolean reserve(Path file, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void trim(Path file, long length) {
        throw new UnsupportedOperationException();
    }
}
