package tallystick.engine.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.pipeline.MessageIndex;
import tallystick.engine.replay.IngestTurn;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.ReplayObserver;

/**
 * Makes snapshots beside the ring: a ledger of its own reads the newest snapshot, then the journal
 * behind it through the code of recovery, and is written down. The ring is never asked to wait, and
 * while much is journaled nothing is folded until too much lies behind the newest snapshot. While
 * it works there are two ledgers in memory, so it does not begin when there is no room.
 */
public final class SnapshotMaker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("tallystick.snapshot");

    /** Rests as long as it worked: half a processor is its own. */
    private static final int RESTS = 1;

    /** Then it does nothing for so many times as long as reading and writing snapshots took. */
    private static final int PAUSES = 3;

    private static final long LOOK_MILLIS = 1_000;
    private static final long SLICE = 4_096;

    /** Events after which it asks again whether to go on. */
    private static final long TURN_EVENTS = 64 * SLICE;

    /** How much may lie behind the newest snapshot: some ten seconds' work for recovery. */
    private static final long MAX_BEHIND_EVENTS = 10_000_000;

    /** What a ledger takes besides its tables, and what is left to the ring. */
    private static final long SPARE_BYTES = 64L << 20;

    private final SnapshotOptions options;
    private final SnapshotStore store;
    private final Journal journal;
    private final LongSupplier liveBytes;
    private final LongSupplier freeBytes;
    private final Thread thread;
    private final IngestTurn turn;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean closed;

    private volatile SnapshotMetrics metrics;
    private long pausedUntilNanos;
    private boolean shortOfRoom;

    /**
     * Starts looking.
     *
     * @param newestPosition of the newest usable snapshot, −1 for none
     * @param liveBytes about how much the tables of the live ledger take, from any thread; negative
     *     when it cannot be told
     */
    public SnapshotMaker(
            SnapshotOptions options,
            SnapshotStore store,
            Journal journal,
            long newestPosition,
            LongSupplier liveBytes) {
        this(options, store, journal, newestPosition, liveBytes, SnapshotMaker::freeHeapBytes);
    }

    @SuppressWarnings("ThreadPriorityCheck") // helps where it is heeded; nothing relies on it
    SnapshotMaker(
            SnapshotOptions options,
            SnapshotStore store,
            Journal journal,
            long newestPosition,
            LongSupplier liveBytes,
            LongSupplier freeBytes) {
        this.options = options;
        this.store = store;
        this.journal = journal;
        this.liveBytes = liveBytes;
        this.freeBytes = freeBytes;
        turn = new IngestTurn(journal, MAX_BEHIND_EVENTS);
        metrics = new SnapshotMetrics(0, 0, 0, newestPosition, 0, 0);
        pausedUntilNanos = System.nanoTime();
        thread = Thread.ofPlatform().name("tallystick-snapshots").daemon().unstarted(this::run);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private static long freeHeapBytes() {
        Runtime heap = Runtime.getRuntime();
        return heap.maxMemory() - (heap.totalMemory() - heap.freeMemory());
    }

    /** What became of snapshots so far. */
    public SnapshotMetrics metrics() {
        return metrics;
    }

    private void run() {
        try {
            while (awaitLook()) {
                if (isDue() && awaitTurn() && hasRoom()) {
                    attempt();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitLook() throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
            while (!closed && left > 0) {
                left = moved.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives way to ingest; false when closed. */
    private boolean awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            return turn.await(moved, () -> !closed, () -> false, () -> metrics.newestPosition());
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        long behind = journal.lastForcedPosition() - metrics.newestPosition();
        return options.everyRecords() > 0
                && behind >= options.everyRecords()
                && System.nanoTime() - pausedUntilNanos >= 0;
    }

    private boolean hasRoom() {
        long live = liveBytes.getAsLong();
        long needed;
        boolean fits;
        try {
            needed = Math.max(live, store.newestBytes()) * 5 / 4 + SPARE_BYTES;
            fits = live >= 0 && needed <= freeBytes.getAsLong() && needed <= store.usableBytes();
        } catch (IOException unknown) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no snapshot: the directory is unreadable",
                    unknown);
            fits = false;
            needed = -1;
        }
        if (!fits) {
            count(0, 0, 1);
            pause(10 * LOOK_MILLIS);
            if (!shortOfRoom) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "no snapshot is made: it needs {0} bytes of memory and of disk, {1} bytes"
                                + " of memory are free",
                        needed,
                        freeBytes.getAsLong());
            }
        }
        shortOfRoom = !fits;
        return fits;
    }

    private void pause(long millis) {
        pausedUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Whatever goes wrong ends this one and nothing else. */
    @SuppressWarnings("ErrorProne") // an Error, of memory for one, must not end the thread unseen
    private void attempt() throws InterruptedException {
        try {
            make(new Pace(RESTS, () -> closed));
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (CancellationException calledOff) {
            return;
        } catch (Throwable failed) {
            failed(failed);
            pause(10 * LOOK_MILLIS);
        }
    }

    private void failed(Throwable cause) {
        count(0, 1, 0);
        LOG.log(System.Logger.Level.ERROR, "a snapshot could not be made", cause);
    }

    private void make(Pace pace) throws IOException, InterruptedException {
        long position = journal.lastForcedPosition();
        JournalMap map = journal.map(position);
        if (map == null) {
            throw new IOException("this journal keeps no map");
        }
        long begin = System.nanoTime();
        Recovery replica = base(pace);
        long read = System.nanoTime();
        fold(replica, position, pace);
        long folded = System.nanoTime();
        write(replica.state(), replica.messages(), map, pace);
        // Folding has to be done once for every event, the rest grows with the state.
        pause(PAUSES * TimeUnit.NANOSECONDS.toMillis(read - begin + System.nanoTime() - folded));
    }

    private void fold(Recovery replica, long position, Pace pace) throws InterruptedException {
        long passed = replica.state().lastPosition();
        long asked = passed;
        try (LeafCursor leaves = new LeafCursor(journal, passed + 1)) {
            while (passed < position) {
                replica.replayThrough(leaves, Math.min(position, passed + SLICE));
                pace.rest();
                passed = replica.state().lastPosition();
                if (passed - asked >= TURN_EVENTS && passed < position) {
                    awaitTurn();
                    asked = passed;
                }
            }
        }
    }

    /** The newest snapshot that can be used, or an empty ledger. */
    private Recovery base(Pace pace) throws IOException {
        long newest = metrics.newestPosition();
        for (Path file : store.list()) {
            if (SnapshotStore.positionOf(file) == newest) {
                try {
                    Snapshot base = store.read(file, UsageHistory.NONE, pace, true);
                    return new Recovery(base.state(), base.messages(), ReplayObserver.NONE);
                } catch (SnapshotRefusedException damaged) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "snapshot " + file + " is not used: " + damaged.getMessage());
                    store.setAside(file);
                }
            }
        }
        return new Recovery(
                new LedgerState(UsageHistory.NONE), new MessageIndex(), ReplayObserver.NONE);
    }

    private void write(LedgerState state, MessageIndex messages, JournalMap map, Pace pace)
            throws IOException {
        long begin = System.nanoTime();
        long bytes = store.write(state, messages, map, pace);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        SnapshotMetrics now = metrics;
        metrics =
                new SnapshotMetrics(
                        now.made() + 1,
                        now.failed(),
                        now.skipped(),
                        state.lastPosition(),
                        bytes,
                        millis);
        LOG.log(
                System.Logger.Level.INFO,
                "snapshot of position {0}: {1} bytes",
                state.lastPosition(),
                bytes);
    }

    private void count(long made, long failed, long skipped) {
        SnapshotMetrics now = metrics;
        metrics =
                new SnapshotMetrics(
                        now.made() + made,
                        now.failed() + failed,
                        now.skipped() + skipped,
                        now.newestPosition(),
                        now.lastBytes(),
                        now.lastMillis());
    }

    /** Calls off what is being made. Idempotent. */
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

    /**
     * Writes the live ledger down when enough lies behind the newest snapshot; to be called after
     * {@link #close} when nobody touches the ledger any more. Failing costs the next start time and
     * nothing else, so it is only told.
     */
    @SuppressWarnings("ErrorProne") // as above
    public void makeAtClose(LedgerState state, MessageIndex messages) {
        if (options.atCloseRecords() == 0
                || state.lastPosition() != journal.lastForcedPosition()
                || state.lastPosition() - metrics.newestPosition() < options.atCloseRecords()) {
            return;
        }
        try {
            JournalMap map = journal.map(state.lastPosition());
            if (map != null) {
                write(state, messages, map, Pace.full());
            }
        } catch (Throwable failed) {
            failed(failed);
        }
    }
}
