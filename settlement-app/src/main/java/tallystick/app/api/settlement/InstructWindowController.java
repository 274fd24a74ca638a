package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.ClosingCommand;

/**
 * {@code POST /v1/settlement/windows/{window}/instruct} by one person of the treasury and {@code
 * …/instruct/check} by another: every payment leg is instructed, once.
 */
@RestController
public final class InstructWindowController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private final LedgerGateway ledger;

    public InstructWindowController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping(WINDOW + "/instruct")
    ResponseEntity<ClosingStepResource> instruct(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        long valueDate = date(write.fields(), "value_date");
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.ProposeInstruction(window, valueDate));
    }

    @PostMapping(WINDOW + "/instruct/check")
    ResponseEntity<ClosingStepResource> instructChecked(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        return ClosingStepResource.done(
                ledger, write, window, new ClosingCommand.InstructWindow(window));
    }

    /** Days since 1970 of a date from 1970 to 2261. */
    private static long date(RequestFields fields, String field) {
        String text = fields.text(field);
        try {
            if (text.matches(
                    "(19[7-9][0-9]|2[01][0-9]{2}|22[0-5][0-9]|226[01])-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text).toEpochDay();
            }
        } catch (DateTimeException noSuchDay) {
            // Refused below.
        }
        fields.broken(field, "must be a date such as 2026-11-21, 1970 to 2261");
        return 0;
    }
}
