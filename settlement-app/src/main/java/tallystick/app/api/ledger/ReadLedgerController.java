package tallystick.app.api.ledger;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.engine.LedgerEngine;

/**
 * {@code GET /v1/ledger}: trial balance per book and asset, accounts, counters, last position and
 * state digest, from the engine's own state at one position.
 */
@RestController
public final class ReadLedgerController {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final LedgerEngine engine;

    public ReadLedgerController(LedgerEngine engine) {
        this.engine = engine;
    }

    @GetMapping("/v1/ledger")
    LedgerResource get(HttpServletRequest request) {
        LedgerResource ledger =
                LedgerGateway.orProblem(
                        () ->
                                engine.query(LedgerResource::of)
                                        .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        String minPosition = request.getParameter("min_position");
        if (minPosition != null) {
            long wanted = Reads.position("min_position", minPosition);
            if (Long.parseLong(ledger.position()) < wanted) {
                throw Reads.behind(wanted);
            }
        }
        return ledger;
    }
}
