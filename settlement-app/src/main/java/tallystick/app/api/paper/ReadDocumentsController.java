package tallystick.app.api.paper;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.app.api.access.Access;
import tallystick.app.api.paper.PaperName.Kind;
import tallystick.app.document.Sheet;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.StepName;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/windows/{window}/documents}, which documents there are of a window that
 * the reader may see, and {@code /v1/settlement/documents/{document}}, one of them as JSON, {@code
 * text/csv} or {@code application/pdf}. An operator's are those of its own pairs.
 */
@RestController
public final class ReadDocumentsController {

    private static final String PATH = "/v1/settlement/documents/{document}";

    private final Reads reads;
    private final SettlementView windows;
    private final MoneyPapers money;
    private final RecordPapers records;
    private final UsagePapers usage;
    private final SumPapers sums;

    ReadDocumentsController(
            Reads reads,
            SettlementView windows,
            MoneyPapers money,
            RecordPapers records,
            UsagePapers usage,
            SumPapers sums) {
        this.sums = sums;
        this.reads = reads;
        this.windows = windows;
        this.money = money;
        this.records = records;
        this.usage = usage;
    }

    /**
     * A document there is.
     *
     * @param kind the first word of its name
     */
    @Wire
    record Listed(String document, String kind) {}

    @GetMapping("/v1/settlement/windows/{window}/documents")
    Map<String, Object> list(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Window found = Reads.found(windows.window(window), "settlement window");
        List<Listed> listed =
                names(found, Access.of(request).rows()).stream()
                        .map(name -> new Listed(name.toString(), name.kind().wireName()))
                        .toList();
        return Map.of("documents", listed);
    }

    /** The seal certificate by the name that the wire contract gives it. */
    @GetMapping(
            path = "/v1/settlement/windows/{window}/seal",
            produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] seal(@PathVariable String window, HttpServletRequest request) {
        return sheet(PaperName.of(Kind.SEAL, window).toString(), request).json();
    }

    /** The usage reports of the pairs that the reader may see. */
    @GetMapping(
            path = "/v1/settlement/windows/{window}/usage-report",
            produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] usageReport(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Window found = Reads.found(windows.window(window), "settlement window");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("{\"reports\":[".getBytes(StandardCharsets.UTF_8));
        String between = "";
        for (PaperName name : usage.names(found, Access.of(request).rows())) {
            all.writeBytes(between.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(sheet(name.toString(), request).json());
            between = ",";
        }
        all.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json(@PathVariable String document, HttpServletRequest request) {
        return sheet(document, request).json();
    }

    @GetMapping(path = PATH, produces = "text/csv;charset=UTF-8")
    String csv(@PathVariable String document, HttpServletRequest request) {
        return sheet(document, request).csv();
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_PDF_VALUE)
    byte[] pdf(@PathVariable String document, HttpServletRequest request) {
        return sheet(document, request).pdf();
    }

    private List<PaperName> names(Window window, RowScope rows) {
        List<PaperName> names = new ArrayList<>();
        String name = window.window();
        if (records.hasStep(window, StepName.SEALED)) {
            names.add(PaperName.of(Kind.SEAL, name));
            names.add(PaperName.of(Kind.SUMS, name));
        }
        names.addAll(usage.names(window, rows));
        names.addAll(money.names(window, rows));
        if (!rows.isNarrow() && records.hasStep(window, StepName.NETTED)) {
            names.add(PaperName.of(Kind.NETTING, name));
        }
        if (!rows.isNarrow() && records.hasStep(window, StepName.APPROVED)) {
            names.add(PaperName.of(Kind.APPROVAL, name));
        }
        if (records.hasStep(window, StepName.FINALISED)) {
            names.add(PaperName.of(Kind.FINALITY, name));
        }
        return names;
    }

    private Sheet sheet(String document, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        PaperName name = Reads.found(PaperName.parse(document), "document");
        Window window = Reads.found(windows.window(name.window()), "document");
        reads.await(request, SettlementProjection.GROUP, "window:" + name.window());
        return Reads.found(sheet(name, window, Access.of(request).rows()), "document");
    }

    private @Nullable Sheet sheet(PaperName name, Window window, RowScope rows) {
        return switch (name.kind()) {
            case SEAL -> records.seal(name, window);
            case USAGE -> usage.usage(name, window, rows);
            case INVOICE, CREDIT_NOTE, DEBIT_NOTE -> money.invoice(name, window, rows);
            case BILATERAL -> money.bilateral(name, window, rows);
            case NOTICE -> money.notice(name, window, rows);
            case NETTING -> rows.isNarrow() ? null : records.netting(name, window);
            case APPROVAL -> rows.isNarrow() ? null : records.approval(name, window);
            case FINALITY -> records.finality(name, window, rows);
            case SUMS -> sums.sums(name, window, rows);
        };
    }
}
