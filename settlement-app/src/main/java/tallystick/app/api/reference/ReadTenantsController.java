package tallystick.app.api.reference;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.reference.ReferenceView;

/** {@code GET /v1/tenants} and {@code GET /v1/tenants/{name}}. */
@RestController
public final class ReadTenantsController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadTenantsController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/tenants")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "tenants",
                view.tenants(page.after(), page.wanted()),
                ReferenceView.Tenant::tenant,
                TenantResource::of);
    }

    @GetMapping("/v1/tenants/{name}")
    TenantResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return TenantResource.of(Reads.found(view.tenant(name), "tenant"));
    }
}
