package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.sql.RowScope;

/** {@code GET /v1/settlement/windows/{window}/positions}: empty until the window is netted. */
@RestController
public final class ReadNetPositionsController {

    private final Reads reads;
    private final SettlementView view;

    public ReadNetPositionsController(Reads reads, SettlementView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/settlement/windows/{window}/positions")
    NetPositionsResource get(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(view.window(window), "settlement window");
        RowScope rows = Access.of(request).rows();
        return new NetPositionsResource(
                window,
                view.netPositionsOf(rows, window).stream()
                        .map(NetPositionsResource.Position::of)
                        .toList(),
                view.bilateralOf(rows, window).stream()
                        .map(NetPositionsResource.Debt::of)
                        .toList());
    }
}
