package tallystick.app.api.trail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.ledger.Names;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.replay.WindowMembers;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.settlement.TrailView;

/**
 * {@code GET /v1/settlement/statements/{statement}/lines}, one of them, and {@code
 * …/lines/{line}/events}: the usage it is the sum of, in order of position.
 */
@RestController
public final class ReadLinesController {

    private static final String LINES = "/v1/settlement/statements/{statement}/lines";

    private final Reads reads;
    private final JournalReads journal;
    private final SettlementView windows;
    private final TrailView trail;

    public ReadLinesController(
            Reads reads, JournalReads journal, SettlementView windows, TrailView trail) {
        this.reads = reads;
        this.journal = journal;
        this.windows = windows;
        this.trail = trail;
    }

    @GetMapping(LINES)
    Map<String, List<LineResource>> lines(
            @PathVariable String statement, HttpServletRequest request) {
        WindowStatement row = own(statement, request);
        List<LineResource> lines = new ArrayList<>();
        for (int line = 1; line <= row.statement().lines().size(); line++) {
            lines.add(LineResource.of(row, line, Access.of(request).rows()));
        }
        return Map.of("lines", lines);
    }

    @GetMapping(LINES + "/{line}")
    LineResource line(
            @PathVariable String statement, @PathVariable String line, HttpServletRequest request) {
        WindowStatement row = own(statement, request);
        return LineResource.of(row, number(row, line), Access.of(request).rows());
    }

    @GetMapping(LINES + "/{line}/events")
    Map<String, Object> events(
            @PathVariable String statement, @PathVariable String line, HttpServletRequest request) {
        Page page = Page.of(request);
        WindowStatement row = own(statement, request);
        int number = number(row, line);
        return page.reply(
                "events",
                members(row, row.statement().lines().get(number - 1), page),
                usage -> Long.toString(usage.position),
                usage ->
                        UsageResource.of(usage, row.window(), row.statement().statement(), number));
    }

    private List<UsageRecord> members(WindowStatement row, StatementLine line, Page page) {
        List<UsageRecord> found = new ArrayList<>();
        TrailView.Span span = trail.span(row.window());
        WindowMembers.Line wanted = wanted(row.statement(), line);
        Long last = span == null ? null : span.lastSequence();
        if (span == null || last == null || wanted == null) {
            return found;
        }
        long from = Math.max(span.openedPosition() + 1, page.afterPosition() + 1);
        if (from > last) {
            return found;
        }
        Names names = journal.engine().names();
        try (WindowMembers members =
                new WindowMembers(
                        journal.engine().frames(),
                        names,
                        names.windows.refOf(row.window()),
                        wanted,
                        from,
                        last)) {
            UsageRecord usage = members.next();
            while (usage != null && found.size() < page.wanted()) {
                found.add(usage);
                usage = members.next();
            }
        }
        return found;
    }

    /** Null for a line that is no sum of usage: what an earlier window left to settle. */
    private WindowMembers.@Nullable Line wanted(Statement statement, StatementLine line) {
        Names names = journal.engine().names();
        int version = names.tariffVersions.refOf(line.tariff() + "@" + line.tariffVersion());
        return line.records() == 0
                ? null
                : new WindowMembers.Line(
                        names.operators.refOf(statement.homeOperator()),
                        names.operators.refOf(statement.servingOperator()),
                        names.models.refOf(line.model()),
                        version);
    }

    private WindowStatement own(String statement, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        WindowStatement found = windows.statement(statement);
        boolean isOwn =
                found != null
                        && Access.of(request)
                                .rows()
                                .hasPair(
                                        found.statement().homeOperator(),
                                        found.statement().servingOperator());
        return Reads.found(isOwn ? found : null, "statement");
    }

    private static int number(WindowStatement row, String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw ProblemException.ofParameter("line", "must be a number from 1");
        }
        int number = Integer.parseInt(text);
        boolean isThere = number <= row.statement().lines().size();
        return Reads.found(isThere ? number : null, "line");
    }
}
