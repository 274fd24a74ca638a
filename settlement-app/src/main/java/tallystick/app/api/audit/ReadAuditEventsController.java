package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.engine.index.EventReader;

/**
 * {@code GET /v1/audit/events/{position}}: one event, byte for byte, decoded and proved; and {@code
 * GET /v1/audit/events?wallet=&from=&to=}: events in order of position, recorded at or after {@code
 * from} and before {@code to}, all or those that concern a wallet.
 */
@RestController
public final class ReadAuditEventsController {

    private final JournalReads reads;
    private final DecodedEvents decoded;
    private final InclusionProofs proofs;

    ReadAuditEventsController(JournalReads reads, DecodedEvents decoded, InclusionProofs proofs) {
        this.reads = reads;
        this.decoded = decoded;
        this.proofs = proofs;
    }

    @GetMapping("/v1/audit/events/{position}")
    AuditEventResource get(@PathVariable String position, HttpServletRequest request) {
        long wanted = Reads.position("position", position);
        long last = reads.await(request);
        Reads.found(wanted < 0 || wanted > last ? null : position, "event");
        try (EventReader reader = reads.engine().index().reader()) {
            return AuditEventResource.of(
                    reader.at(wanted), reader.leaf(wanted), decoded, proofs.resource(wanted));
        }
    }

    @GetMapping("/v1/audit/events")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        long last = reads.await(request);
        long from = Math.max(page.afterPosition() + 1, reads.firstAt(request, "from", 0));
        long to = Math.min(last + 1, reads.firstAt(request, "to", last + 1));
        String wallet = request.getParameter("wallet");
        List<Long> positions =
                wallet == null
                        ? all(from, to, page.wanted())
                        : ofWallet(reads.wallet(wallet), from, to, page.wanted());
        try (EventReader reader = reads.engine().index().reader()) {
            return page.reply(
                    "events",
                    positions,
                    position -> Long.toString(position),
                    position ->
                            AuditEventResource.of(
                                    reader.at(position), reader.leaf(position), decoded, null));
        }
    }

    private static List<Long> all(long from, long to, int most) {
        List<Long> positions = new ArrayList<>();
        for (long position = from; position < to && positions.size() < most; position++) {
            positions.add(position);
        }
        return positions;
    }

    private List<Long> ofWallet(int wallet, long from, long to, int most) {
        List<Long> positions = new ArrayList<>();
        return reads.ask(
                index -> {
                    index.wallets()
                            .oldestFirst(
                                    wallet,
                                    from,
                                    to,
                                    step -> {
                                        positions.add(step.position());
                                        return positions.size() < most;
                                    });
                    return positions;
                });
    }
}
