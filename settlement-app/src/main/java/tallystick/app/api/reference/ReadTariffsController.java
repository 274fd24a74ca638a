package tallystick.app.api.reference;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.reference.ReferenceView;

/**
 * {@code GET /v1/tariffs}, the newest version of each; {@code GET /v1/tariffs/{tariff}}, the newest
 * of one; {@code …/versions} and {@code …/versions/{version}}, those before.
 */
@RestController
public final class ReadTariffsController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadTariffsController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/tariffs")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "tariffs",
                view.tariffs(Access.of(request).rows(), page.after(), page.wanted()),
                row -> row.terms().tariff(),
                TariffResource::of);
    }

    @GetMapping("/v1/tariffs/{tariff}")
    TariffResource newest(@PathVariable String tariff, HttpServletRequest request) {
        return TariffResource.of(versions(tariff, request).getLast());
    }

    @GetMapping("/v1/tariffs/{tariff}/versions")
    Map<String, Object> versionsOf(@PathVariable String tariff, HttpServletRequest request) {
        return Map.of(
                "versions", versions(tariff, request).stream().map(TariffResource::of).toList());
    }

    @GetMapping("/v1/tariffs/{tariff}/versions/{version}")
    TariffResource version(
            @PathVariable String tariff, @PathVariable int version, HttpServletRequest request) {
        ReferenceView.TariffVersion found =
                versions(tariff, request).stream()
                        .filter(row -> row.version() == version)
                        .findFirst()
                        .orElse(null);
        return TariffResource.of(Reads.found(found, "tariff version"));
    }

    private List<ReferenceView.TariffVersion> versions(String tariff, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        List<ReferenceView.TariffVersion> versions =
                view.tariffVersions(Access.of(request).rows(), tariff);
        return Reads.found(versions.isEmpty() ? null : versions, "tariff");
    }
}
