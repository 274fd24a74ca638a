package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.ledger.WalletOwner;

/**
 * {@code GET /v1/wallets/{wallet}/focus?period=2026-03}: what was charged for usage that was
 * recorded in that month, by day of use, model, jurisdiction, class and price, as FOCUS 1.2. The
 * rows sum up to what the statement of the same month has as charged.
 */
@RestController
public final class ReadFocusController {

    private static final String TOKEN_CREDIT = "TOK";

    private final JournalReads reads;

    public ReadFocusController(JournalReads reads) {
        this.reads = reads;
    }

    @GetMapping(path = "/v1/wallets/{wallet}/focus", produces = "text/csv;charset=UTF-8")
    String csv(@PathVariable String wallet, HttpServletRequest request) {
        if (request.getParameter("period") == null) {
            throw ProblemException.ofParameter("period", "must be given");
        }
        StatementRequest asked = StatementRequest.of(request);
        long last = reads.await(request);
        int ref = reads.wallet(wallet);
        String asset = reads.ledger(state -> state.assetOfWallet(wallet));
        if (asset.equals(TOKEN_CREDIT)) {
            throw ProblemException.ofParameter(
                    "wallet", "must have a currency: FOCUS bills in no other asset");
        }
        WalletOwner owner = reads.ledger(state -> Objects.requireNonNull(state.ownerOf(wallet)));
        return reads.ask(
                index -> {
                    long from = index.places().firstAt(asked.fromEpochNanos());
                    long to = Math.min(last + 1, index.places().firstAt(asked.toEpochNanos()));
                    FocusUsage usage =
                            new FocusUsage(
                                    new UsageExplanation(reads),
                                    reads.engine().names(),
                                    asked.zone(),
                                    from);
                    index.wallets().oldestFirst(ref, from, to, usage::add);
                    return new FocusCsv(wallet, owner, asset, asked).of(usage.charges());
                });
    }
}
