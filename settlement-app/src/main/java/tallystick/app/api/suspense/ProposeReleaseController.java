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
import tallystick.domain.LedgerCommand.Rerating.ProposeRelease;

/** {@code POST /v1/suspense/{position}/propose}: the first of two persons, with a reason. */
@RestController
public final class ProposeReleaseController {

    private final LedgerGateway ledger;

    public ProposeReleaseController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/suspense/{position}/propose")
    ResponseEntity<ReleaseResource> propose(
            @PathVariable String position, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        long suspended = Reads.position("position", position);
        Answer answer =
                ledger.ask(write.of(new ProposeRelease(suspended, write.fields().text("reason"))));
        return Created.step(
                answer, ReleaseResource.of(suspended, "proposed", write.actor(), answer));
    }
}
