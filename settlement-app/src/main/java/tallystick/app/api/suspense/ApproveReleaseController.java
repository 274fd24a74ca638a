package tallystick.app.api.suspense;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Rerating.ApproveRelease;

/** {@code POST /v1/suspense/{position}/approve}: the second person; the record is rated at once. */
@RestController
public final class ApproveReleaseController {

    private final LedgerGateway ledger;

    public ApproveReleaseController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/suspense/{position}/approve")
    ResponseEntity<ReleaseResource> approve(
            @PathVariable String position, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        long suspended = Reads.position("position", position);
        Answer answer = ledger.ask(write.of(new ApproveRelease(suspended)));
        return Created.step(
                answer, ReleaseResource.of(suspended, "released", write.actor(), answer));
    }
}
