package tallystick.app.api.reference;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.reference.ReferenceView.Tenant;

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
                view.tenants(Access.of(request).rows(), page.after(), page.wanted()),
                ReferenceView.Tenant::tenant,
                TenantResource::of);
    }

    @GetMapping("/v1/tenants/{name}")
    TenantResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        Tenant found = view.tenant(name);
        boolean isOwn = found != null && Access.of(request).rows().hasOperator(found.operator());
        return TenantResource.of(Reads.found(isOwn ? found : null, "tenant"));
    }
}
