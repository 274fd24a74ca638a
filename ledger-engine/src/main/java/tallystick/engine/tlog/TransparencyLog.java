package tallystick.engine.tlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.TlogProof;
import tallystick.engine.journal.FileOperations;
import tallystick.engine.journal.JournalView;

/**
 * A node's log: follows the forced events on a thread of its own, behind the acknowledgement, and
 * publishes a signed checkpoint as often as it is told. What cannot be written is tried again; what
 * must not be signed ends the log and not the node: {@link #refusal} says why.
 */
public final class TransparencyLog implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TransparencyLog.class.getName());
    private static final long RETRY_MILLIS = 1_000;

    private final TlogOptions options;
    private final JournalView journal;
    private final FileOperations operations;
    private final LogFiles files;
    private final LogKeys keys;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    // Guarded by the lock.
    private @Nullable Published published;
    private @Nullable VerifiedTiles tiles;
    private @Nullable String refusal;
    private boolean closed;
    private @Nullable Published witnessed;

    private TransparencyLog(
            TlogOptions options, JournalView journal, FileOperations operations, LogKeys keys) {
        this.options = options;
        this.journal = journal;
        this.operations = operations;
        this.keys = keys;
        files = new LogFiles(options.directory());
        thread = Thread.ofPlatform().name("tallystick-tlog").daemon().unstarted(this::run);
    }

    /**
     * Opens a log, new or existing, and starts its thread.
     *
     * @throws IOException when its files cannot be read or made
     * @throws LogRefusedException when the journal is shorter than what was signed, its last events
     *     are not those that were signed, or the keys are not whole
     */
    public static TransparencyLog open(TlogOptions options, JournalView journal)
            throws IOException {
        return open(options, journal, FileOperations.real());
    }

    /** The same over other file operations: a place to put faults in. */
    public static TransparencyLog open(
            TlogOptions options, JournalView journal, FileOperations operations)
            throws IOException {
        LogKeys keys = LogKeys.open(options.keys(), options.origin());
        TransparencyLog log = new TransparencyLog(options, journal, operations, keys);
        // Refuses what must not start.
        log.follower().requireSameHistory();
        log.thread.start();
        return log;
    }

    private LogFollower follower() throws IOException {
        return new LogFollower(options, journal, operations, files, keys);
    }

    // ---- asked by any thread --------------------------------------------------------------------

    /** Its keys and their history. */
    public LogKeys keys() {
        return keys;
    }

    /** Its static files. */
    public LogFiles files() {
        return files;
    }

    /** The newest checkpoint, null before the first. */
    public @Nullable Published published() {
        lock.lock();
        try {
            return published;
        } finally {
            lock.unlock();
        }
    }

    /** Why it signs no more, null while it does. */
    public @Nullable String refusal() {
        lock.lock();
        try {
            return refusal;
        } finally {
            lock.unlock();
        }
    }

    /** The tiles of the newest checkpoint, null before the first. */
    public @Nullable VerifiedTiles tiles() {
        lock.lock();
        try {
            return tiles;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a checkpoint of a tree of at least so many leaves.
     *
     * @return null when there is none in time, or never will be
     */
    public @Nullable Published await(long size, long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (published == null || published.checkpoint().size() < size) {
                if (left <= 0 || closed || refusal != null) {
                    return null;
                }
                left = moved.awaitNanos(left);
            }
            return published;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Proof that the event at a position is in the newest checkpoint's tree.
     *
     * @return null when that does not have it yet
     * @throws ProofFormatException when a tile it needs is damaged and cannot be made again
     */
    public @Nullable TlogProof prove(long position) {
        Published now;
        VerifiedTiles from;
        lock.lock();
        try {
            now = published;
            from = tiles;
        } finally {
            lock.unlock();
        }
        if (now == null || from == null || position >= now.checkpoint().size()) {
            return null;
        }
        return new TlogProof(
                null,
                position,
                from.tree().proofs().inclusion(position, now.checkpoint().size()),
                now.note());
    }

    /** Every key a checkpoint of this log may have the signature of. */
    public List<NoteKey> allKeys() {
        return keys.all();
    }

    // ---- the thread -----------------------------------------------------------------------------

    private void run() {
        try {
            while (!isStopped()) {
                if (!follow()) {
                    pause(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException refused) {
            refuse(String.valueOf(refused.getMessage()));
        }
    }

    /** Ends the log, but not the node: nothing is signed any more. */
    public void refuse(String reason) {
        LOG.log(Level.ERROR, "the log signs no more: {0}", reason);
        lock.lock();
        try {
            refusal = reason;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what witnesses signed under a checkpoint: it is served with it while it is the newest.
     *
     * @param note a checkpoint that this log published, with more signatures
     * @param quorum whether these are enough by the log's policy: then {@link #witnessed} is this
     */
    public void cosigned(SignedNote note, boolean quorum) throws IOException {
        synchronized (files) {
            KeptNote newest = new KeptNote(files.checkpoint(), operations);
            SignedNote there = newest.read();
            if (there != null && there.text().equals(note.text())) {
                newest.write(note);
                serve(note);
            }
            if (quorum) {
                new KeptNote(files.witnessed(), operations).write(note);
                lock.lock();
                try {
                    witnessed = Published.of(note);
                    moved.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void serve(SignedNote cosigned) {
        lock.lock();
        try {
            if (published != null && published.note().text().equals(cosigned.text())) {
                published = Published.of(cosigned);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was kept as cosigned by a quorum, null when nothing was.
     *
     * @throws LogRefusedException when the file is damaged
     */
    public @Nullable SignedNote keptWitnessed() throws IOException {
        return new KeptNote(files.witnessed(), operations).read();
    }

    /** Takes up what a quorum cosigned in an earlier run; its signatures were checked. */
    public void witnessedBefore(SignedNote earlier) {
        lock.lock();
        try {
            if (witnessed == null) {
                witnessed = Published.of(earlier);
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest checkpoint that a quorum cosigned, null before. */
    public @Nullable Published witnessed() {
        lock.lock();
        try {
            return witnessed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a cosigned checkpoint of a tree of at least so many leaves.
     *
     * @return null when there is none in time
     */
    public @Nullable Published awaitWitnessed(long size, long timeoutMillis)
            throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (witnessed == null || witnessed.checkpoint().size() < size) {
                if (left <= 0 || closed || refusal != null) {
                    return null;
                }
                left = moved.awaitNanos(left);
            }
            return witnessed;
        } finally {
            lock.unlock();
        }
    }

    /** False when something could not be written: all that is in memory is made again. */
    private boolean follow() throws InterruptedException {
        try {
            LogFollower follower = follower();
            follower.run(this::publish, this::isStopped, () -> refusal() != null, this::pause);
            return true;
        } catch (IOException | UncheckedIOException unwritable) {
            LOG.log(Level.WARNING, "the log cannot be written, and is tried again", unwritable);
            return false;
        }
    }

    private void publish(SignedNote note) {
        Published now = Published.of(note);
        lock.lock();
        try {
            published = now;
            tiles =
                    new VerifiedTiles(
                            files, now.checkpoint(), new JournalMender(journal, files, operations));
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return closed || refusal != null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, but not when the log is closed. */
    private void pause(long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Publishes what is forced now, and stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
