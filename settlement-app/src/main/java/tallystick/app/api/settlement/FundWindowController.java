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
 * {@code POST /v1/settlement/windows/{window}/fund} calls debtors to pay in, {@code …/payins}
 * records what came in, {@code …/confirm} what a bank says was paid, {@code …/finalise} ends the
 * window.
 */
@RestController
public final class FundWindowController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private final LedgerGateway ledger;

    public FundWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(WINDOW + "/fund")
    ResponseEntity<ClosingStepResource> fund(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        long dueBy = write.fields().time("due_by");
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.FundWindow(window, dueBy));
    }

    @PostMapping(WINDOW + "/payins")
    ResponseEntity<ClosingStepResource> payIn(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        ClosingCommand command =
                new ClosingCommand.RecordPayIn(
                        window,
                        fields.name("operator"),
                        fields.text("asset"),
                        fields.amount("amount"),
                        fields.text("entry"));
        return ClosingStepResource.done(ledger, write, window, command);
    }

    @PostMapping(WINDOW + "/confirm")
    ResponseEntity<ClosingStepResource> confirm(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        ClosingCommand command =
                new ClosingCommand.ConfirmPayment(
                        window,
                        fields.text("uetr"),
                        fields.text("asset"),
                        fields.amount("amount"),
                        fields.text("entry"));
        return ClosingStepResource.done(ledger, write, window, command);
    }

    @PostMapping(WINDOW + "/finalise")
    ResponseEntity<ClosingStepResource> finalise(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.FinaliseWindow(window));
    }
}
