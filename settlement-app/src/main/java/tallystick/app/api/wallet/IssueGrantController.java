package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.GeneratedName;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand.Wallets.IssueGrant;

/** {@code POST /v1/wallets/{wallet}/grants}: puts credit into a wallet. */
@RestController
public final class IssueGrantController {

    private static final Map<String, GrantKind> KINDS =
            Map.of(
                    "paid",
                    GrantKind.PAID,
                    "promo",
                    GrantKind.PROMO,
                    "goodwill",
                    GrantKind.GOODWILL);
    private static final int DEFAULT_PRIORITY = 100;
    private static final int LAST_PRIORITY = 255;
    private static final int ALL_BASIS_POINTS = 10_000;
    private static final int MOST_ROLLOVERS = 120;

    private final LedgerGateway ledger;

    public IssueGrantController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/wallets/{wallet}/grants")
    ResponseEntity<GrantResource> issue(@PathVariable String wallet, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        GrantTerms terms = terms(wallet, write.fields());
        Answer answer = ledger.ask(write.of(new IssueGrant(terms)));
        return Created.of(answer, GrantResource.of(answer.resource(), terms, answer.position()));
    }

    private static GrantTerms terms(String wallet, RequestFields fields) {
        GrantKind kind = fields.word("kind", KINDS);
        return new GrantTerms(
                fields.nameOr("grant", GeneratedName.of("grt_")),
                wallet,
                fields.amount("amount"),
                fields.text("asset"),
                kind == null ? GrantKind.PAID : kind,
                fields.wholeNumberOr("priority", 0, LAST_PRIORITY, DEFAULT_PRIORITY),
                // The epoch stands for "at once": a key sent again must mean the same.
                fields.timeOr("effective_at", 0),
                fields.timeOr("expires_at", GrantTerms.NEVER),
                fields.textsOrNone("applies_to"),
                rollover(fields.objectOrNull("rollover")));
    }

    private static GrantTerms.@Nullable Rollover rollover(@Nullable RequestFields fields) {
        return fields == null
                ? null
                : new GrantTerms.Rollover(
                        fields.wholeNumberOr(
                                "share_basis_points", 1, ALL_BASIS_POINTS, ALL_BASIS_POINTS),
                        fields.durationNanos("period"),
                        fields.wholeNumberOr("times", 1, MOST_ROLLOVERS, 1));
    }
}
