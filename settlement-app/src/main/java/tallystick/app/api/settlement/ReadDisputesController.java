package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.domain.money.Assets;
import tallystick.projections.settlement.DisputeView;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/windows/{window}/disputes} in order of opening, and {@code
 * /v1/settlement/disputes/{dispute}}: those of the reader's pairs.
 */
@RestController
public final class ReadDisputesController {

    private final Reads reads;
    private final SettlementView windows;
    private final DisputeView view;

    public ReadDisputesController(Reads reads, SettlementView windows, DisputeView view) {
        this.reads = reads;
        this.windows = windows;
        this.view = view;
    }

    @GetMapping("/v1/settlement/windows/{window}/disputes")
    Map<String, List<DisputeResource>> ofWindow(
            @PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
        RowScope rows = Access.of(request).rows();
        return Map.of(
                "disputes",
                view.disputesOf(window).stream()
                        .filter(row -> isOwn(row, rows))
                        .map(this::resource)
                        .toList());
    }

    @GetMapping("/v1/settlement/disputes/{dispute}")
    DisputeResource get(@PathVariable String dispute, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        DisputeView.Row row = view.dispute(dispute);
        boolean isOwn = row != null && isOwn(row, Access.of(request).rows());
        return resource(Reads.found(isOwn ? row : null, "dispute"));
    }

    /** A statement is named {@code window:home:serving:asset}. */
    private static boolean isOwn(DisputeView.Row row, RowScope rows) {
        String[] parts = row.statement().split(":", -1);
        return rows.hasPair(parts[1], parts[2]);
    }

    private DisputeResource resource(DisputeView.Row row) {
        String asset = row.statement().substring(row.statement().lastIndexOf(':') + 1);
        return DisputeResource.of(row, view.linesOf(row.dispute()), Assets.minorDigits(asset));
    }
}
