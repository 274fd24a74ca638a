package tallystick.app.api.hold;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.LedgerCommand.Holds.CommitHold;

/** {@code POST /v1/holds/{hold}/commit}: charges the usage; {@code final} ends the hold. */
@RestController
public final class CommitHoldController {

    private static final int LAST_SEQUENCE = 999_999_999;

    private final HoldReplies replies;

    public CommitHoldController(HoldReplies replies) {
        this.replies = replies;
    }

    @PostMapping("/v1/holds/{hold}/commit")
    ResponseEntity<HoldResource> commit(@PathVariable String hold, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        RequestFields fields = write.fields();
        return replies.step(
                write.of(
                        new CommitHold(
                                hold,
                                fields.wholeNumber("sequence", 1, LAST_SEQUENCE),
                                HoldTokens.used(fields.object("used")),
                                fields.truth("final"))));
    }
}
