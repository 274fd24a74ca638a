package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.settlement.DefaultView;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/windows/{window}/defaults}: missed pay-ins, what was drawn, and what a
 * recast changed; {@code /v1/settlement/collateral}: what is pledged. An operator sees its own.
 */
@RestController
public final class ReadDefaultsController {

    private final Reads reads;
    private final SettlementView windows;
    private final DefaultView view;

    public ReadDefaultsController(Reads reads, SettlementView windows, DefaultView view) {
        this.reads = reads;
        this.windows = windows;
        this.view = view;
    }

    @GetMapping("/v1/settlement/windows/{window}/defaults")
    DefaultsResource ofWindow(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
        RowScope rows = Access.of(request).rows();
        return new DefaultsResource(
                window,
                view.missedIn(window).stream()
                        .filter(row -> rows.hasOperator(row.operator()))
                        .map(
                                row ->
                                        DefaultsResource.Default.of(
                                                row,
                                                view.missing(window, row.operator()),
                                                view.draws(window, row.operator())))
                        .toList(),
                view.recasts(window).stream()
                        .filter(one -> rows.hasOperator(one.operator()))
                        .map(DefaultsResource.Recast::of)
                        .toList());
    }

    @GetMapping("/v1/settlement/collateral")
    Map<String, List<DefaultsResource.Pledge>> collateral(HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        RowScope rows = Access.of(request).rows();
        return Map.of(
                "collateral",
                view.collateral().stream()
                        .filter(pledge -> rows.hasOperator(pledge.operator()))
                        .map(DefaultsResource.Pledge::of)
                        .toList());
    }
}
