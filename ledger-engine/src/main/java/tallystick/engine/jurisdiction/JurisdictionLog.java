package tallystick.engine.jurisdiction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.FactParties;
import tallystick.domain.ledger.Names;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.TreeHash;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.IngestTurn;
import tallystick.engine.replay.LeafCursor;

/**
 * Numbers each jurisdiction's facts, on a thread of its own behind the acknowledgement that gives
 * way to ingest. What it keeps is derived: which facts a jurisdiction has follows from the events
 * up to each, so files that are missing or damaged are made again from the journal and come out the
 * same. Asked by any thread.
 */
public final class JurisdictionLog implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JurisdictionLog.class.getName());
    private static final long MAX_BEHIND_EVENTS = 10_000_000;
    private static final long SLICE_EVENTS = 50_000;
    private static final long KEEP_EVENTS = 1_000_000;
    private static final long RETRY_MILLIS = 1_000;

    private final JournalView journal;
    private final FactParties.Owners owners;
    private final EventDecoder decoder;
    private final Path directory;
    private final IngestTurn turn;
    private final Thread thread;
    private final UsageRecord usage = new UsageRecord();
    private final byte[] hash = new byte[Hash.BYTES];
    private final TreeHash hasher = new TreeHash();
    private final SortedSet<String> changed = new TreeSet<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    // Guarded by the lock; changed by the thread alone.
    private final Map<String, FactFile> files = new TreeMap<>();
    private final Map<String, String> countries = new TreeMap<>();
    private final Map<String, JurisdictionFacts> told = new TreeMap<>();
    private long passed = -1;
    private int waiting;
    private boolean closed;
    private @Nullable RuntimeException broken;

    /**
     * Starts the thread.
     *
     * @param directory for its files alone
     * @param owners whose wallets, tenants and grants are, asked for those in events
     */
    public JurisdictionLog(
            JournalView journal, Names names, FactParties.Owners owners, Path directory) {
        this.journal = journal;
        this.owners = owners;
        this.directory = directory;
        decoder = new EventDecoder(names);
        turn = new IngestTurn(journal, MAX_BEHIND_EVENTS);
        thread = Thread.ofPlatform().name("tallystick-jurisdictions").daemon().start(this::run);
    }

    // ---- asked by any thread --------------------------------------------------------------------

    /**
     * Waits until all events up to a position are numbered.
     *
     * @return false when they are not by then
     */
    public boolean await(long position, long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        waiting++;
        moved.signalAll();
        try {
            while (passed < position) {
                if (left <= 0 || closed || broken != null) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** The jurisdiction of an operator, null when none of that name is registered. */
    public @Nullable String countryOf(String operator) {
        lock.lock();
        try {
            return countries.get(operator);
        } finally {
            lock.unlock();
        }
    }

    /** What a jurisdiction has, up to what was read. */
    public JurisdictionFacts facts(String jurisdiction) {
        lock.lock();
        try {
            JurisdictionFacts known = told.get(jurisdiction);
            return new JurisdictionFacts(
                    jurisdiction,
                    known == null ? 0 : known.facts(),
                    known == null ? TreeHash.emptyRoot() : known.root(),
                    passed);
        } finally {
            lock.unlock();
        }
    }

    /** The jurisdictions that have facts. */
    public List<String> jurisdictions() {
        lock.lock();
        try {
            return List.copyOf(files.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The sequence of a fact, from 1; 0 when the event at the position is none of the
     * jurisdiction's.
     */
    public long sequenceOf(String jurisdiction, long position) {
        FactFile file = file(jurisdiction);
        if (file == null) {
            return 0;
        }
        try {
            long at = file.firstAt(position);
            return at < file.size() && file.position(at) == position ? at + 1 : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Walks a jurisdiction's facts in order.
     *
     * @param from first journal position
     * @param to the position behind the last
     * @param each told of every fact's position; false ends the walk
     */
    public void walk(String jurisdiction, long from, long to, LongPredicate each) {
        FactFile file = file(jurisdiction);
        if (file == null) {
            return;
        }
        try {
            long size = file.size();
            for (long at = file.firstAt(from); at < size; at++) {
                long position = file.position(at);
                if (position >= to || !each.test(position)) {
                    return;
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private @Nullable FactFile file(String jurisdiction) {
        lock.lock();
        try {
            return files.get(jurisdiction);
        } finally {
            lock.unlock();
        }
    }

    // ---- the thread -----------------------------------------------------------------------------

    private void run() {
        try {
            while (!isClosed()) {
                try {
                    open();
                    follow();
                    keep();
                } catch (IOException full) {
                    LOG.log(Level.WARNING, "facts cannot be kept, and are tried again", full);
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            if (!isClosed()) {
                LOG.log(Level.ERROR, "jurisdictions' facts are not numbered any more", failed);
                end(failed);
            }
        } finally {
            release();
        }
    }

    private void open() throws IOException {
        release();
        KeptFacts kept = KeptFacts.read(directory, journal.lastForcedPosition());
        lock.lock();
        try {
            passed = kept.through();
            countries.clear();
            countries.putAll(kept.countries());
            files.putAll(kept.files());
            told.clear();
            changed.addAll(files.keySet());
            tell();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void follow() throws IOException, InterruptedException {
        long keptAt = passed;
        try (LeafCursor leaves = new LeafCursor(journal, passed + 1)) {
            while (awaitTurn()) {
                long end = passed + SLICE_EVENTS;
                while (leaves.await(0) && passed < end && !isClosed()) {
                    readFrame(leaves);
                }
                if (passed - keptAt >= KEEP_EVENTS) {
                    keep();
                    keptAt = passed;
                }
            }
        }
    }

    private boolean awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            return turn.await(moved, () -> !closed, () -> waiting > 0, () -> passed);
        } finally {
            lock.unlock();
        }
    }

    private void readFrame(LeafCursor leaves) throws IOException {
        do {
            if (leaves.next()) {
                take(leaves);
            }
        } while (leaves.hasNextInFrame());
        lock.lock();
        try {
            passed = leaves.position();
            tell();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whole frames are told of: a number and a root that belong together. */
    private void tell() {
        for (String jurisdiction : changed) {
            FactFile file = files.get(jurisdiction);
            if (file != null) {
                told.put(
                        jurisdiction,
                        new JurisdictionFacts(jurisdiction, file.size(), file.root(), passed));
            }
        }
        changed.clear();
    }

    private void take(LeafCursor leaves) throws IOException {
        if (EventDecoder.isMessage(leaves.buffer(), leaves.offset())) {
            return;
        }
        SortedSet<String> concerned = concerned(event(leaves));
        if (concerned.isEmpty()) {
            return;
        }
        byte[] leaf = new byte[leaves.length()];
        leaves.buffer().getBytes(leaves.offset(), leaf);
        hasher.leaf(leaf, 0, leaf.length, hash, 0);
        for (String jurisdiction : concerned) {
            fileOf(jurisdiction).append(leaves.position(), Hash.of(hash.clone()));
            changed.add(jurisdiction);
        }
    }

    private LedgerEvent event(LeafCursor leaves) {
        if (EventDecoder.isUsage(leaves.buffer(), leaves.offset())) {
            decoder.decodeUsage(leaves.buffer(), leaves.offset(), leaves.length(), usage);
            return new UsageRecorded(List.of(usage));
        }
        return decoder.decode(leaves.buffer(), leaves.offset(), leaves.length());
    }

    /** An operator counts from its registration on: that depends on no later event. */
    private SortedSet<String> concerned(LedgerEvent event) {
        if (event instanceof OperatorRegistered registered) {
            lock.lock();
            try {
                countries.put(registered.operator(), registered.country());
            } finally {
                lock.unlock();
            }
        }
        FactParties parties = FactParties.of(event, owners);
        SortedSet<String> concerned = new TreeSet<>(parties.jurisdictions());
        for (String operator : parties.operators()) {
            String country = countries.get(operator);
            if (country != null) {
                concerned.add(country);
            }
        }
        return concerned;
    }

    private FactFile fileOf(String jurisdiction) throws IOException {
        FactFile there = files.get(jurisdiction);
        if (there != null) {
            return there;
        }
        FactFile fresh = FactFile.open(KeptFacts.file(directory, jurisdiction), 0);
        lock.lock();
        try {
            files.put(jurisdiction, fresh);
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    private void keep() throws IOException {
        new KeptFacts(passed, countries, files).write(directory);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void end(RuntimeException cause) {
        lock.lock();
        try {
            broken = cause;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        List<FactFile> open;
        lock.lock();
        try {
            open = new ArrayList<>(files.values());
            files.clear();
        } finally {
            lock.unlock();
        }
        for (FactFile file : open) {
            try {
                file.close();
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "a file of facts was not closed", failed);
            }
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
