package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Page;
import tallystick.app.api.WireText;
import tallystick.engine.index.WalletStep;

/**
 * {@code GET /v1/wallets/{wallet}/entries?from=&to=}: every event that moved the wallet, newest
 * first, recorded at or after {@code from} and before {@code to}. From the journal.
 */
@RestController
public final class ReadEntriesController {

    private final JournalReads reads;

    public ReadEntriesController(JournalReads reads) {
        this.reads = reads;
    }

    @GetMapping("/v1/wallets/{wallet}/entries")
    Map<String, Object> list(@PathVariable String wallet, HttpServletRequest request) {
        Page page = Page.of(request);
        long position = reads.await(request);
        int ref = reads.wallet(wallet);
        long from = reads.firstAt(request, "from", 0);
        long to = Math.min(position + 1, reads.firstAt(request, "to", position + 1));
        long cursor = page.afterPosition();
        long before = cursor < 0 ? to : Math.min(to, cursor);
        List<WalletStep> found = new ArrayList<>();
        reads.ask(
                index -> {
                    index.wallets()
                            .newestFirst(
                                    ref,
                                    from,
                                    before,
                                    step ->
                                            step.move().isNothing()
                                                    || (found.add(step)
                                                            && found.size() < page.wanted()));
                    return found;
                });
        String asset = reads.ledger(state -> state.assetOfWallet(wallet));
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("wallet", wallet);
        reply.putAll(
                page.reply(
                        "entries",
                        found,
                        step -> Long.toString(step.position()),
                        step -> EntryResource.of(step, wallet, asset)));
        reply.put("position", WireText.position(position));
        return reply;
    }
}
