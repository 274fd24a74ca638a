package tallystick.app.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/**
 * Reads the journal once for all reactions, on a thread of its own that sleeps while nothing is
 * recorded. After a restart it goes on from the last position that everything was done up to, as
 * far as that is known; what is done twice changes nothing.
 */
public final class ProcessTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTail.class);
    private static final long WAIT_MILLIS = 500;
    private static final long ACT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final LedgerEngine engine;
    private final List<Reaction> reactions;
    private final KeptPosition kept;
    private final Thread thread;
    private volatile boolean closed;
    private long actedNanos;
    private long keptNanos;

    private ProcessTail(LedgerEngine engine, List<Reaction> reactions, KeptPosition kept) {
        this.engine = engine;
        this.reactions = List.copyOf(reactions);
        this.kept = kept;
        thread = Thread.ofPlatform().name("tallystick-processes").daemon().unstarted(this::run);
    }

    /** Starts reading behind the kept position. */
    public static ProcessTail start(
            LedgerEngine engine,
            KeptPosition kept,
            WhenReferenceArrivesThenRerate rerating,
            WhenTariffBackdatedThenReprice repricing,
            WhenWindowFencedThenSeal sealing) {
        ProcessTail tail = new ProcessTail(engine, List.of(rerating, repricing, sealing), kept);
        tail.thread.start();
        return tail;
    }

    private void run() {
        try {
            long from = Math.min(kept.read(), engine.lastDurablePosition());
            try (EventTail tail = engine.follow(from)) {
                follow(tail);
            } finally {
                // A file is not written by a thread that is still told to stop.
                boolean _ = Thread.interrupted();
                keep();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (EngineStoppedException _) {
            // An engine that has stopped says so itself.
        } catch (RuntimeException broken) {
            LOG.error(
                    "re-rating, re-pricing and sealing have stopped until the next start", broken);
        }
    }

    private void follow(EventTail tail) throws InterruptedException {
        while (!closed) {
            JournalEntry entry = tail.poll();
            if (entry != null) {
                for (Reaction reaction : reactions) {
                    reaction.on(entry);
                }
            }
            if (entry == null || System.nanoTime() - actedNanos >= ACT_NANOS) {
                act();
            }
            if (entry == null) {
                tail.await(WAIT_MILLIS);
            }
        }
    }

    private void act() throws InterruptedException {
        try {
            for (Reaction reaction : reactions) {
                reaction.act();
            }
        } catch (ExecutionException refused) {
            if (stopped(refused)) {
                throw new EngineStoppedException("the engine has stopped", refused);
            }
            LOG.warn("a step of the system's own failed and is tried again", refused);
            Thread.sleep(RETRY_MILLIS);
        }
        actedNanos = System.nanoTime();
        if (actedNanos - keptNanos >= ACT_NANOS) {
            keep();
            keptNanos = actedNanos;
        }
    }

    private static boolean stopped(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineStoppedException) {
                return true;
            }
        }
        return false;
    }

    private void keep() {
        kept.write(reactions.stream().mapToLong(Reaction::donePosition).min().orElse(-1));
    }

    @Override
    public void close() {
        closed = true;
        try {
            // Told to stop in the midst of reading, it would have to fail: first it may end.
            if (!thread.join(Duration.ofMillis(CLOSE_MILLIS))) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
