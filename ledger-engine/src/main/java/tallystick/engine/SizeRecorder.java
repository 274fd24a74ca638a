package tallystick.engine;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalFullException;
import tallystick.engine.pipeline.FailStop;

/**
 * Records how far the journal is durable, outside of it and every quarter of a second, so that an
 * older copy put in its place is noticed.
 */
final class SizeRecorder implements AutoCloseable {

    private static final long EVERY_MILLIS = 250;

    private final Journal journal;
    private final FailStop stop;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    SizeRecorder(Journal journal, FailStop stop) {
        this.journal = journal;
        this.stop = stop;
        thread = Thread.ofPlatform().name("tallystick-journal-size").daemon().start(this::run);
    }

    private void run() {
        long recorded = journal.lastForcedPosition();
        try {
            while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                long forced = journal.lastForcedPosition();
                if (forced != recorded && stop.cause() == null && record()) {
                    recorded = forced;
                }
            }
        } catch (IOException | RuntimeException failed) {
            stop.fail(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False on a full disk: the older record protects as far as it goes, and it is tried again. */
    private boolean record() throws IOException {
        try {
            journal.recordSize();
            return true;
        } catch (JournalFullException full) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
