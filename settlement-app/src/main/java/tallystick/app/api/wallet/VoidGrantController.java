package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.VoidGrant;
import tallystick.engine.LedgerEngine;

/**
 * {@code POST /v1/wallets/{wallet}/grants/{grant}/void}: takes back what is left of a grant and not
 * held.
 */
@RestController
public final class VoidGrantController {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final LedgerGateway ledger;
    private final LedgerEngine engine;

    public VoidGrantController(LedgerGateway ledger, LedgerEngine engine) {
        this.ledger = ledger;
        this.engine = engine;
    }

    @PostMapping("/v1/wallets/{wallet}/grants/{grant}/void")
    ResponseEntity<GrantStepResource> voidGrant(
            @PathVariable String wallet, @PathVariable String grant, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        VoidGrant command = new VoidGrant(grant, write.fields().text("reason"));
        // A grant of another wallet is not there.
        Reads.found(walletOf(grant).filter(wallet::equals).orElse(null), "grant");
        Answer answer = ledger.ask(write.of(command));
        return Created.step(answer, GrantStepResource.voided(wallet, grant, answer));
    }

    private Optional<String> walletOf(String grant) {
        return LedgerGateway.orProblem(
                () ->
                        engine.query(state -> Optional.ofNullable(state.walletOfGrant(grant)))
                                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    }
}
