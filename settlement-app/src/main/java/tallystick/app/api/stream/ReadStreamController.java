package tallystick.app.api.stream;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tallystick.app.api.Caller;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.engine.LedgerEngine;

/**
 * {@code GET /v1/stream?wallet=} or {@code ?operator=}: server-sent events from now on, or behind
 * {@code Last-Event-ID}, without gap or repeat. The id of an event is its journal position.
 */
@RestController
public final class ReadStreamController {

    private static final int RETRY_SECONDS = 5;

    private final JournalReads reads;
    private final LiveStreams streams;

    ReadStreamController(JournalReads reads, LiveStreams streams) {
        this.reads = reads;
        this.streams = streams;
    }

    @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream(HttpServletRequest request) {
        String wallet = request.getParameter("wallet");
        String operator = request.getParameter("operator");
        if ((wallet == null) == (operator == null)) {
            throw ProblemException.ofParameter("wallet", "or operator must be given, not both");
        }
        LedgerEngine engine = reads.engine();
        long after = after(request.getHeader("Last-Event-ID"), engine.lastDurablePosition());
        return wallet == null
                ? ofOperator(String.valueOf(operator), after, request)
                : ofWallet(wallet, after, request);
    }

    private ResponseEntity<SseEmitter> ofWallet(
            String wallet, long after, HttpServletRequest request) {
        Access.of(request).requireWallet(wallet);
        int ref = reads.wallet(wallet);
        String asset = reads.ledger(state -> state.assetOfWallet(wallet));
        Semaphore place = take(streams.wallets());
        return reply(new WalletFeed(reads.engine(), wallet, ref, asset, after), place);
    }

    private ResponseEntity<SseEmitter> ofOperator(
            String operator, long after, HttpServletRequest request) {
        Access access = Access.of(request);
        boolean isOwn =
                reads.engine().names().operators.contains(operator)
                        && access.rows().tenant() == null
                        && access.rows().hasOperator(operator);
        String own = Reads.found(isOwn ? operator : null, "operator");
        Semaphore place = take(streams.operators());
        try {
            return reply(
                    new OperatorFeed(
                            reads.engine().follow(after),
                            own,
                            Caller.seesWholesale(request),
                            after),
                    place);
        } catch (RuntimeException failure) {
            place.release();
            throw failure;
        }
    }

    private ResponseEntity<SseEmitter> reply(Feed feed, Semaphore place) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(streams.open(feed, place));
    }

    private static Semaphore take(Semaphore places) {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.OVERLOADED, "there are as many streams as there may be"),
                    RETRY_SECONDS);
        }
        return places;
    }

    private static long after(@Nullable String lastEventId, long lastPosition) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return lastPosition;
        }
        long after = Reads.position("Last-Event-ID", lastEventId);
        if (after > lastPosition) {
            throw ProblemException.ofParameter("Last-Event-ID", "is of no event that there is yet");
        }
        return after;
    }
}
