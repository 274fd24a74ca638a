package tallystick.app.api.quota;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Quotas.RemoveQuota;

/**
 * {@code DELETE /v1/quotas/{name}} and {@code DELETE /v1/wallets/{wallet}/quotas/{name}}: lifts a
 * quota and forgets what was consumed of it.
 */
@RestController
public final class RemoveQuotaController {

    private final LedgerGateway ledger;

    public RemoveQuotaController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @DeleteMapping("/v1/quotas/{name}")
    ResponseEntity<Map<String, String>> remove(
            @PathVariable String name, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        Answer answer = ledger.ask(write.of(new RemoveQuota(name)));
        return Created.step(answer, Map.of("position", WireText.position(answer.position())));
    }

    @DeleteMapping("/v1/wallets/{wallet}/quotas/{name}")
    ResponseEntity<Map<String, String>> remove(
            @PathVariable String wallet, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        return remove(SetQuotaController.ofWallet(wallet, name), request);
    }
}
