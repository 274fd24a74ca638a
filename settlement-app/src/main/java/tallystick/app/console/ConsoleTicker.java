package tallystick.app.console;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tallystick.engine.LedgerEngine;

/**
 * Takes the ingest rate every second and, while somebody looks, puts one summary together for all
 * of them. Stops before the web server does, so that open streams end and do not hold it up.
 */
@Component
final class ConsoleTicker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleTicker.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How old a summary may be that is given to somebody who asks in between. */
    private static final long FRESH_NANOS = TICK.toNanos() / 2;

    /** A summary, and which it is. */
    record Tick(long number, ConsoleDocument summary, long takenNanos) {}

    private final LedgerEngine engine;
    private final ConsoleView view;
    private final IngestRate rate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ticked = lock.newCondition();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("console").factory());
    private @Nullable Tick newest;
    private long numbers;
    private int watchers;
    private boolean running;

    ConsoleTicker(LedgerEngine engine, ConsoleView view) {
        this.engine = engine;
        this.view = view;
        this.rate = new IngestRate(engine.lastDurablePosition());
    }

    /** A summary of now, or of half a second ago at most. */
    ConsoleDocument summary() {
        lock.lock();
        try {
            Tick last = newest;
            if (last != null && System.nanoTime() - last.takenNanos() <= FRESH_NANOS) {
                return last.summary();
            }
            return publish().summary();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts one more who waits for {@link #await}, until {@link #leave}.
     *
     * @param most how many may watch at once
     * @return whether there was room
     */
    boolean enter(int most) {
        lock.lock();
        try {
            boolean room = running && watchers < most;
            watchers += room ? 1 : 0;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back one {@link #enter}. */
    void leave() {
        lock.lock();
        try {
            watchers--;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a summary newer than that number; null once the application stops. */
    @Nullable Tick await(long seen) throws InterruptedException {
        lock.lock();
        try {
            while (running && (newest == null || newest.number() <= seen)) {
                ticked.await();
            }
            return running ? newest : null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            running = true;
        } finally {
            lock.unlock();
        }
        // tick() lets nothing through that would end the schedule.
        ScheduledFuture<?> _ =
                clock.scheduleAtFixedRate(
                        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        clock.shutdownNow();
        lock.lock();
        try {
            running = false;
            ticked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void tick() {
        rate.sample(engine.lastDurablePosition());
        lock.lock();
        try {
            if (watchers > 0) {
                publish();
            }
        } catch (RuntimeException unreadable) {
            // The database is away: the page keeps what it has and says that nothing comes.
            LOG.warn("no console summary: {}", unreadable.toString());
        } finally {
            lock.unlock();
        }
    }

    private Tick publish() {
        Tick tick = new Tick(++numbers, view.summary(rate.perSecond()), System.nanoTime());
        newest = tick;
        ticked.signalAll();
        return tick;
    }
}
