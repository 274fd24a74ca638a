package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemException;
import tallystick.projections.reference.CapView;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/caps/{operator}?asset=} and {@code …/{home}/{serving}?asset=}: a cap as
 * last set; and {@code GET /v1/settlement/caps}: the first 500 of each kind.
 */
@RestController
public final class ReadCapsController {

    private static final int MOST = 500;

    private final Reads reads;
    private final CapView view;

    public ReadCapsController(Reads reads, CapView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/settlement/caps")
    Map<String, List<CapResource>> list(HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        RowScope rows = Access.of(request).rows();
        return Map.of(
                "net_debit",
                view.netDebit(rows, "", "", MOST).stream().map(CapResource::of).toList(),
                "bilateral",
                view.bilateral(rows, "", "", "", MOST).stream().map(CapResource::of).toList());
    }

    @GetMapping("/v1/settlement/caps/{operator}")
    CapResource netDebit(@PathVariable String operator, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        String asset = asset(request);
        boolean isOwn = Access.of(request).rows().hasOperator(operator);
        return CapResource.of(Reads.found(isOwn ? view.netDebit(operator, asset) : null, "cap"));
    }

    @GetMapping("/v1/settlement/caps/{home}/{serving}")
    CapResource bilateral(
            @PathVariable String home, @PathVariable String serving, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        String asset = asset(request);
        boolean isOwn = Access.of(request).rows().hasPair(home, serving);
        return CapResource.of(
                Reads.found(isOwn ? view.bilateral(home, serving, asset) : null, "cap"));
    }

    private static String asset(HttpServletRequest request) {
        String asset = request.getParameter("asset");
        if (asset == null) {
            throw ProblemException.ofParameter("asset", "is required");
        }
        return asset;
    }
}
