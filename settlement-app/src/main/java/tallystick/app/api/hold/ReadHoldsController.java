package tallystick.app.api.hold;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;

/**
 * {@code GET /v1/holds/{hold}}: where a hold stands, for 40 days after its end; and {@code GET
 * /v1/wallets/{wallet}/holds}: a wallet's open ones, oldest first.
 */
@RestController
public final class ReadHoldsController {

    private final Reads reads;
    private final HoldView view;
    private final WalletBalanceView wallets;

    public ReadHoldsController(Reads reads, HoldView view, WalletBalanceView wallets) {
        this.reads = reads;
        this.view = view;
        this.wallets = wallets;
    }

    @GetMapping("/v1/holds/{hold}")
    HoldStatusResource get(@PathVariable String hold, HttpServletRequest request) {
        reads.await(request, WalletBalanceProjection.GROUP, "hold:" + hold);
        HoldView.HoldStatus found = Reads.found(view.find(hold), "hold");
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + found.wallet());
        return HoldStatusResource.of(found);
    }

    @GetMapping("/v1/wallets/{wallet}/holds")
    Map<String, Object> list(@PathVariable String wallet, HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + wallet);
        Reads.found(wallets.find(wallet), "wallet");
        return page.reply(
                "holds",
                view.openOf(wallet, page.afterPosition(), page.wanted()),
                row -> Long.toString(row.openedPosition()),
                HoldStatusResource::of);
    }
}
