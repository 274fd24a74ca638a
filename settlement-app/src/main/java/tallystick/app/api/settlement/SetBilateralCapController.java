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
import tallystick.domain.LedgerCommand.Caps.SetBilateralCap;

/**
 * {@code PUT /v1/settlement/caps/{home}/{serving}}: how much home may come to owe serving, held
 * wholesale included, before its customers get no more holds there.
 */
@RestController
public final class SetBilateralCapController {

    private final LedgerGateway ledger;

    public SetBilateralCapController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/v1/settlement/caps/{home}/{serving}")
    ResponseEntity<CapResource> set(
            @PathVariable String home, @PathVariable String serving, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        RequestFields fields = write.fields();
        SetBilateralCap cap =
                new SetBilateralCap(home, serving, fields.text("asset"), fields.amount("cap"));
        Answer answer = ledger.ask(write.of(cap));
        return Created.step(answer, CapResource.of(cap, answer.position()));
    }
}
