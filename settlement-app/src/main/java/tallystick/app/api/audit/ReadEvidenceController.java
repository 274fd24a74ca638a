package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.evidence.EvidenceStore;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.engine.JournalEntry;
import tallystick.engine.index.EventReader;

/**
 * {@code GET /v1/audit/evidence?source=&id=}: the vendor's usage object that came with a usage
 * record, to the byte; its SHA-256 is in the record's event. 404 when none came or its retention is
 * over.
 */
@RestController
public final class ReadEvidenceController {

    private final JournalReads reads;
    private final EvidenceStore evidence;
    private final VisibleFacts facts;

    ReadEvidenceController(JournalReads reads, EvidenceStore evidence, VisibleFacts facts) {
        this.facts = facts;
        this.reads = reads;
        this.evidence = evidence;
    }

    @GetMapping("/v1/audit/evidence")
    ResponseEntity<byte[]> evidence(
            @RequestParam String source, @RequestParam String id, HttpServletRequest request) {
        reads.await(request);
        OptionalLong found = reads.ask(index -> index.places().find(source, id));
        long position = Reads.found(found.isPresent() ? found.getAsLong() : null, "usage record");
        facts.requireFact(request, position, "usage record");
        byte[] object;
        try (EventReader reader = reads.engine().index().reader()) {
            JournalEntry entry = reader.at(position);
            byte[] sha256 = Reads.found(sha256(entry), "evidence");
            object = Reads.found(evidence.find(sha256, day(entry)), "evidence");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(object);
    }

    /** The day before, too: it is kept on the day the answer was made, by this machine's clock. */
    private static LocalDate day(JournalEntry entry) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(entry.recordedEpochNanos());
        return LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC).minusDays(1);
    }

    private static byte @Nullable [] sha256(JournalEntry entry) {
        return entry instanceof JournalEntry.Ledger ledger
                        && ledger.event() instanceof UsageRecorded run
                ? run.records().getFirst().evidenceSha256
                : null;
    }
}
