package tallystick.app.api.reference;

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
import tallystick.domain.LedgerCommand.Reference.RegisterOperator;

/** {@code POST /v1/operators}: admits a federation member. */
@RestController
public final class RegisterOperatorController {

    private final LedgerGateway ledger;

    public RegisterOperatorController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/operators")
    ResponseEntity<OperatorResource> register(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        RegisterOperator command =
                new RegisterOperator(
                        fields.name("operator"),
                        fields.text("country"),
                        fields.text("currency"),
                        fields.textOr("public_key", ""));
        Answer answer = ledger.ask(write.of(command));
        return Created.of(answer, OperatorResource.of(command, answer.position()));
    }
}
