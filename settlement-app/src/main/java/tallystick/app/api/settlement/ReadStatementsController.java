package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;

/**
 * {@code GET /v1/settlement/windows/{window}/statements}, in canonical order, and {@code
 * /v1/settlement/statements/{statement}}.
 */
@RestController
public final class ReadStatementsController {

    private final Reads reads;
    private final SettlementView view;
    private final JournaledStatements journaled;

    ReadStatementsController(Reads reads, SettlementView view, JournaledStatements journaled) {
        this.reads = reads;
        this.view = view;
        this.journaled = journaled;
    }

    @GetMapping("/v1/settlement/windows/{window}/statements")
    Map<String, List<StatementResource>> ofWindow(
            @PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(view.window(window), "settlement window");
        return Map.of(
                "statements",
                journaled.of(window, view.statementsOf(Access.of(request).rows(), window)).stream()
                        .map(StatementResource::of)
                        .toList());
    }

    @GetMapping("/v1/settlement/statements/{statement}")
    StatementResource get(@PathVariable String statement, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        WindowStatement found = view.statement(statement);
        boolean isOwn =
                found != null
                        && Access.of(request)
                                .rows()
                                .hasPair(
                                        found.statement().homeOperator(),
                                        found.statement().servingOperator());
        WindowStatement own = Reads.found(isOwn ? found : null, "statement");
        reads.await(request, SettlementProjection.GROUP, "window:" + own.window());
        return StatementResource.of(journaled.of(own.window(), List.of(own)).getFirst());
    }
}
