package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.DefaultCommand;

/**
 * {@code POST /v1/settlement/collateral/{operator}/deposit} and {@code …/withdraw}: an operator's
 * pledge, as the bank's entries say.
 */
@RestController
public final class CollateralController {

    private static final String OPERATOR = "/v1/settlement/collateral/{operator}";

    private final LedgerGateway ledger;

    public CollateralController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(OPERATOR + "/deposit")
    ResponseEntity<ClosingStepResource> deposit(
            @PathVariable String operator, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return ClosingStepResource.done(
                ledger,
                write,
                operator,
                new DefaultCommand.DepositCollateral(
                        operator,
                        fields.text("asset"),
                        fields.amount("amount"),
                        fields.text("entry")));
    }

    @PostMapping(OPERATOR + "/withdraw")
    ResponseEntity<ClosingStepResource> withdraw(
            @PathVariable String operator, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return ClosingStepResource.done(
                ledger,
                write,
                operator,
                new DefaultCommand.WithdrawCollateral(
                        operator,
                        fields.text("asset"),
                        fields.amount("amount"),
                        fields.text("entry")));
    }
}
