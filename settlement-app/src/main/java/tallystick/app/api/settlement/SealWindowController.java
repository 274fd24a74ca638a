package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WriteRequest;
import tallystick.app.process.WindowSealing;
import tallystick.domain.Answer;
import tallystick.domain.settlement.WindowState;

/**
 * {@code POST /v1/settlement/windows/{window}/seal}: ends the grace period, computes the root over
 * the members and seals them.
 */
@RestController
public final class SealWindowController {

    private final LedgerGateway ledger;
    private final WindowSealing sealing;

    public SealWindowController(LedgerGateway ledger, WindowSealing sealing) {
        this.ledger = ledger;
        this.sealing = sealing;
    }

    @PostMapping("/v1/settlement/windows/{window}/seal")
    ResponseEntity<StepResource> seal(@PathVariable String window, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        write.fields().finish();
        Answer answer = ledger.run(() -> sealing.seal(window, write.actor(), write.key()));
        return Created.step(answer, StepResource.of(window, WindowState.SEALED, answer));
    }
}
