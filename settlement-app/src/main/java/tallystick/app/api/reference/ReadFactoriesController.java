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

/** {@code GET /v1/factories} and {@code GET /v1/factories/{name}}. */
@RestController
public final class ReadFactoriesController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadFactoriesController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/factories")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "factories",
                view.factories(page.after(), page.wanted()),
                ReferenceView.Factory::factory,
                FactoryResource::of);
    }

    @GetMapping("/v1/factories/{name}")
    FactoryResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return FactoryResource.of(Reads.found(view.factory(name), "factory"));
    }
}
