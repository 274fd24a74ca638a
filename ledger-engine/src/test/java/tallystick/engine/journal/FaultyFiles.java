package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The real files, until told to fail. */
final class FaultyFiles implements FileOperations {

    private final FileOperations real = new LinuxFiles();
    volatile boolean failForce;
    volatile boolean lieAboutForce;

    /** What overwrites a file stays in a cache that a power cut empties, until it is forced. */
    volatile boolean deviceCache;

    private final List<Held> held = new ArrayList<>();
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
        if (deviceCache && offset + bytes.remaining() <= channel.size()) {
            hold(channel, bytes, offset);
            return;
        }
        real.write(channel, bytes, offset);
    }

    private synchronized void hold(FileChannel channel, ByteBuffer bytes, long offset) {
        ByteBuffer copy = PastTheCache.buffer(bytes.remaining()).limit(bytes.remaining());
        copy.put(bytes).flip();
        held.add(new Held(channel, copy, offset));
    }

    private synchronized void flush(FileChannel channel) throws IOException {
        for (Held write : held) {
            if (write.channel.equals(channel)) {
                real.write(channel, write.bytes, write.offset);
            }
        }
        held.removeIf(write -> write.channel.equals(channel));
    }

    private record Held(FileChannel channel, ByteBuffer bytes, long offset) {}

    @Override
    public void force(FileChannel channel) throws IOException {
        forces.incrementAndGet();
        if (failForce) {
            throw new IOException("injected into force");
        }
        if (!lieAboutForce) {
            flush(channel);
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
