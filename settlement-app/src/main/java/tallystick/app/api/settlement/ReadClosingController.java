package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowConversion;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.ClosingView.Closing;
import tallystick.projections.settlement.ClosingView.Side;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/windows/{window}/…}: {@code affirmations}, {@code approvals}, {@code
 * funding}, {@code instructions} and {@code finality}: how far the window is, and what waits for
 * whom.
 */
@RestController
public final class ReadClosingController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private final Reads reads;
    private final JournalReads journal;
    private final SettlementView windows;
    private final ClosingView view;

    public ReadClosingController(
            Reads reads, JournalReads journal, SettlementView windows, ClosingView view) {
        this.reads = reads;
        this.journal = journal;
        this.windows = windows;
        this.view = view;
    }

    @GetMapping(WINDOW + "/affirmations")
    AffirmationsResource affirmations(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        RowScope rows = Access.of(request).rows();
        List<Side> said = view.sides(rows, window);
        List<AffirmationsResource.Side> sides = new ArrayList<>();
        for (WindowStatement row : windows.statementsOf(rows, window)) {
            Statement statement = row.statement();
            for (String operator : List.of(statement.homeOperator(), statement.servingOperator())) {
                if (rows.hasOperator(operator)) {
                    Side side =
                            said.stream()
                                    .filter(s -> s.statement().equals(statement.statement()))
                                    .filter(s -> s.operator().equals(operator))
                                    .findFirst()
                                    .orElse(null);
                    sides.add(AffirmationsResource.Side.of(statement, operator, side));
                }
            }
        }
        return AffirmationsResource.of(window, view.closing(window), sides);
    }

    @GetMapping(WINDOW + "/approvals")
    ApprovalsResource approvals(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        return ApprovalsResource.of(window, view.closing(window), view.acts(window));
    }

    @GetMapping(WINDOW + "/funding")
    FundingResource funding(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        RowScope rows = Access.of(request).rows();
        return FundingResource.of(window, view.closing(window), view.payIns(rows, window));
    }

    @GetMapping(WINDOW + "/instructions")
    InstructionsResource instructions(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        RowScope rows = Access.of(request).rows();
        Closing closing = view.closing(window);
        LocalDate valueDate = closing == null ? null : closing.valueDate();
        return new InstructionsResource(
                window,
                valueDate == null ? null : valueDate.toString(),
                legs(window, rows),
                rows.isNarrow()
                        ? List.of()
                        : view.unmatched(window).stream()
                                .map(InstructionsResource.Unmatched::of)
                                .toList());
    }

    @GetMapping(WINDOW + "/finality")
    FinalityResource finality(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        return FinalityResource.of(
                Reads.found(windows.window(window), "settlement window"), view.closing(window));
    }

    /** A payment of an exchange is held until every payment of the exchange is confirmed. */
    private List<InstructionsResource.Leg> legs(String window, RowScope rows) {
        WindowConversion conversion =
                journal.ledger(state -> Optional.ofNullable(state.conversionOf(window)))
                        .orElse(null);
        List<ClosingView.Leg> all = view.legs(RowScope.ALL, window);
        Set<String> open = new HashSet<>();
        Map<Integer, String> groups = new HashMap<>();
        for (ClosingView.Leg row : all) {
            String group = conversion == null ? "" : conversion.groupOf(row.leg());
            groups.put(row.leg().leg(), group);
            if (!group.isEmpty() && row.confirmedMinor() < row.leg().minor()) {
                open.add(group);
            }
        }
        return view.legs(rows, window).stream()
                .map(
                        row -> {
                            String group = groups.getOrDefault(row.leg().leg(), "");
                            return InstructionsResource.Leg.of(row, group, open.contains(group));
                        })
                .toList();
    }

    private void await(String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
    }
}
