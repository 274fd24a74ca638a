package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.ledger.Jurisdiction;
import tallystick.engine.index.EventReader;
import tallystick.engine.jurisdiction.FactsNote;
import tallystick.engine.jurisdiction.JurisdictionFacts;
import tallystick.engine.jurisdiction.JurisdictionLog;
import tallystick.engine.tlog.TransparencyLog;

/**
 * {@code GET /v1/audit/jurisdictions/{jurisdiction}}: how many facts a jurisdiction has, and a
 * signed root over all of them; {@code …/facts}: all of them as NDJSON, the signed root last, which
 * {@code tallystick verify-facts} takes. A regulator has its own jurisdiction's alone.
 */
@RestController
public final class ReadJurisdictionsController {

    private final JournalReads reads;
    private final VisibleFacts facts;
    private final TransparencyLog log;

    ReadJurisdictionsController(JournalReads reads, VisibleFacts facts, TransparencyLog log) {
        this.reads = reads;
        this.facts = facts;
        this.log = log;
    }

    /**
     * A jurisdiction's facts.
     *
     * @param facts how many; they are numbered from 1
     * @param root RFC 6962 root over their stored bytes, hex
     * @param through last journal position looked at
     * @param note the same, signed by the log
     */
    @Wire
    record Resource(String jurisdiction, String facts, String root, String through, String note) {}

    @GetMapping("/v1/audit/jurisdictions/{jurisdiction}")
    Resource read(@PathVariable String jurisdiction, HttpServletRequest request)
            throws IOException {
        JurisdictionFacts now = upToDate(jurisdiction, request).facts(jurisdiction);
        return new Resource(
                jurisdiction,
                Long.toString(now.facts()),
                now.root().hex(),
                WireText.position(now.through()),
                FactsNote.sign(now, log.keys()).toString());
    }

    @GetMapping(
            path = "/v1/audit/jurisdictions/{jurisdiction}/facts",
            produces = MediaType.APPLICATION_NDJSON_VALUE)
    void facts(
            @PathVariable String jurisdiction,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        JurisdictionLog of = upToDate(jurisdiction, request);
        JurisdictionFacts now = of.facts(jurisdiction);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        try (EventReader reader = reads.engine().index().reader();
                OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16)) {
            List<Long> positions = new ArrayList<>();
            of.walk(
                    jurisdiction,
                    0,
                    now.through() + 1,
                    position -> {
                        positions.add(position);
                        return positions.size() < now.facts();
                    });
            long sequence = 0;
            for (long position : positions) {
                sequence++;
                String leaf = Base64.getEncoder().encodeToString(reader.leaf(position));
                line(
                        out,
                        "{\"sequence\":%d,\"position\":\"%d\",\"leaf\":\"%s\"}"
                                .formatted(sequence, position, leaf));
            }
            String note =
                    Base64.getEncoder().encodeToString(FactsNote.sign(now, log.keys()).bytes());
            line(out, "{\"note\":\"" + note + "\"}");
        }
    }

    private static void line(OutputStream out, String json) throws IOException {
        out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private JurisdictionLog upToDate(String jurisdiction, HttpServletRequest request) {
        long last = reads.await(request);
        String bound = VisibleFacts.boundTo(request);
        boolean isOpen =
                Jurisdiction.isCode(jurisdiction) && (bound == null || bound.equals(jurisdiction));
        Reads.found(isOpen ? jurisdiction : null, "jurisdiction");
        return facts.upTo(last);
    }
}
