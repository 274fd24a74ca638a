package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.SuspendWallet;

/** {@code POST /v1/wallets/{wallet}/suspend}: refuses new holds; usage is still charged. */
@RestController
public final class SuspendWalletController {

    private final LedgerGateway ledger;

    public SuspendWalletController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/wallets/{wallet}/suspend")
    ResponseEntity<WalletStateResource> suspend(
            @PathVariable String wallet, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        SuspendWallet command = new SuspendWallet(wallet, write.fields().text("reason"));
        Answer answer = ledger.ask(write.of(command));
        return Created.step(answer, WalletStateResource.of(wallet, "suspended", answer));
    }
}
