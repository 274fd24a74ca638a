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
import tallystick.domain.LedgerCommand.Reference.RegisterModel;

/** {@code POST /v1/models}: registers a model by the name that requests ask for. */
@RestController
public final class RegisterModelController {

    private final LedgerGateway ledger;

    public RegisterModelController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/models")
    ResponseEntity<ModelResource> register(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        RegisterModel command = new RegisterModel(fields.model("model"));
        Answer answer = ledger.ask(write.of(command));
        return Created.of(answer, ModelResource.of(command, answer.position()));
    }
}
