package tallystick.app.api.quota;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.domain.quota.QuotaScope;
import tallystick.projections.reference.QuotaView;
import tallystick.projections.reference.ReferenceProjection;

/**
 * {@code GET /v1/quotas}, {@code /v1/quotas/{name}}, and the same below a wallet: quotas as last
 * set.
 */
@RestController
public final class ReadQuotasController {

    private final Reads reads;
    private final QuotaView view;

    public ReadQuotasController(Reads reads, QuotaView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/quotas")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "quotas",
                view.list(Access.of(request).rows(), page.after(), page.wanted()),
                row -> row.terms().quota(),
                QuotaResource::of);
    }

    @GetMapping("/v1/quotas/{name}")
    QuotaResource get(@PathVariable String name, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return QuotaResource.of(Reads.found(view.find(Access.of(request).rows(), name), "quota"));
    }

    @GetMapping("/v1/wallets/{wallet}/quotas")
    Map<String, Object> list(@PathVariable String wallet, HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "quotas",
                view.of(QuotaScope.WALLET, wallet, page.after(), page.wanted()),
                row -> row.terms().quota(),
                QuotaResource::of);
    }

    @GetMapping("/v1/wallets/{wallet}/quotas/{name}")
    QuotaResource get(
            @PathVariable String wallet, @PathVariable String name, HttpServletRequest request) {
        return get(SetQuotaController.ofWallet(wallet, name), request);
    }
}
