package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.GeneratedName;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.TransferCredit;

/**
 * {@code POST /v1/wallets/{wallet}/transfers}: moves paid credit to another wallet of the same
 * operator and asset, where it becomes a grant of the transfer's name.
 */
@RestController
public final class TransferCreditController {

    private final LedgerGateway ledger;

    public TransferCreditController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/wallets/{wallet}/transfers")
    ResponseEntity<TransferResource> transfer(
            @PathVariable String wallet, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        TransferCredit command =
                new TransferCredit(
                        fields.nameOr("transfer", GeneratedName.of("trf_")),
                        wallet,
                        fields.name("to_wallet"),
                        fields.amount("amount"),
                        fields.text("asset"));
        Answer answer = ledger.ask(write.of(command));
        return Created.of(answer, TransferResource.of(command, answer));
    }
}
