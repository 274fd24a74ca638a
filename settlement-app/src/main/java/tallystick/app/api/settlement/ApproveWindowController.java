package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.ClosingCommand;

/**
 * {@code POST /v1/settlement/windows/{window}/approve} by the hub's maker and {@code
 * …/approve/check} by its risk checker, both of the same hash; {@code …/abort} and {@code
 * …/abort/check} give a window up before its first payment.
 */
@RestController
public final class ApproveWindowController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private final LedgerGateway ledger;

    public ApproveWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(WINDOW + "/approve")
    ResponseEntity<ClosingStepResource> approve(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String hash = write.fields().text("hash");
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.ProposeApproval(window, hash));
    }

    @PostMapping(WINDOW + "/approve/check")
    ResponseEntity<ClosingStepResource> approveChecked(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String hash = write.fields().text("hash");
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.ApproveWindow(window, hash));
    }

    @PostMapping(WINDOW + "/abort")
    ResponseEntity<ClosingStepResource> abort(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return ClosingStepResource.done(
                ledger,
                write,
                window,
                new ClosingCommand.ProposeAbort(window, fields.text("reason")));
    }

    @PostMapping(WINDOW + "/abort/check")
    ResponseEntity<ClosingStepResource> abortChecked(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.AbortWindow(window));
    }
}
