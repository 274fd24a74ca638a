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

/** {@code GET /v1/models} and {@code GET /v1/models/{name}}. */
@RestController
public final class ReadModelsController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadModelsController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/models")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "models",
                view.models(page.after(), page.wanted()),
                ReferenceView.Model::model,
                ModelResource::of);
    }

    @GetMapping("/v1/models/{*name}")
    ModelResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return ModelResource.of(Reads.found(view.model(name.substring(1)), "model"));
    }
}
