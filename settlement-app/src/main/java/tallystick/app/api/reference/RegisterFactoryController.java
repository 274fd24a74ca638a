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
import tallystick.domain.LedgerCommand.Reference.RegisterFactory;

/** {@code POST /v1/factories}: registers an operator's site. */
@RestController
public final class RegisterFactoryController {

    private final LedgerGateway ledger;

    public RegisterFactoryController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/factories")
    ResponseEntity<FactoryResource> register(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        RegisterFactory command =
                new RegisterFactory(
                        fields.name("factory"),
                        fields.name("operator"),
                        fields.text("jurisdiction"));
        Answer answer = ledger.ask(write.of(command));
        return Created.of(answer, FactoryResource.of(command, answer.position()));
    }
}
