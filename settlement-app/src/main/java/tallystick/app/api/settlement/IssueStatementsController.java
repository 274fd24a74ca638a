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
import tallystick.domain.LedgerCommand.Settlement.IssueStatements;
import tallystick.domain.settlement.WindowState;

/**
 * {@code POST /v1/settlement/windows/{window}/issue}: issues a calculated window's statements, and
 * with {@code affirm_by} asks the operators to affirm them.
 */
@RestController
public final class IssueStatementsController {

    private final LedgerGateway ledger;

    public IssueStatementsController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/windows/{window}/issue")
    ResponseEntity<StepResource> issue(@PathVariable String window, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        long affirmBy = fields.timeOr("affirm_by", IssueStatements.UNASKED);
        IssueStatements issue =
                new IssueStatements(
                        window, affirmBy, fields.wholeNumberOr("tolerance_minor", 0, 1_000_000, 0));
        Answer answer = ledger.ask(write.of(issue));
        WindowState state =
                affirmBy == IssueStatements.UNASKED
                        ? WindowState.STATEMENTS_ISSUED
                        : WindowState.AFFIRMING;
        return Created.step(answer, StepResource.of(window, state, answer));
    }
}
