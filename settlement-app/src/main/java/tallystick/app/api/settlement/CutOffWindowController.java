package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Settlement.CutOffWindow;

/**
 * {@code POST /v1/settlement/windows/{window}/cutoff}: cuts a window off; the next one opens in the
 * same decision.
 */
@RestController
public final class CutOffWindowController {

    private final LedgerGateway ledger;

    public CutOffWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/windows/{window}/cutoff")
    ResponseEntity<StepResource> cutOff(@PathVariable String window, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        CutOffWindow step =
                new CutOffWindow(window, fields.time("cut_off"), fields.name("next_window"));
        Answer answer = ledger.ask(write.of(step));
        return Created.step(
                answer,
                StepResource.cutOff(window, step.cutOffEpochNanos(), step.nextWindow(), answer));
    }
}
