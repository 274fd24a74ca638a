package tallystick.app.api.settlement;

import org.springframework.http.ResponseEntity;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Settlement;

/**
 * What was done to a window or statement; where it stands then is to be read at that position.
 *
 * @param subject the window, statement or dispute it was done to
 */
@Wire
record ClosingStepResource(String subject, String position) {

    /** Asks the ledger and answers with what it was done to. */
    static ResponseEntity<ClosingStepResource> done(
            LedgerGateway ledger, WriteRequest write, String subject, Settlement command) {
        Answer answer = ledger.ask(write.of(command));
        return Created.step(
                answer, new ClosingStepResource(subject, WireText.position(answer.position())));
    }
}
