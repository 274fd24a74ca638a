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
 * {@code POST /v1/settlement/statements/{statement}/affirm} by a maker, {@code …/affirm/check} by a
 * checker of the same operator, {@code …/aggregate} by its own calculation.
 */
@RestController
public final class AffirmStatementController {

    private static final String STATEMENT = "/v1/settlement/statements/{statement}";

    private final LedgerGateway ledger;

    public AffirmStatementController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(STATEMENT + "/affirm")
    ResponseEntity<ClosingStepResource> affirm(
            @PathVariable String statement, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String operator = write.fields().name("operator");
        return ClosingStepResource.done(
                ledger,
                write,
                statement,
                new ClosingCommand.ProposeAffirmation(statement, operator));
    }

    @PostMapping(STATEMENT + "/affirm/check")
    ResponseEntity<ClosingStepResource> check(
            @PathVariable String statement, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String operator = write.fields().name("operator");
        return ClosingStepResource.done(
                ledger,
                write,
                statement,
                new ClosingCommand.ConfirmAffirmation(statement, operator));
    }

    @PostMapping(STATEMENT + "/aggregate")
    ResponseEntity<ClosingStepResource> aggregate(
            @PathVariable String statement, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        ClosingCommand command =
                new ClosingCommand.SubmitAggregate(
                        statement,
                        fields.name("operator"),
                        fields.text("hash"),
                        fields.amount("total"));
        return ClosingStepResource.done(ledger, write, statement, command);
    }
}
