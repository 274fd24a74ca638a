package tallystick.app.api.settlement;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import tallystick.app.api.LedgerGateway;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.engine.LedgerEngine;
import tallystick.projections.sql.RowScope;

/** What agreements' conditions did, as the ledger has it, which comes from the journal alone. */
@Component
public final class LedgerTerms {

    private static final long TIMEOUT_SECONDS = 30;

    private final LedgerEngine engine;

    LedgerTerms(LedgerEngine engine) {
        this.engine = engine;
    }

    /** Of a window, as far as a reader may see it. */
    public List<AppliedTerms> of(String window, RowScope rows) {
        return LedgerGateway.orProblem(
                        () ->
                                engine.query(state -> state.appliedTerms(window))
                                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .stream()
                .filter(one -> rows.hasPair(one.homeOperator(), one.servingOperator()))
                .toList();
    }
}
