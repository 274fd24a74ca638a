package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.wiring.DataDirectory;
import tallystick.engine.audit.BundleExport;
import tallystick.engine.tlog.LogRefusedException;

/**
 * {@code GET /v1/audit/export?from=&to=}: a bundle that the offline verifier takes, of the events
 * recorded from one time to another, whole tiles; without {@code from} it begins at the first
 * event, so that the ledger can be run again. What the newest checkpoint does not have yet is not
 * in it. One at a time.
 */
@RestController
public final class ExportLogController {

    private final JournalReads reads;
    private final DataDirectory data;

    public ExportLogController(JournalReads reads, DataDirectory data) {
        this.reads = reads;
        this.data = data;
    }

    @GetMapping(value = "/v1/audit/export", produces = "application/x-tar")
    synchronized void export(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long last = reads.await(request);
        long from = reads.firstAt(request, "from", 0);
        long to = reads.firstAt(request, "to", last + 1);
        if (from >= to) {
            throw ProblemException.ofParameter("to", "must be after from, with events between");
        }
        Path file = Files.createTempFile(data.root(), "export", ".tar");
        try {
            write(from, to, file);
            response.setContentType("application/x-tar");
            response.setContentLengthLong(Files.size(file));
            response.setHeader("Content-Disposition", "attachment; filename=\"log.tar\"");
            try (OutputStream out = response.getOutputStream()) {
                Files.copy(file, out);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void write(long from, long to, Path file) throws IOException {
        try {
            BundleExport.run(data.root(), from, to, file);
        } catch (LogRefusedException | IllegalArgumentException notYet) {
            throw Reads.missing("checkpoint of these events");
        }
    }
}
