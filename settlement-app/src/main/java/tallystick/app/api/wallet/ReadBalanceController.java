package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;

/**
 * {@code GET /v1/wallets/{wallet}/balance}, and with {@code ?as_of=&known_at=} what counted as of
 * an effective time as far as the ledger knew at a recorded time; the latter from the journal.
 */
@RestController
public final class ReadBalanceController {

    private final Reads reads;
    private final JournalReads journal;
    private final WalletBalanceView view;

    public ReadBalanceController(Reads reads, JournalReads journal, WalletBalanceView view) {
        this.reads = reads;
        this.journal = journal;
        this.view = view;
    }

    @GetMapping("/v1/wallets/{wallet}/balance")
    BalanceResource get(@PathVariable String wallet, HttpServletRequest request) {
        reads.await(request, WalletBalanceProjection.GROUP, "wallet:" + wallet);
        return BalanceResource.of(Reads.found(view.find(wallet), "wallet"), view.grantsOf(wallet));
    }

    @GetMapping(path = "/v1/wallets/{wallet}/balance", params = "as_of")
    BalanceAtResource asOf(@PathVariable String wallet, HttpServletRequest request) {
        return at(wallet, request);
    }

    @GetMapping(
            path = "/v1/wallets/{wallet}/balance",
            params = {"known_at", "!as_of"})
    BalanceAtResource knownAt(@PathVariable String wallet, HttpServletRequest request) {
        return at(wallet, request);
    }

    private BalanceAtResource at(String wallet, HttpServletRequest request) {
        long asOf = JournalReads.time(request, "as_of", Long.MAX_VALUE);
        long knownAt = JournalReads.time(request, "known_at", Long.MAX_VALUE);
        long last = journal.await(request);
        int ref = journal.wallet(wallet);
        long known =
                knownAt == Long.MAX_VALUE
                        ? last
                        : Math.min(
                                last,
                                journal.ask(index -> index.places().firstAt(knownAt + 1)) - 1);
        Balance balance = journal.ask(index -> index.wallets().balance(ref, asOf, known));
        String asset = journal.ledger(state -> state.assetOfWallet(wallet));
        return BalanceAtResource.of(wallet, asset, balance, asOf, knownAt, known);
    }
}
