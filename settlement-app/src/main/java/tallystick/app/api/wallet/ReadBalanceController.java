package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;

/** {@code GET /v1/wallets/{wallet}/balance}. */
@RestController
public final class ReadBalanceController {

    private final Reads reads;
    private final WalletBalanceView view;

    public ReadBalanceController(Reads reads, WalletBalanceView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/wallets/{wallet}/balance")
    BalanceResource get(@PathVariable String wallet, HttpServletRequest request) {
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + wallet);
        return BalanceResource.of(Reads.found(view.find(wallet), "wallet"), view.grantsOf(wallet));
    }
}
