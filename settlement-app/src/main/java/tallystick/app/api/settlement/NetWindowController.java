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
import tallystick.domain.LedgerCommand.Settlement.NetWindow;
import tallystick.domain.settlement.WindowState;

/** {@code POST /v1/settlement/windows/{window}/net}: nets the issued statements of a window. */
@RestController
public final class NetWindowController {

    private final LedgerGateway ledger;

    public NetWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/windows/{window}/net")
    ResponseEntity<StepResource> net(@PathVariable String window, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        Answer answer = ledger.ask(write.of(new NetWindow(window)));
        return Created.step(answer, StepResource.of(window, WindowState.NETTED, answer));
    }
}
