package tallystick.engine.index;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.Names;
import tallystick.engine.codec.LeafDamagedException;
import tallystick.engine.journal.Journal;
import tallystick.engine.replay.IngestTurn;
import tallystick.engine.replay.LeafCursor;

/**
 * Keeps the indexes, on a thread of its own that follows the forced events and gives way to ingest:
 * it reads while little is journaled, while somebody waits for a position, and when it is far
 * behind. Whatever happens to its files, the engine goes on: what is damaged or missing is said,
 * thrown away and made again from the journal, and until then questions are answered with {@link
 * IndexBehindException}.
 */
public final class ReaderIndex implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ReaderIndex.class.getName());

    /** How far behind it may fall before it reads whatever goes on. */
    private static final long MAX_BEHIND_EVENTS = 10_000_000;

    /** Events after which it asks again whether to go on. */
    private static final long SLICE_EVENTS = 50_000;

    private static final long RETRY_MILLIS = 1_000;

    private final Journal journal;
    private final Names names;
    private final IngestTurn turn;
    private final IndexOptions options;
    private final IndexFiles files;
    private final Thread thread;
    private final IndexFeed feed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    // Guarded by the lock; changed by the thread alone, but for the wishes.
    private IndexState state;
    private RecentRun recent = new RecentRun(0);
    private long passed = -1;
    private boolean ready;
    private int generation;
    private int waiting;
    private boolean closed;
    private @Nullable String damage;
    private @Nullable RuntimeException broken;
    private long rebuilds;
    private @Nullable String lastDamage;
    private long readEvents;

    /**
     * Starts the thread; the index is as far as it was left, or empty, soon afterwards.
     *
     * @param directory for its files alone
     */
    public ReaderIndex(Journal journal, Names names, Path directory) {
        this(journal, names, IndexOptions.in(directory));
    }

    ReaderIndex(Journal journal, Names names, IndexOptions options) {
        this.journal = journal;
        this.names = names;
        turn = new IngestTurn(journal, MAX_BEHIND_EVENTS);
        this.options = options;
        files = new IndexFiles(options.directory());
        state = IndexState.empty(names);
        feed = new IndexFeed(names);
        thread = Thread.ofPlatform().name("tallystick-index").daemon().start(this::run);
    }

    // ---- asked by any thread --------------------------------------------------------------------

    /** The wallets' histories. */
    public WalletHistory wallets() {
        return new WalletHistory(this);
    }

    /** Places of single events. */
    public EventPlaces places() {
        return new EventPlaces(this);
    }

    /** A reader of single events; the caller closes it. */
    public EventReader reader() {
        return new EventReader(journal, names);
    }

    /** The last position in the index, −1 for none. */
    public long lastPosition() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the index has passed a position; while somebody waits it gives way to nobody.
     *
     * @param timeoutMillis 0 or more
     * @throws IndexBehindException when it has not by then
     * @throws IllegalStateException when the journal cannot be read, or the engine is closed
     */
    public void await(long position, long timeoutMillis)
            throws IndexBehindException, InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        waiting++;
        moved.signalAll();
        try {
            while (!ready || damage != null || passed < position) {
                requireGoing();
                if (left <= 0) {
                    throw new IndexBehindException(position);
                }
                left = moved.awaitNanos(left);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private void requireGoing() {
        if (broken != null) {
            throw new IllegalStateException("the journal could not be read", broken);
        }
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    /** What it has done and how large it is. */
    public IndexMetrics metrics() throws IOException {
        long fileBytes = files.bytes();
        long cpuNanos = ThreadTime.cpuNanos(thread);
        lock.lock();
        try {
            return new IndexMetrics(
                    passed,
                    state.runs().size(),
                    fileBytes,
                    recent.events(),
                    rebuilds,
                    lastDamage,
                    readEvents,
                    cpuNanos);
        } finally {
            lock.unlock();
        }
    }

    // ---- for what answers from it ---------------------------------------------------------------

    /** Something looked up in what is known at one moment. */
    @FunctionalInterface
    interface Look<T> {
        T at(View view);
    }

    /**
     * What is known at one moment.
     *
     * @param passed the last position known
     * @param wallets to be read while the view is looked at, not later
     * @param recent the same
     */
    record View(
            long passed,
            List<RunMeta> runs,
            WalletTable wallets,
            RecentRun recent,
            int generation) {}

    /** Looks while the thread stands still: must be quick and must not read files. */
    <T> T look(Look<T> look) {
        lock.lock();
        try {
            return look.at(
                    new View(
                            passed,
                            List.copyOf(state.runs()),
                            state.wallets(),
                            recent,
                            generation));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens a run file.
     *
     * @throws IndexDamagedException when it is not what was written
     */
    RunFile open(RunMeta run) {
        return new RunFile(files.run(run.ordinal()), run, options.verify());
    }

    /** Has the index made again, unless it was since the question began. */
    IndexBehindException damaged(IndexDamagedException found, int generationAsked) {
        lock.lock();
        try {
            if (generationAsked == generation && damage == null) {
                damage = String.valueOf(found.getMessage());
                moved.signalAll();
            }
            return new IndexBehindException(passed);
        } finally {
            lock.unlock();
        }
    }

    // ---- the thread -----------------------------------------------------------------------------

    private void run() {
        try {
            boolean fresh = false;
            while (!isClosed()) {
                if (fresh ? clear() : restore()) {
                    follow();
                    fresh = true;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(null);
        } catch (RuntimeException unreadable) {
            LOG.log(Level.ERROR, "the index cannot go on", unreadable);
            end(unreadable);
        }
    }

    /** Goes on where the files end; false when that must be tried again. */
    private boolean restore() throws InterruptedException {
        try {
            files.make();
            if (files.bytes() == 0) {
                return begin(IndexState.empty(names));
            }
            IndexState kept = IndexState.read(files.state(), names, options.verify());
            kept.runs().forEach(run -> open(run).close());
            requireSameJournal(kept);
            files.keepOnly(kept.runs());
            return begin(kept);
        } catch (IndexDamagedException | LeafDamagedException unusable) {
            say(String.valueOf(unusable.getMessage()));
            return clear();
        } catch (IOException unreadable) {
            return retry("the index cannot be read", unreadable);
        }
    }

    private void requireSameJournal(IndexState kept) {
        long last = kept.lastPosition();
        if (last > journal.lastForcedPosition()) {
            throw new IndexDamagedException("the journal is shorter than its index");
        }
        if (last >= 0) {
            try (EventReader reader = reader()) {
                if (sum(reader.leaf(last)) != kept.lastLeafSum()) {
                    throw new IndexDamagedException("the index is of another journal");
                }
            }
        }
    }

    private static int sum(byte[] leaf) {
        CRC32C crc = new CRC32C();
        crc.update(leaf);
        return (int) crc.getValue();
    }

    private boolean clear() throws InterruptedException {
        try {
            files.clear();
            return begin(IndexState.empty(names));
        } catch (IOException unwritable) {
            return retry("the index cannot be cleared", unwritable);
        }
    }

    private boolean begin(IndexState from) {
        lock.lock();
        try {
            state = from;
            passed = from.lastPosition();
            recent = new RecentRun(passed + 1);
            generation++;
            damage = null;
            ready = true;
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void say(String reason) {
        LOG.log(Level.WARNING, "the index is made again from the journal: {0}", reason);
        lock.lock();
        try {
            rebuilds++;
            lastDamage = reason;
        } finally {
            lock.unlock();
        }
    }

    private boolean retry(String what, IOException cause) throws InterruptedException {
        LOG.log(Level.WARNING, what + ", and is tried again", cause);
        long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = moved.awaitNanos(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void follow() throws InterruptedException {
        try (LeafCursor leaves = new LeafCursor(journal, lastPosition() + 1)) {
            while (awaitTurn()) {
                long end = lastPosition() + SLICE_EVENTS;
                while (leaves.await(0) && lastPosition() < end && !isClosed()) {
                    readFrame(leaves);
                }
            }
        }
        String reason = damage();
        if (reason != null) {
            say(reason);
        }
    }

    /**
     * Waits until there is something to read and nobody to give way to; false when not to go on.
     */
    private boolean awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            return turn.await(
                    moved, () -> !closed && damage == null, () -> waiting > 0, () -> passed);
        } finally {
            lock.unlock();
        }
    }

    private void readFrame(LeafCursor leaves) throws InterruptedException {
        do {
            lock.lock();
            try {
                do {
                    if (leaves.next()) {
                        feed.take(leaves, state, recent);
                        readEvents++;
                    }
                } while (leaves.hasNextInFrame() && recent.events() < options.runEvents());
                passed = leaves.position();
                moved.signalAll();
            } finally {
                lock.unlock();
            }
            if (recent.events() == options.runEvents()) {
                byte[] last = new byte[leaves.length()];
                leaves.buffer().getBytes(leaves.offset(), last);
                keepWriting(sum(last));
            }
        } while (leaves.hasNextInFrame() && !isClosed());
    }

    /** The run becomes a file; until it is one, nothing further is read. */
    private void keepWriting(int lastLeafSum) throws InterruptedException {
        while (!isClosed()) {
            try {
                write(lastLeafSum);
                return;
            } catch (IOException full) {
                retry("the index cannot be written", full);
            }
        }
    }

    private void write(int lastLeafSum) throws IOException {
        int ordinal = state.runs().size();
        RunMeta meta = new RunWriter(recent, state.wallets(), ordinal).write(files.unfinished());
        files.publish(files.run(ordinal));
        List<RunMeta> runs = new ArrayList<>(state.runs());
        runs.add(meta);
        IndexState next = new IndexState(runs, state.wallets(), state.moves(), lastLeafSum);
        int[] extended = recent.wallets();
        next.write(files.unfinished(), extended);
        files.publish(files.state());
        lock.lock();
        try {
            for (int wallet : extended) {
                state.wallets().newestRun(wallet, ordinal);
            }
            state = next;
            recent = new RecentRun(meta.lastPosition() + 1);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String damage() {
        lock.lock();
        try {
            return damage;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable RuntimeException cause) {
        lock.lock();
        try {
            broken = cause;
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

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
