package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.JournalReads;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.access.Access;
import tallystick.domain.Answer;
import tallystick.domain.FxCommand;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.SignedFixing;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;

/**
 * {@code /v1/settlement/fx-sources}, {@code fx-fixings}, {@code fx-terms}: whose fixings count, the
 * fixings, and who settles in one currency; {@code …/windows/{window}/convert} and {@code
 * /conversion}: what nets are converted to. Lists are asked of the ledger.
 */
@RestController
public final class FxController {

    private static final String FX = "/v1/settlement/fx-";
    private static final String WINDOW = "/v1/settlement/windows/{window}";

    /** Most parts per million of a spread. */
    private static final int MOST_SPREAD = 1_999_999;

    private final LedgerGateway ledger;
    private final Reads reads;
    private final JournalReads journal;
    private final SettlementView windows;

    public FxController(
            LedgerGateway ledger, Reads reads, JournalReads journal, SettlementView windows) {
        this.ledger = ledger;
        this.reads = reads;
        this.journal = journal;
        this.windows = windows;
    }

    @PostMapping(FX + "sources")
    ResponseEntity<ClosingStepResource> register(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        return created(
                write,
                new FxCommand.RegisterFxSource(fields.name("source"), fields.text("public_key")));
    }

    @GetMapping(FX + "sources")
    Map<String, Object> sources(HttpServletRequest request) {
        Page page = Page.of(request);
        journal.await(request);
        SortedMap<String, String> all = journal.ledger(state -> state.fxSources());
        return page.reply(
                "sources",
                all.entrySet().stream()
                        .filter(one -> one.getKey().compareTo(page.after()) > 0)
                        .limit(page.wanted())
                        .toList(),
                Map.Entry::getKey,
                one -> new FxResources.Source(one.getKey(), one.getValue()));
    }

    @PostMapping(FX + "fixings")
    ResponseEntity<ClosingStepResource> fix(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        String base = fields.text("base");
        String quote = fields.text("quote");
        List<String> path = fields.textsOrNone("path");
        return created(
                write,
                new FxCommand.RecordFxFixing(
                        fields.name("source"),
                        fields.time("fixed_at"),
                        base,
                        quote,
                        fields.text("mid"),
                        fields.wholeNumberOr("spread_ppm", 0, MOST_SPREAD, 0),
                        path.isEmpty() ? List.of(base, quote) : path,
                        fields.text("signature")));
    }

    @GetMapping(FX + "fixings")
    Map<String, Object> fixings(HttpServletRequest request) {
        Page page = Page.of(request);
        journal.await(request);
        List<SignedFixing> all = journal.ledger(state -> state.fxFixings());
        return page.reply(
                "fixings",
                all.stream()
                        .filter(one -> one.id().compareTo(page.after()) > 0)
                        .limit(page.wanted())
                        .toList(),
                SignedFixing::id,
                FxResources.Fixing::of);
    }

    @PostMapping(FX + "terms")
    ResponseEntity<ClosingStepResource> set(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        SortedMap<String, String> settleIn = new TreeMap<>();
        if (fields.has("settle_in")) {
            for (RequestFields one : fields.objects("settle_in")) {
                boolean twice = settleIn.put(one.name("operator"), one.text("currency")) != null;
                one.broken("operator", twice ? "must be there once" : null);
            }
        }
        return created(
                write,
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                fields.name("settlement_model"),
                                fields.name("agent"),
                                fields.name("source"),
                                fields.durationNanos("max_age"),
                                settleIn)));
    }

    @GetMapping(FX + "terms")
    Map<String, Object> terms(HttpServletRequest request) {
        Page page = Page.of(request);
        journal.await(request);
        SortedMap<String, FxTerms> all = journal.ledger(state -> state.fxTerms());
        return page.reply(
                "terms",
                all.values().stream()
                        .filter(one -> one.model().compareTo(page.after()) > 0)
                        .limit(page.wanted())
                        .toList(),
                FxTerms::model,
                one -> FxResources.Terms.of(one, Access.of(request).rows()));
    }

    @PostMapping(WINDOW + "/convert")
    ResponseEntity<ClosingStepResource> convert(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        List<String> without = new ArrayList<>(write.fields().textsOrNone("without"));
        return ClosingStepResource.done(
                ledger, write, window, new FxCommand.ConvertWindow(window, without));
    }

    @GetMapping(WINDOW + "/conversion")
    FxResources.Conversion conversion(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
        return FxResources.Conversion.of(
                window,
                journal.ledger(state -> Optional.ofNullable(state.conversionOf(window)))
                        .orElse(null),
                Access.of(request).rows());
    }

    private ResponseEntity<ClosingStepResource> created(WriteRequest write, FxCommand command) {
        Answer answer = ledger.ask(write.of(command));
        return Created.of(
                answer,
                new ClosingStepResource(answer.resource(), WireText.position(answer.position())));
    }
}
