package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tallystick.engine.journal.FileOperations;

/**
 * The real file system until a fault is due. Only what the journaling thread asks for is failed and
 * counted: the preparation of the next file and the record of the size go on as they would.
 *
 * <pre>
 *   none          every call goes through
 *   eio-force:N   the N-th force answers EIO; later ones would succeed, as Linux's do
 *   eio-write:N   half of the N-th write is written, then EIO
 *   no-force      nothing is ever forced: the negative control of a power cut
 *   throw-write-*:N, throw-force-*:N   what {@link ThrowPlace} says is thrown there
 *   skip-write:N  twenty writes from the N-th on are left out without a word: a negative control
 *   slow:N        each force takes N ms longer, from {@link #arm} until {@link #heal}
 * </pre>
 */
final class FaultFiles implements FileOperations {

    static final String NONE = "none";

    private static final int SKIPPED = 20;
    private static final String JOURNALING_THREAD = "tallystick-journal";

    private final FileOperations real = FileOperations.real();
    private final String fault;
    private final long at;
    private final Consumer<String> told;
    private final AtomicLong forces = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicLong callsAfterFault = new AtomicLong();
    private volatile boolean healed;
    private volatile boolean armed;

    /**
     * @param spelling as above
     * @param told of the fault when it happens
     */
    FaultFiles(String spelling, Consumer<String> told) {
        String[] words = spelling.split(":", 2);
        fault = words[0];
        at = words.length > 1 ? Long.parseLong(words[1]) : Long.MAX_VALUE;
        this.told = told;
    }

    /** From here on writes and forces count for what is thrown or left out, and are slow. */
    void arm() {
        armed = true;
    }

    /** From here on the disk is fast again. */
    void heal() {
        healed = true;
    }

    /** Writes and forces of the journal that came after the fault: none may. */
    long callsAfterFault() {
        return callsAfterFault.get();
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (isJournaling()) {
            countAfterFault();
            if (fault.equals("eio-write") && writes.incrementAndGet() == at) {
                real.write(channel, half(bytes), offset);
                throw fail();
            }
            if (armed && ThrowPlace.WRITE.isOf(fault) && writes.incrementAndGet() == at) {
                throw thrown();
            }
            if (armed && fault.equals("skip-write") && isSkipped(writes.incrementAndGet())) {
                return;
            }
        }
        real.write(channel, bytes, offset);
    }

    /** Whole pages, as a file past the cache takes nothing else. */
    private static ByteBuffer half(ByteBuffer bytes) {
        int length = bytes.remaining() / 2 & -4096;
        return bytes.slice(bytes.position(), length);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        if (fault.equals("no-force")) {
            return;
        }
        if (isJournaling()) {
            countAfterFault();
            if (fault.equals("eio-force") && forces.incrementAndGet() == at) {
                throw fail();
            }
            if (armed && ThrowPlace.FORCE.isOf(fault) && forces.incrementAndGet() == at) {
                throw thrown();
            }
            if (armed && fault.equals("slow") && !healed) {
                sleep();
            }
        }
        real.force(channel);
    }

    private void sleep() throws IOException {
        try {
            Thread.sleep(at);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private IOException fail() {
        failed.set(true);
        told.accept(fault);
        return new IOException("Input/output error (put in)");
    }

    /** Several, as the next write would bring the bytes of the block at the end again. */
    private boolean isSkipped(long write) {
        if (write == at) {
            told.accept(fault);
        }
        return write >= at && write < at + SKIPPED;
    }

    private RuntimeException thrown() {
        failed.set(true);
        told.accept(fault);
        return ThrowPlace.thrown(fault, at);
    }

    private void countAfterFault() {
        if (failed.get()) {
            callsAfterFault.incrementAndGet();
        }
    }

    private static boolean isJournaling() {
        return Thread.currentThread().getName().equals(JOURNALING_THREAD);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (!fault.equals("no-force")) {
            real.forceDirectory(directory);
        }
    }

    @Override
    public boolean reserve(Path file, long offset, long length) throws IOException {
        return real.reserve(file, offset, length);
    }

    @Override
    public void trim(Path file, long length) throws IOException {
        real.trim(file, length);
    }
}
