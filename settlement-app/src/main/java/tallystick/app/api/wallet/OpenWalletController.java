package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.GeneratedName;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.OpenWallet;
import tallystick.domain.WalletTerms;

/** {@code POST /v1/wallets}: opens a wallet, under a name of the caller's or a new one. */
@RestController
public final class OpenWalletController {

    private final LedgerGateway ledger;

    public OpenWalletController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/wallets")
    ResponseEntity<WalletResource> open(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        WalletTerms terms =
                new WalletTerms(
                        fields.nameOr("wallet", GeneratedName.of("wal_")),
                        fields.name("tenant"),
                        fields.text("asset"),
                        fields.name("tariff"),
                        fields.amountOrZero("overdraft_limit"),
                        fields.textsOrNone("allowed_jurisdictions"));
        Answer answer = ledger.ask(write.of(new OpenWallet(terms)));
        // A key sent again gets the name that was generated first.
        return Created.of(answer, WalletResource.of(answer.resource(), terms, answer.position()));
    }
}
