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
import tallystick.domain.AgreementTerms;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Reference.ConcludeAgreement;
import tallystick.domain.settlement.AgreementConditions;

/** {@code POST /v1/agreements}: concludes an agreement on roaming, or its next version. */
@RestController
public final class ConcludeAgreementController {

    private final LedgerGateway ledger;

    public ConcludeAgreementController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/agreements")
    ResponseEntity<AgreementResource> conclude(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        AgreementTerms terms =
                new AgreementTerms(
                        fields.name("agreement"),
                        fields.name("home_operator"),
                        fields.name("serving_operator"),
                        fields.name("inter_operator_tariff"),
                        fields.name("settlement_model"),
                        fields.time("effective_from"));
        AgreementConditions conditions = ConditionsFields.read(fields);
        Answer answer = ledger.ask(write.of(new ConcludeAgreement(terms, conditions)));
        int version = Created.version(answer.resource());
        return Created.of(
                answer, AgreementResource.of(terms, version, conditions, answer.position()));
    }
}
