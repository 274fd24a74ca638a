package tallystick.app.api.suspense;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.SuspenseView.SuspendedRecord;
import tallystick.projections.usage.UsageCubeProjection;

/** {@code GET /v1/suspense}, oldest first, and {@code /v1/suspense/{position}}: what waits. */
@RestController
public final class ReadSuspenseController {

    private final Reads reads;
    private final SuspenseView view;

    public ReadSuspenseController(Reads reads, SuspenseView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/suspense")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, UsageCubeProjection.GROUP);
        return page.reply(
                "records",
                view.records(Access.of(request).rows(), page.afterPosition(), page.wanted()),
                row -> Long.toString(row.position()),
                SuspendedResource::of);
    }

    @GetMapping("/v1/suspense/{position}")
    SuspendedResource get(@PathVariable String position, HttpServletRequest request) {
        long wanted = Reads.position("position", position);
        reads.await(request, UsageCubeProjection.GROUP);
        SuspendedRecord found = view.record(wanted);
        boolean isOwn =
                found != null
                        && Access.of(request)
                                .rows()
                                .hasPair(found.homeOperator(), found.servingOperator());
        return SuspendedResource.of(Reads.found(isOwn ? found : null, "suspended record"));
    }
}
