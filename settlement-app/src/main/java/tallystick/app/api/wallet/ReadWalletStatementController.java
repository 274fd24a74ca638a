package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.domain.ledger.WalletAsOf.Balance;

/**
 * {@code GET /v1/wallets/{wallet}/statement?period=2026-03}, or {@code from} and {@code to}: what
 * was recorded in that time, as JSON, {@code text/csv} or {@code application/pdf}. Opening balance
 * and entries make the closing balance, or there is no statement.
 */
@RestController
public final class ReadWalletStatementController {

    private static final String PATH = "/v1/wallets/{wallet}/statement";

    private final JournalReads reads;

    public ReadWalletStatementController(JournalReads reads) {
        this.reads = reads;
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    StatementDocument json(@PathVariable String wallet, HttpServletRequest request) {
        return statement(wallet, request);
    }

    @GetMapping(path = PATH, produces = "text/csv;charset=UTF-8")
    String csv(@PathVariable String wallet, HttpServletRequest request) {
        return StatementCsv.of(statement(wallet, request));
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_PDF_VALUE)
    byte[] pdf(@PathVariable String wallet, HttpServletRequest request) {
        return StatementPdf.of(statement(wallet, request));
    }

    private StatementDocument statement(String wallet, HttpServletRequest request) {
        StatementRequest asked = StatementRequest.of(request);
        long last = reads.await(request);
        int ref = reads.wallet(wallet);
        WalletStatement statement = new WalletStatement(asked.zone(), asked.entries());
        String asset = reads.ledger(state -> state.assetOfWallet(wallet));
        return reads.ask(
                index -> {
                    long from = index.places().firstAt(asked.fromEpochNanos());
                    long to = Math.min(last + 1, index.places().firstAt(asked.toEpochNanos()));
                    Balance opening = index.wallets().balance(ref, Long.MAX_VALUE, from - 1);
                    index.wallets().oldestFirst(ref, from, to, statement::add);
                    Balance closing = index.wallets().balance(ref, Long.MAX_VALUE, to - 1);
                    statement.requireClosing(opening, closing);
                    return StatementDocument.of(
                            wallet, asset, asked, opening, closing, statement, last);
                });
    }
}
