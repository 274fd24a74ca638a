package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import tallystick.engine.journal.FileOperations;

/**
 * A disk that keeps what was forced and nothing else for certain. Writes of the owner's thread wait
 * until their file is forced; when the power goes, any of their sectors may have arrived and any
 * may not. After a number of calls the power goes by itself. What other threads write (zeros of the
 * next file, which nothing depends on) goes through. Where names stand in directories is not
 * simulated.
 *
 * <p>Files are written through it in whole pages, as past the kernel's cache; what makes a file
 * longer goes through at once.
 */
final class SimulatedDisk implements FileOperations {

    private static final int SECTOR_BYTES = 512;
    private static final int PAGE_BYTES = 4096;

    private final FileOperations real = FileOperations.real();
    private final Thread owner = Thread.currentThread();
    private final List<Held> held = new ArrayList<>();

    /** What stood where a force was answered and not done; the last first. */
    private final Deque<Held> lied = new ArrayDeque<>();

    private final boolean liesAboutForce;
    private long callsLeft = Long.MAX_VALUE;
    private boolean failsForce;
    private volatile boolean off;

    /**
     * @param liesAboutForce answers a force and does nothing: the negative control
     */
    SimulatedDisk(boolean liesAboutForce) {
        this.liesAboutForce = liesAboutForce;
    }

    /** A write that was not forced. */
    private record Held(FileChannel channel, ByteBuffer bytes, long offset) {}

    /**
     * Switches the disk on.
     *
     * @param calls after so many the power goes; {@link Long#MAX_VALUE}: never
     * @param byError not the power goes then: a force answers EIO, and its bytes may be anything
     */
    void powerOn(long calls, boolean byError) {
        callsLeft = calls;
        failsForce = byError;
        off = false;
    }

    boolean isOff() {
        return off;
    }

    private void call(boolean force) throws IOException {
        if (off) {
            throw new IOException("the power is off");
        }
        if (Thread.currentThread().equals(owner) && --callsLeft < 0 && (force || !failsForce)) {
            off = true;
            throw new IOException(failsForce ? "Input/output error" : "the power went");
        }
    }

    /** Through the cache: a sector can be written and read by itself. */
    @Override
    public FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        call(false);
        if (!Thread.currentThread().equals(owner)
                || bytes.remaining() % PAGE_BYTES != 0
                || offset + bytes.remaining() > channel.size()) {
            real.write(channel, bytes, offset);
            return;
        }
        held.add(
                new Held(
                        channel, ByteBuffer.allocate(bytes.remaining()).put(bytes).flip(), offset));
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        call(true);
        for (Iterator<Held> writes = held.iterator(); writes.hasNext(); ) {
            Held write = writes.next();
            if (write.channel.equals(channel)) {
                if (liesAboutForce) {
                    lied.addFirst(new Held(channel, before(write), write.offset));
                }
                real.write(channel, write.bytes, write.offset);
                writes.remove();
            }
        }
    }

    /** The power goes: sectors of what was not forced arrive or do not, as chance has it. */
    void cut(SplittableRandom random) throws IOException {
        off = true;
        for (Held write : held) {
            // A repair that was cut off has closed its file: then nothing of it has arrived.
            if (write.channel.isOpen()) {
                keepSome(write, random);
            }
        }
        held.clear();
        for (Held write : lied) {
            if (write.channel.isOpen()) {
                real.write(write.channel, write.bytes, write.offset);
            }
        }
        lied.clear();
    }

    private void keepSome(Held write, SplittableRandom random) throws IOException {
        int mode = random.nextInt(4);
        for (int at = 0; at < write.bytes.limit(); at += SECTOR_BYTES) {
            boolean arrives = mode == 0 || (mode > 1 && random.nextBoolean());
            if (arrives) {
                real.write(write.channel, write.bytes.slice(at, SECTOR_BYTES), write.offset + at);
            }
        }
    }

    private static ByteBuffer before(Held write) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(write.bytes.limit());
        while (before.hasRemaining()) {
            if (write.channel.read(before, write.offset + before.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        return before.flip();
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        call(false);
    }

    @Override
    public boolean reserve(Path file, long offset, long length) throws IOException {
        call(false);
        return real.reserve(file, offset, length);
    }

    @Override
    public void trim(Path file, long length) throws IOException {
        call(false);
        real.trim(file, length);
    }
}
