package tallystick.app.api.hold;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.GeneratedName;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand.Holds.OpenHold;

/**
 * {@code POST /v1/wallets/{wallet}/holds}: sets aside what the input and a first slice of output
 * cost, before the first token.
 */
@RestController
public final class OpenHoldController {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DEFAULT_TTL_NANOS = 60 * SECOND_NANOS;
    private static final long DEFAULT_LIFETIME_NANOS = 3_600 * SECOND_NANOS;
    private static final Map<String, OnExpiry> ON_EXPIRY =
            Map.of(
                    "commit_reported",
                    OnExpiry.COMMIT_REPORTED,
                    "release",
                    OnExpiry.RELEASE,
                    "commit_full",
                    OnExpiry.COMMIT_FULL);

    private final HoldReplies replies;

    public OpenHoldController(HoldReplies replies) {
        this.replies = replies;
    }

    @PostMapping("/v1/wallets/{wallet}/holds")
    ResponseEntity<HoldResource> open(@PathVariable String wallet, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        return replies.opened(write.of(new OpenHold(terms(wallet, write.fields()))));
    }

    private static HoldTerms terms(String wallet, RequestFields fields) {
        List<Long> input = HoldTokens.estimate(fields.object("estimate"));
        long ttl = fields.durationNanosOr("ttl", DEFAULT_TTL_NANOS);
        OnExpiry onExpiry = fields.has("on_expiry") ? fields.word("on_expiry", ON_EXPIRY) : null;
        return new HoldTerms(
                fields.nameOr("hold", GeneratedName.of("hld_")),
                wallet,
                fields.model("model"),
                fields.name("factory"),
                fields.has("api_key") ? fields.name("api_key") : null,
                input,
                fields.object("slice").count("output"),
                ttl,
                fields.durationNanosOr("max_lifetime", Math.max(ttl, DEFAULT_LIFETIME_NANOS)),
                onExpiry == null ? OnExpiry.COMMIT_REPORTED : onExpiry);
    }
}
