package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.GrantBalance;

/**
 * {@code GET /v1/wallets/{wallet}/grants}, oldest first, and {@code …/grants/{grant}}: grants and
 * what is left of them.
 */
@RestController
public final class ReadGrantsController {

    private final Reads reads;
    private final WalletBalanceView view;

    public ReadGrantsController(Reads reads, WalletBalanceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/wallets/{wallet}/grants")
    Map<String, List<GrantResource>> list(@PathVariable String wallet, HttpServletRequest request) {
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + wallet);
        Reads.found(view.find(wallet), "wallet");
        return Map.of("grants", view.grantsOf(wallet).stream().map(GrantResource::of).toList());
    }

    @GetMapping("/v1/wallets/{wallet}/grants/{grant}")
    GrantResource get(
            @PathVariable String wallet, @PathVariable String grant, HttpServletRequest request) {
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + wallet);
        GrantBalance found = view.grant(grant);
        boolean isTheWallets = found != null && found.wallet().equals(wallet);
        return GrantResource.of(Reads.found(isTheWallets ? found : null, "grant"));
    }
}
