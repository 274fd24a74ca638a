package tallystick.engine.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.ledger.Names;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.engine.LedgerEngine.WindowRoot;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.Journal;

/**
 * The Merkle root of every settlement window, by a thread of its own that gives way to ingest: it
 * reads while little is journaled, while somebody waits for a root, and when it is so far behind
 * that a root would take long. Begins at the first event each time it is started.
 */
public final class WindowRoots implements AutoCloseable {

    /** How far behind it may fall: about four seconds' work. */
    private static final long MAX_BEHIND_EVENTS = 10_000_000;

    /** Events after which it asks again whether to go on. */
    private static final long SLICE_EVENTS = 50_000;

    private final Journal journal;
    private final Names names;
    private final IngestTurn turn;
    private final EventDecoder decoder;
    private final Thread reader;

    // The reader's own.
    private final Map<Integer, MerkleFrontier> open = new HashMap<>();
    private byte[] leaf = new byte[512];

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    // Guarded by the lock.
    private final Map<String, WindowRoot> fenced = new HashMap<>();
    private long passed = -1;
    private int waiting;
    private boolean closed;
    private @Nullable RuntimeException broken;

    public WindowRoots(Journal journal, Names names) {
        this.journal = journal;
        this.names = names;
        turn = new IngestTurn(journal, MAX_BEHIND_EVENTS);
        decoder = new EventDecoder(names);
        reader = Thread.ofPlatform().name("tallystick-window-roots").daemon().start(this::read);
    }

    /**
     * The root of a window, waiting until the reader has passed everything that is durable now.
     *
     * @throws IllegalArgumentException when no durable event fenced such a window
     * @throws IllegalStateException when the journal could not be read, or this is closed
     */
    public WindowRoot of(String window) throws InterruptedException {
        long durable = journal.lastForcedPosition();
        lock.lock();
        waiting++;
        moved.signalAll();
        try {
            while (passed < durable && !fenced.containsKey(window)) {
                requireGoing();
                moved.await();
            }
            WindowRoot root = fenced.get(window);
            if (root == null) {
                throw new IllegalArgumentException("no window of that name is fenced");
            }
            return root;
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

    private void read() {
        try (LeafCursor leaves = new LeafCursor(journal, 0)) {
            while (awaitTurn()) {
                readSlice(leaves);
            }
        } catch (RuntimeException unreadable) {
            end(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(null);
        }
    }

    /** Waits until there is something to read and nobody to give way to; false when closed. */
    private boolean awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            return turn.await(moved, () -> !closed, () -> waiting > 0, () -> passed);
        } finally {
            lock.unlock();
        }
    }

    private void readSlice(LeafCursor leaves) throws InterruptedException {
        long end = passed() + SLICE_EVENTS;
        while (leaves.await(0) && passed() < end && !isClosed()) {
            readFrame(leaves);
        }
    }

    /** The last event that was read, −1 for none; from any thread. */
    public long passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    private void readFrame(LeafCursor leaves) {
        do {
            if (leaves.next()) {
                take(leaves);
            }
        } while (leaves.hasNextInFrame());
        lock.lock();
        try {
            passed = leaves.position();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(LeafCursor leaves) {
        if (EventDecoder.isUsage(leaves.buffer(), leaves.offset())) {
            int window = LeafHeader.memberOfWindow(leaves.buffer(), leaves.offset());
            if (window >= 0) {
                append(leaves, window);
            }
        } else if (EventDecoder.isWindowFence(leaves.buffer(), leaves.offset())
                && decoder.decode(leaves.buffer(), leaves.offset(), leaves.length())
                        instanceof WindowFenced fence) {
            fence(fence);
        }
    }

    private void append(LeafCursor leaves, int window) {
        int length = leaves.length();
        if (length > leaf.length) {
            leaf = new byte[2 * length];
        }
        leaves.buffer().getBytes(leaves.offset(), leaf, 0, length);
        open.computeIfAbsent(window, _ -> new MerkleFrontier()).append(leaf, 0, length);
    }

    private void fence(WindowFenced fence) {
        MerkleFrontier tree = open.remove(names.windows.refOf(fence.window()));
        MerkleFrontier members = tree == null ? new MerkleFrontier() : tree;
        lock.lock();
        try {
            fenced.put(fence.window(), new WindowRoot(members.size(), members.rootHex()));
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

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
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
            reader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
