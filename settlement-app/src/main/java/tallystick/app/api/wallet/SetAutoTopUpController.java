package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.SetAutoTopUp;

/**
 * {@code PUT /v1/wallets/{wallet}/auto-topup}: asks for a top-up whenever the posted balance falls
 * below a threshold; an amount of 0 ends the arrangement.
 */
@RestController
public final class SetAutoTopUpController {

    private final LedgerGateway ledger;

    public SetAutoTopUpController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/v1/wallets/{wallet}/auto-topup")
    ResponseEntity<AutoTopUpResource> set(@PathVariable String wallet, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        RequestFields fields = write.fields();
        SetAutoTopUp command =
                new SetAutoTopUp(wallet, fields.amount("threshold"), fields.amount("amount"));
        Answer answer = ledger.ask(write.of(command));
        return Created.step(answer, AutoTopUpResource.of(command, answer));
    }
}
