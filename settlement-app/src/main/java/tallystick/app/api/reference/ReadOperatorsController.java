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

/** {@code GET /v1/operators} and {@code GET /v1/operators/{name}}. */
@RestController
public final class ReadOperatorsController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadOperatorsController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/operators")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "operators",
                view.operators(page.after(), page.wanted()),
                ReferenceView.Operator::operator,
                OperatorResource::of);
    }

    @GetMapping("/v1/operators/{name}")
    OperatorResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return OperatorResource.of(Reads.found(view.operator(name), "operator"));
    }
}
