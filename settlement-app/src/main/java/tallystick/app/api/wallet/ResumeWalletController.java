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
import tallystick.domain.LedgerCommand.Wallets.ResumeWallet;

/** {@code POST /v1/wallets/{wallet}/resume}: takes new holds again. */
@RestController
public final class ResumeWalletController {

    private final LedgerGateway ledger;

    public ResumeWalletController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/wallets/{wallet}/resume")
    ResponseEntity<WalletStateResource> resume(
            @PathVariable String wallet, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        Answer answer = ledger.ask(write.of(new ResumeWallet(wallet)));
        return Created.step(answer, WalletStateResource.of(wallet, "open", answer));
    }
}
