package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.SetAlerts;

/** {@code PUT /v1/wallets/{wallet}/alerts}: the posted balances whose downward crossing is told. */
@RestController
public final class SetAlertsController {

    private final LedgerGateway ledger;

    public SetAlertsController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/v1/wallets/{wallet}/alerts")
    ResponseEntity<AlertsResource> set(@PathVariable String wallet, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        SetAlerts command = new SetAlerts(wallet, write.fields().amounts("thresholds"));
        Answer answer = ledger.ask(write.of(command));
        return Created.step(answer, AlertsResource.of(command, answer));
    }
}
