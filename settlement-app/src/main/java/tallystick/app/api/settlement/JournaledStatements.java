package tallystick.app.api.settlement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tallystick.app.api.LedgerGateway;
import tallystick.domain.settlement.Statement;
import tallystick.engine.LedgerEngine;
import tallystick.projections.settlement.SettlementView.WindowStatement;

/**
 * Statements as the ledger has them, which comes from the journal alone. The tables say which there
 * are and whose; whoever edits a row there changes no document.
 */
@Component
final class JournaledStatements {

    private static final long TIMEOUT_SECONDS = 30;

    private final LedgerEngine engine;

    JournaledStatements(LedgerEngine engine) {
        this.engine = engine;
    }

    /** The same statements of a window with what the ledger says is in them. */
    List<WindowStatement> of(String window, List<WindowStatement> rows) {
        Map<String, Statement> journaled =
                LedgerGateway.orProblem(
                                () ->
                                        engine.query(state -> state.statementsOf(window))
                                                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .stream()
                        .collect(Collectors.toMap(Statement::statement, Function.identity()));
        return rows.stream()
                .map(
                        row ->
                                new WindowStatement(
                                        row.window(),
                                        journaled.getOrDefault(
                                                row.statement().statement(), row.statement()),
                                        row.issued(),
                                        row.position()))
                .toList();
    }
}
