package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Settlement.OpenWindow;

/** {@code POST /v1/settlement/windows}: opens the first window of a settlement model. */
@RestController
public final class OpenWindowController {

    private final LedgerGateway ledger;

    public OpenWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/windows")
    ResponseEntity<StepResource> open(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        OpenWindow open =
                new OpenWindow(
                        fields.name("window"),
                        fields.name("settlement_model"),
                        fields.time("starts_at"));
        Answer answer = ledger.ask(write.of(open));
        return Created.of(
                answer,
                StepResource.opened(
                        open.window(), open.settlementModel(), open.startsAtEpochNanos(), answer));
    }
}
