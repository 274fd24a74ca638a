package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.DisputeCommand;
import tallystick.domain.LineClaim;

/**
 * {@code POST /v1/settlement/statements/{statement}/dispute} opens a dispute, {@code
 * /v1/settlement/disputes/{dispute}/…} takes its steps: acknowledge, evidence, agree, reject,
 * escalate, arbitrate, resolve.
 */
@RestController
public final class DisputeController {

    private static final String DISPUTE = "/v1/settlement/disputes/{dispute}";
    private static final int MOST_LINES = 999_999;

    private final LedgerGateway ledger;

    public DisputeController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/settlement/statements/{statement}/dispute")
    ResponseEntity<ClosingStepResource> open(
            @PathVariable String statement, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        DisputeCommand command =
                new DisputeCommand.OpenDispute(
                        fields.name("dispute"),
                        statement,
                        fields.name("operator"),
                        lines(fields, "claims"),
                        fields.text("reason"));
        return done(write, command);
    }

    @PostMapping(DISPUTE + "/acknowledge")
    ResponseEntity<ClosingStepResource> acknowledge(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String operator = write.fields().name("operator");
        return done(write, new DisputeCommand.AcknowledgeDispute(dispute, operator));
    }

    @PostMapping(DISPUTE + "/evidence")
    ResponseEntity<ClosingStepResource> evidence(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return done(
                write,
                new DisputeCommand.SubmitEvidence(
                        dispute, fields.name("operator"), fields.text("evidence")));
    }

    @PostMapping(DISPUTE + "/agree")
    ResponseEntity<ClosingStepResource> agree(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return done(
                write,
                new DisputeCommand.AgreeDispute(
                        dispute, fields.name("operator"), lines(fields, "grants")));
    }

    @PostMapping(DISPUTE + "/reject")
    ResponseEntity<ClosingStepResource> reject(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return done(
                write,
                new DisputeCommand.RejectDispute(
                        dispute, fields.name("operator"), fields.text("reason")));
    }

    @PostMapping(DISPUTE + "/escalate")
    ResponseEntity<ClosingStepResource> escalate(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return done(
                write,
                new DisputeCommand.EscalateDispute(
                        dispute, fields.name("operator"), fields.text("reason")));
    }

    @PostMapping(DISPUTE + "/arbitrate")
    ResponseEntity<ClosingStepResource> arbitrate(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return done(
                write,
                new DisputeCommand.ArbitrateDispute(
                        dispute, lines(fields, "grants"), fields.text("reason")));
    }

    @PostMapping(DISPUTE + "/resolve")
    ResponseEntity<ClosingStepResource> resolve(
            @PathVariable String dispute, HttpServletRequest request) throws IOException {
        return done(WriteRequest.read(request), new DisputeCommand.ResolveDispute(dispute));
    }

    private ResponseEntity<ClosingStepResource> done(WriteRequest write, DisputeCommand command) {
        return ClosingStepResource.done(ledger, write, command.dispute(), command);
    }

    private static List<LineClaim> lines(RequestFields fields, String field) {
        List<LineClaim> lines = new ArrayList<>();
        for (RequestFields line : fields.objects(field)) {
            lines.add(
                    new LineClaim(line.wholeNumber("line", 0, MOST_LINES), line.amount("amount")));
        }
        return lines;
    }
}
