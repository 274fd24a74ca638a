package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.domain.proof.TlogProof;
import tallystick.engine.index.EventReader;

/**
 * {@code GET /v1/audit/receipts/{source}/{id}} and, for sources that have slashes, {@code GET
 * /v1/audit/receipts?source=&id=}: proof that the ledger holds a usage record, as C2SP tlog-proof.
 * Its extra data are the bytes of the leaf.
 */
@RestController
public final class ReadReceiptsController {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final JournalReads reads;
    private final InclusionProofs proofs;
    private final VisibleFacts facts;

    ReadReceiptsController(JournalReads reads, InclusionProofs proofs, VisibleFacts facts) {
        this.facts = facts;
        this.reads = reads;
        this.proofs = proofs;
    }

    @GetMapping("/v1/audit/receipts/{source}/{id}")
    ResponseEntity<byte[]> byPath(
            @PathVariable String source, @PathVariable String id, HttpServletRequest request) {
        return receipt(source, id, request);
    }

    @GetMapping("/v1/audit/receipts")
    ResponseEntity<byte[]> byQuery(
            @RequestParam String source, @RequestParam String id, HttpServletRequest request) {
        return receipt(source, id, request);
    }

    private ResponseEntity<byte[]> receipt(String source, String id, HttpServletRequest request) {
        reads.await(request);
        OptionalLong found = reads.ask(index -> index.places().find(source, id));
        long position = Reads.found(found.isPresent() ? found.getAsLong() : null, "usage record");
        facts.requireFact(request, position, "usage record");
        TlogProof proof = proofs.require(position);
        try (EventReader reader = reads.engine().index().reader()) {
            TlogProof receipt =
                    new TlogProof(
                            Base64.getEncoder().encodeToString(reader.leaf(position)),
                            position,
                            proof.path(),
                            proof.checkpoint());
            return ResponseEntity.ok()
                    .contentType(TEXT)
                    .cacheControl(CacheControl.noStore())
                    .body(receipt.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
