package tallystick.app.console;

import java.io.IOException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;

/** What the page at {@code /} reads: a summary once, or one a second as server-sent events. */
@RestController
final class ConsoleController {

    /** How many pages may watch at once. */
    static final int MOST_WATCHERS = 200;

    private static final long NO_TIMEOUT = 0;
    private static final int RETRY_SECONDS = 5;

    private final ConsoleTicker ticker;

    ConsoleController(ConsoleTicker ticker) {
        this.ticker = ticker;
    }

    /** The summary as JSON. */
    @GetMapping(path = "/v1/console", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ConsoleDocument> console() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(ticker.summary());
    }

    /** A {@code summary} event a second; 503 when too many watch. */
    @GetMapping(path = "/v1/console/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream() {
        if (!ticker.enter(MOST_WATCHERS)) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.OVERLOADED, "there are as many watchers as there may be"),
                    RETRY_SECONDS);
        }
        SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
        Thread.ofVirtual().name("console-stream").start(() -> send(emitter));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(emitter);
    }

    /** Each page has a thread of its own: a slow one delays nobody. */
    private void send(SseEmitter emitter) {
        try {
            ConsoleTicker.Tick tick = ticker.await(0);
            while (tick != null) {
                emitter.send(
                        SseEmitter.event()
                                .name("summary")
                                .data(tick.summary(), MediaType.APPLICATION_JSON));
                tick = ticker.await(tick.number());
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } finally {
            ticker.leave();
        }
    }
}
