package tallystick.engine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.engine.journal.Journal;

/** A reader reads while ingest is quiet, while it is wanted, and when it is too far behind. */
class IngestTurnTest {

    private static final long MAX_BEHIND = 1_000_000;

    /** Long enough for several looks at the journal, milliseconds. */
    private static final long LOOKS_MILLIS = 900;

    private final AtomicLong forced = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final IngestTurn turn =
            new IngestTurn(
                    (Journal)
                            Proxy.newProxyInstance(
                                    Journal.class.getClassLoader(),
                                    new Class<?>[] {Journal.class},
                                    (_, method, _) -> {
                                        assertEquals("lastForcedPosition", method.getName());
                                        return forced.get();
                                    }),
                    MAX_BEHIND);
    // Guarded by the lock.
    private boolean going = true;
    private boolean wanted;
    private volatile boolean busy = true;

    private CompletableFuture<Boolean> reader() {
        return CompletableFuture.supplyAsync(
                this::await, task -> Thread.ofPlatform().daemon().start(task));
    }

    private boolean await() {
        lock.lock();
        try {
            return turn.await(moved, () -> going, () -> wanted, () -> -1);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** 300,000 events a second. */
    private void ingest() {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            while (busy) {
                                forced.addAndGet(3_000);
                                try {
                                    Thread.sleep(10);
                                } catch (InterruptedException interrupted) {
                                    return;
                                }
                            }
                        });
    }

    @AfterEach
    void stop() {
        busy = false;
    }

    @Test
    void readsWhileLittleIsJournaled() throws Exception {
        forced.set(10);
        assertTrue(reader().get(10, TimeUnit.SECONDS));
    }

    @Test
    void waitsWhileThereIsNothingToRead() {
        forced.set(-1);
        assertWaits(reader());
    }

    @Test
    void givesWayToIngestUntilItIsQuiet() throws Exception {
        ingest();
        CompletableFuture<Boolean> reading = reader();
        assertWaits(reading);
        busy = false;
        assertTrue(reading.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whoIsWantedGivesWayToNobody() throws Exception {
        ingest();
        CompletableFuture<Boolean> reading = reader();
        assertWaits(reading);
        change(() -> wanted = true);
        assertTrue(reading.get(10, TimeUnit.SECONDS));
        assertTrue(busy);
    }

    @Test
    void whoIsTooFarBehindGivesWayToNobody() throws Exception {
        ingest();
        assertTrue(reader().get(60, TimeUnit.SECONDS));
        assertTrue(forced.get() > MAX_BEHIND, "at " + forced);
    }

    @Test
    void whoIsNotToGoOnIsToldSo() throws Exception {
        ingest();
        CompletableFuture<Boolean> reading = reader();
        assertWaits(reading);
        change(() -> going = false);
        assertFalse(reading.get(10, TimeUnit.SECONDS));
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void assertWaits(CompletableFuture<Boolean> reading) {
        Assertions.assertThrows(
                TimeoutException.class, () -> reading.get(LOOKS_MILLIS, TimeUnit.MILLISECONDS));
    }
}
