package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The real files, until told to fail. */
final class FaultyFiles implements FileOperations {

    private final FileOperations real = new LinuxFiles();
    volatile boolean failForce;
    volatile boolean lieAboutForce;
    volatile boolean failWrite;
    volatile boolean failReserve;
    volatile boolean full;
    final AtomicInteger forces = new AtomicInteger();

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (failWrite) {
            ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
            real.write(channel, half, offset);
            throw new IOException("injected into write");
        }
        real.write(channel, bytes, offset);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        forces.incrementAndGet();
        if (failForce) {
            throw new IOException("injected into force");
        }
        if (!lieAboutForce) {
            real.force(channel);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        real.forceDirectory(directory);
    }

    @Override
    public boolean reserve(Path file, long offset, long length) throws IOException {
        if (failReserve) {
            throw new IOException("injected into reserve");
        }
        return !full && real.reserve(file, offset, length);
    }

    @Override
    public void trim(Path file, long length) throws IOException {
        real.trim(file, length);
    }
}
