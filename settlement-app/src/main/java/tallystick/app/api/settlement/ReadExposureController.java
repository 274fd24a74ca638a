package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.position.BilateralPositionProjection;
import tallystick.projections.position.BilateralPositionView;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.sql.RowScope;

/** {@code GET /v1/settlement/windows/{window}/exposure}: running, also while the window is open. */
@RestController
public final class ReadExposureController {

    private final Reads reads;
    private final SettlementView windows;
    private final BilateralPositionView exposure;

    public ReadExposureController(
            Reads reads, SettlementView windows, BilateralPositionView exposure) {
        this.reads = reads;
        this.windows = windows;
        this.exposure = exposure;
    }

    @GetMapping("/v1/settlement/windows/{window}/exposure")
    ExposureResource get(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        reads.awaitAll(request, BilateralPositionProjection.GROUP);
        Reads.found(windows.window(window), "settlement window");
        RowScope rows = Access.of(request).rows();
        return new ExposureResource(
                window,
                exposure.exposures(rows, window).stream().map(ExposureResource.Owed::of).toList(),
                exposure.lines(rows, window).stream().map(ExposureResource.Owed::of).toList());
    }
}
