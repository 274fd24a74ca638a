package tallystick.app.api.wallet;

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

/** {@code GET /v1/wallets} and {@code GET /v1/wallets/{wallet}}: wallets as opened. */
@RestController
public final class ReadWalletsController {

    private final Reads reads;
    private final ReferenceView view;

    public ReadWalletsController(Reads reads, ReferenceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/wallets")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, ReferenceProjection.GROUP);
        return page.reply(
                "wallets",
                view.wallets(Access.of(request).rows(), page.after(), page.wanted()),
                row -> row.terms().wallet(),
                WalletResource::of);
    }

    @GetMapping("/v1/wallets/{wallet}")
    WalletResource get(@PathVariable String wallet, HttpServletRequest request) {
        reads.await(request, ReferenceProjection.GROUP);
        return WalletResource.of(Reads.found(view.wallet(wallet), "wallet"));
    }
}
