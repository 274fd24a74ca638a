package tallystick.app.api.hold;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.api.quota.RateLimits;
import tallystick.domain.Answer;
import tallystick.domain.HoldAnswer;
import tallystick.domain.LedgerRequest;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.engine.LedgerEngine;

/** Asks the ledger for a step of a hold and answers with where the hold stood right after it. */
@Component
public final class HoldReplies {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final LedgerGateway ledger;
    private final LedgerEngine engine;
    private final RateLimits limits;

    public HoldReplies(LedgerGateway ledger, LedgerEngine engine, RateLimits limits) {
        this.ledger = ledger;
        this.engine = engine;
        this.limits = limits;
    }

    /** 201 for an opening. */
    ResponseEntity<HoldResource> opened(LedgerRequest request) {
        return reply(HttpStatus.CREATED, request);
    }

    /** 200 for every later message. */
    ResponseEntity<HoldResource> step(LedgerRequest request) {
        return reply(HttpStatus.OK, request);
    }

    private ResponseEntity<HoldResource> reply(HttpStatus status, LedgerRequest request) {
        Answer answer = ledger.ask(request);
        HoldAnswer told = answer.hold();
        HoldAnswer hold = told == null ? opening(answer.resource()) : told;
        HttpHeaders headers = limits.headers(hold.hold());
        headers.addAll(Created.headers(answer));
        return ResponseEntity.status(status).headers(headers).body(HoldResource.of(answer, hold));
    }

    /**
     * What an opening was answered whose key was sent again: the name given then was not in the
     * request, so that the ledger could not tell.
     */
    private HoldAnswer opening(String hold) {
        return LedgerGateway.orProblem(
                        () ->
                                engine.query(
                                                state ->
                                                        Optional.ofNullable(
                                                                state.holdAnswer(hold, 0)))
                                        .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .orElseThrow(() -> endedLongAgo(hold));
    }

    private static ProblemException endedLongAgo(String hold) {
        return new ProblemException(
                ProblemDocument.of(
                        new Refusal(
                                RefusalCode.HOLD_CLOSED,
                                "hold",
                                hold + " ended more than a day ago")));
    }
}
