package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;

/** {@code GET /v1/settlement/windows/{window}/terms}: empty until the window is calculated. */
@RestController
public final class ReadTermsController {

    private final Reads reads;
    private final SettlementView windows;
    private final LedgerTerms terms;

    public ReadTermsController(Reads reads, SettlementView windows, LedgerTerms terms) {
        this.reads = reads;
        this.windows = windows;
        this.terms = terms;
    }

    @GetMapping("/v1/settlement/windows/{window}/terms")
    TermsResource get(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
        return new TermsResource(
                window,
                terms.of(window, Access.of(request).rows()).stream()
                        .map(TermsResource.Applied::of)
                        .toList());
    }
}
