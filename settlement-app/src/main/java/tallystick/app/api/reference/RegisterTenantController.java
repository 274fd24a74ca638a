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
import tallystick.domain.LedgerCommand.Reference.RegisterTenant;

/** {@code POST /v1/tenants}: registers a customer of a home operator. */
@RestController
public final class RegisterTenantController {

    private final LedgerGateway ledger;

    public RegisterTenantController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/tenants")
    ResponseEntity<TenantResource> register(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        RegisterTenant command = new RegisterTenant(fields.name("tenant"), fields.name("operator"));
        Answer answer = ledger.ask(write.of(command));
        return Created.of(answer, TenantResource.of(command, answer.position()));
    }
}
