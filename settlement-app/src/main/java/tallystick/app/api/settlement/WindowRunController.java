package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.JournalReads;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.access.Access;
import tallystick.domain.Answer;
import tallystick.domain.WindowRunCommand.NoteBatch;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.GapReport;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.WindowRunView;
import tallystick.projections.sql.RowScope;

/**
 * {@code …/windows/{window}/schedule}: when a window takes its own steps; {@code …/batches}: what
 * senders say of their batches; {@code …/gap-report}: what is missing of it.
 */
@RestController
public final class WindowRunController {

    private static final String WINDOW = "/v1/settlement/windows/{window}";

    private final LedgerGateway ledger;
    private final Reads reads;
    private final JournalReads journal;
    private final SettlementView windows;
    private final WindowRunView view;

    public WindowRunController(
            LedgerGateway ledger,
            Reads reads,
            JournalReads journal,
            SettlementView windows,
            WindowRunView view) {
        this.ledger = ledger;
        this.reads = reads;
        this.journal = journal;
        this.windows = windows;
        this.view = view;
    }

    @GetMapping(WINDOW + "/schedule")
    ScheduleResource schedule(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        return ScheduleResource.of(window, view.schedule(window));
    }

    @PostMapping(WINDOW + "/batches")
    ResponseEntity<ClosingStepResource> batch(
            @PathVariable String window, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        BatchNotice notice =
                new BatchNotice(
                        window,
                        fields.name("serving_operator"),
                        fields.name("home_operator"),
                        fields.wholeNumber("sequence", 1, 999_999_999),
                        fields.count("records"),
                        fields.signedCount("tokens"),
                        fields.truthOrFalse("last"),
                        fields.textOr("signature", ""));
        Answer answer = ledger.ask(write.of(new NoteBatch(notice)));
        return Created.of(
                answer, new ClosingStepResource(window, WireText.position(answer.position())));
    }

    @GetMapping(WINDOW + "/gap-report")
    GapReportResource gapReport(@PathVariable String window, HttpServletRequest request) {
        await(window, request);
        RowScope rows = Access.of(request).rows();
        GapReport report =
                Reads.found(
                        journal.ledger(state -> Optional.ofNullable(state.gapReport(window)))
                                .orElse(null),
                        "settlement window");
        List<GapReport.Stream> own =
                report.streams().stream()
                        .filter(s -> rows.hasPair(s.homeOperator(), s.servingOperator()))
                        .toList();
        return GapReportResource.of(report, own, view.batches(rows, window));
    }

    private void await(String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        Reads.found(windows.window(window), "settlement window");
    }
}
