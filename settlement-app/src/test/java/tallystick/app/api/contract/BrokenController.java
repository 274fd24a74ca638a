package tallystick.app.api.contract;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;

/** Handlers with faults, in front of good ones: what the fuzz run must notice. */
@RestController
@SuppressWarnings("DoNotCallSuggester")
@ConditionalOnProperty("tallystick.test.broken-handlers")
final class BrokenController {

    private final LedgerGateway ledger;

    BrokenController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @GetMapping(path = "/v1/operators", params = "limit")
    String throwsUp() {
        throw new IllegalStateException("nobody thought of this");
    }

    @GetMapping(path = "/v1/factories", params = "limit")
    String tells() {
        throw new ProblemException(
                ProblemCode.PROJECTIONS_UNAVAILABLE, "java.sql.SQLException: no such table");
    }

    @PostMapping(path = "/v1/models", headers = "Idempotency-Key")
    String changesAndRefuses(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RegisterModel command = new RegisterModel(write.fields().model("model"));
        Object _ = ledger.ask(write.of(command));
        throw new ProblemException(
                ProblemCode.OVERLOADED, "the ledger has no room at the moment; nothing was taken");
    }
}
