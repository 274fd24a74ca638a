package tallystick.engine;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.journal.FrameReader;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalFullException;
import tallystick.engine.journal.JournalMap;

/** A real journal whose writes a test can hold, count and break. */
final class StagedJournal implements Journal {

    private static final int PLENTY = 1 << 20;

    /** What may go wrong at a step. */
    interface Step {
        void before() throws IOException, JournalFullException;
    }

    final AtomicInteger appends = new AtomicInteger();
    final AtomicInteger forces = new AtomicInteger();

    private final Journal journal;
    private final Semaphore forcesAllowed = new Semaphore(PLENTY);
    private final Semaphore forcesBegun = new Semaphore(0);
    private volatile @Nullable Step beforeAppend;
    private volatile @Nullable Step beforeControl;
    private volatile @Nullable Step beforeForce;

    StagedJournal(Journal journal) {
        this.journal = journal;
    }

    /** From now on a force waits until {@link #release}. */
    void hold() {
        forcesAllowed.drainPermits();
        forcesBegun.drainPermits();
    }

    /** Waits until a force is being held. */
    void awaitHeld() throws InterruptedException {
        forcesBegun.acquire();
    }

    void release() {
        forcesAllowed.release(PLENTY);
    }

    void beforeAppend(@Nullable Step step) {
        beforeAppend = step;
    }

    void beforeControl(@Nullable Step step) {
        beforeControl = step;
    }

    void beforeForce(@Nullable Step step) {
        beforeForce = step;
    }

    private static void run(@Nullable Step step) throws IOException, JournalFullException {
        if (step != null) {
            step.before();
        }
    }

    @Override
    public long lastAppendedPosition() {
        return journal.lastAppendedPosition();
    }

    @Override
    public long lastForcedPosition() {
        return journal.lastForcedPosition();
    }

    @Override
    public boolean await(long position, long timeoutMillis) throws InterruptedException {
        return journal.await(position, timeoutMillis);
    }

    @Override
    public void append(long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        appends.incrementAndGet();
        run(beforeAppend);
        journal.append(firstPosition, count, payload, offset, length);
    }

    @Override
    public void appendControl(
            long firstPosition, int count, DirectBuffer payload, int offset, int length)
            throws IOException, JournalFullException {
        run(beforeControl);
        journal.appendControl(firstPosition, count, payload, offset, length);
    }

    @Override
    public void force() throws IOException {
        forces.incrementAndGet();
        forcesBegun.release();
        forcesAllowed.acquireUninterruptibly();
        try {
            run(beforeForce);
        } catch (JournalFullException impossible) {
            throw new IllegalStateException(impossible);
        }
        journal.force();
    }

    @Override
    public FrameReader reader(long position) {
        return journal.reader(position);
    }

    @Override
    public @Nullable JournalMap map(long position) {
        return journal.map(position);
    }

    @Override
    public void recordSize() throws IOException, JournalFullException {
        journal.recordSize();
    }

    @Override
    public void close() {
        journal.close();
    }
}
