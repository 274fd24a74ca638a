package tallystick.app.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a server that is being started. The library waits for its first answer for as long as a
 * start may take, even when the server has died meanwhile or never came up; the waiting thread is
 * interrupted then, and the library stops waiting.
 */
final class StartWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);

    private static final long LOOK_MILLIS = 20;

    /** A server that is not there after so long has died faster than anybody looked. */
    private static final long ABSENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path directory;
    private final Thread starting;
    private final Thread watching;

    /** Guarded by this. */
    private boolean ended;

    private StartWatch(Path directory, Thread starting) {
        this.directory = directory;
        this.starting = starting;
        watching = Thread.ofVirtual().name("postgres-start-watch").unstarted(this::watch);
    }

    /** Watches the server that the calling thread is about to start in that directory. */
    static StartWatch of(Path directory) {
        StartWatch watch = new StartWatch(directory, Thread.currentThread());
        watch.watching.start();
        return watch;
    }

    private void watch() {
        long begin = System.nanoTime();
        boolean seen = false;
        try {
            while (true) {
                OrphanPostgres.State state = OrphanPostgres.state(directory);
                boolean gone = state == OrphanPostgres.State.ABSENT && seen;
                boolean absent = !seen && System.nanoTime() - begin > ABSENT_NANOS;
                if (state == OrphanPostgres.State.KILLED || gone || absent) {
                    giveUp();
                    return;
                }
                seen = state == OrphanPostgres.State.RUNNING;
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException started) {
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            LOG.warn("the start of PostgreSQL in {} is not watched", directory, unreadable);
        }
    }

    private synchronized void giveUp() {
        if (!ended) {
            starting.interrupt();
        }
    }

    /** Ends the watch; an interruption of its making is forgotten. */
    @Override
    public synchronized void close() {
        ended = true;
        watching.interrupt();
        Thread.interrupted();
    }
}
