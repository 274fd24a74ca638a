package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Caps.SetNetDebitCap;

/**
 * {@code PUT /v1/settlement/caps/{operator}}: how much an operator may come to owe all others on
 * balance before its customers get no more holds abroad.
 */
@RestController
public final class SetNetDebitCapController {

    private static final int ALL_BASIS_POINTS = 10_000;

    private final LedgerGateway ledger;

    public SetNetDebitCapController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/v1/settlement/caps/{operator}")
    ResponseEntity<CapResource> set(@PathVariable String operator, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        RequestFields fields = write.fields();
        SetNetDebitCap cap =
                new SetNetDebitCap(
                        operator,
                        fields.text("asset"),
                        fields.amount("cap"),
                        fields.wholeNumberOr(
                                "haircut_basis_points", 0, ALL_BASIS_POINTS, ALL_BASIS_POINTS));
        Answer answer = ledger.ask(write.of(cap));
        return Created.step(answer, CapResource.of(cap, answer.position()));
    }
}
