package tallystick.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tallystick.engine.pipeline.LedgerPipeline;

/**
 * Asks the ledger to pass what is due when no request does: holds and grants end at their deadline
 * without traffic. Only a nudge: every request passes what is due first.
 */
final class DeadlineTimer implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;
    private static final LedgerRequest PASS =
            new LedgerRequest(new LedgerCommand.PassDeadline(), "ledger", null);

    private static final Completion UNHEARD =
            new Completion() {
                @Override
                public void answered(Answer answer) {
                    // What was due is in the journal; nobody waits for it.
                }

                @Override
                public void failed(Throwable cause) {
                    // The engine has stopped and says so itself.
                }
            };

    private final LedgerPipeline pipeline;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    DeadlineTimer(LedgerPipeline pipeline) {
        this.pipeline = pipeline;
        thread = Thread.ofPlatform().name("tallystick-deadlines").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                if (pipeline.hasDue()) {
                    nudge();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (EngineStoppedException _) {
            // Nothing is due in an engine that has stopped.
        }
    }

    private void nudge() {
        try {
            pipeline.submit(PASS, UNHEARD);
        } catch (EngineBusyException _) {
            // Whatever keeps it busy passes what is due.
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
