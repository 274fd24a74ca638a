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
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Settlement.CalculateWindow;
import tallystick.domain.settlement.WindowState;

/**
 * {@code POST /v1/settlement/windows/{window}/calculate}: computes the statements of a sealed
 * window.
 */
@RestController
public final class CalculateWindowController {

    private final LedgerGateway ledger;

    public CalculateWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/windows/{window}/calculate")
    ResponseEntity<StepResource> calculate(@PathVariable String window, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        Answer answer = ledger.ask(write.of(new CalculateWindow(window)));
        return Created.step(answer, StepResource.of(window, WindowState.CALCULATED, answer));
    }
}
