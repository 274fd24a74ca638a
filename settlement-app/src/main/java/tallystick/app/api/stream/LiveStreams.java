package tallystick.app.api.stream;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tallystick.app.api.WireText;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;

/**
 * The open streams, so many and no more. Ends them before the web server stops. A reader that fell
 * behind, after it had caught up, is told so and cut: it comes back with what it saw last.
 */
@Component
final class LiveStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

    /** Streams of wallets: each costs a look at the index a few times a second. */
    static final int MOST_WALLETS = 200;

    /** Streams of operators: each decodes the journal for itself. */
    static final int MOST_OPERATORS = 8;

    /** A stream that had caught up and is this many positions behind is cut. */
    static final long MOST_BEHIND = 1_000_000;

    private static final long LOOK_MILLIS = 100;

    /** After so long without an event there is a comment. */
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final LedgerEngine engine;
    private final Semaphore wallets = new Semaphore(MOST_WALLETS);
    private final Semaphore operators = new Semaphore(MOST_OPERATORS);
    private volatile boolean running;

    LiveStreams(LedgerEngine engine) {
        this.engine = engine;
    }

    Semaphore wallets() {
        return wallets;
    }

    Semaphore operators() {
        return operators;
    }

    /** Streams on a thread of its own; gives the place back when it ends. */
    SseEmitter open(Feed feed, Semaphore place) {
        SseEmitter emitter = new SseEmitter(0L);
        Thread.ofVirtual()
                .name("live-stream")
                .start(
                        () -> {
                            try (feed) {
                                run(feed, emitter);
                                emitter.complete();
                            } catch (IOException | IllegalStateException gone) {
                                emitter.completeWithError(gone);
                            } catch (InterruptedException stopped) {
                                Thread.currentThread().interrupt();
                                emitter.complete();
                            } catch (RuntimeException fault) {
                                LOG.warn("a live stream ends with a fault", fault);
                                emitter.completeWithError(fault);
                            } finally {
                                place.release();
                            }
                        });
        return emitter;
    }

    private void run(Feed feed, SseEmitter emitter) throws IOException, InterruptedException {
        boolean caughtUp = false;
        AtomicLong sentNanos = new AtomicLong(System.nanoTime());
        // The first bytes tell the reader that it is connected, and from where on it will hear.
        emitter.send(SseEmitter.event().comment("after " + feed.position()));
        while (running) {
            boolean hasMore;
            try {
                hasMore =
                        feed.tell(
                                (position, name, data) -> {
                                    emitter.send(
                                            SseEmitter.event()
                                                    .id(WireText.position(position))
                                                    .name(name)
                                                    .data(data, MediaType.APPLICATION_JSON));
                                    sentNanos.set(System.nanoTime());
                                });
            } catch (EngineStoppedException stopped) {
                return;
            }
            caughtUp |= !hasMore;
            long behind = engine.lastDurablePosition() - feed.position();
            if (caughtUp && behind > MOST_BEHIND) {
                emitter.send(
                        SseEmitter.event()
                                .name("behind")
                                .data(
                                        new Behind(
                                                "the reader is too slow; come back with"
                                                        + " Last-Event-ID",
                                                WireText.position(feed.position())),
                                        MediaType.APPLICATION_JSON));
                return;
            }
            if (System.nanoTime() - sentNanos.get() > HEARTBEAT_NANOS) {
                // An id without data fires no event, and moves where the reader comes back to.
                String at = WireText.position(feed.position());
                emitter.send(SseEmitter.event().id(at).comment("at " + at));
                sentNanos.set(System.nanoTime());
            }
            if (!hasMore) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Why a stream was cut, and how far it was. */
    record Behind(String reason, String position) {}

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
