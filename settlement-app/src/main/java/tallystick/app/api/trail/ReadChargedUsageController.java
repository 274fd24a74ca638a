package tallystick.app.api.trail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Names;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.JournalEntry;
import tallystick.engine.index.EventReader;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;

/**
 * {@code GET /v1/settlement/usage/{position}} and {@code /v1/settlement/usage?source=&id=}: where a
 * roaming usage event is charged. 404 until its window is calculated.
 */
@RestController
public final class ReadChargedUsageController {

    private final JournalReads journal;
    private final SettlementView windows;

    public ReadChargedUsageController(JournalReads journal, SettlementView windows) {
        this.journal = journal;
        this.windows = windows;
    }

    @GetMapping("/v1/settlement/usage/{position}")
    UsageResource byPosition(@PathVariable String position, HttpServletRequest request) {
        long wanted = Reads.position("position", position);
        long last = journal.await(request);
        return of(wanted < 0 || wanted > last ? null : wanted, request);
    }

    @GetMapping("/v1/settlement/usage")
    UsageResource byIdentity(
            @RequestParam String source, @RequestParam String id, HttpServletRequest request) {
        journal.await(request);
        OptionalLong found = journal.ask(index -> index.places().find(source, id));
        return of(found.isPresent() ? found.getAsLong() : null, request);
    }

    private UsageResource of(@Nullable Long position, HttpServletRequest request) {
        UsageRecord usage = position == null ? null : usage(position);
        boolean isOwn =
                usage != null
                        && usage.status == UsageStatus.ACCEPTED
                        && usage.isRoaming()
                        && Access.of(request)
                                .rows()
                                .hasPair(usage.homeOperator, usage.servingOperator);
        UsageRecord own = Reads.found(isOwn ? usage : null, "charged usage");
        Names names = journal.engine().names();
        String window = names.windows.nameOf(own.windowRef);
        String asset = names.tariffVersionAssets.nameOf(own.wholesaleVersionRef);
        String name = String.join(":", window, own.homeOperator, own.servingOperator, asset);
        WindowStatement statement = Reads.found(windows.statement(name), "charged usage");
        String version = names.tariffVersions.nameOf(own.wholesaleVersionRef);
        List<StatementLine> lines = statement.statement().lines();
        for (int line = 1; line <= lines.size(); line++) {
            StatementLine one = lines.get(line - 1);
            if (one.records() > 0
                    && one.model().equals(own.model)
                    && version.equals(one.tariff() + "@" + one.tariffVersion())) {
                return UsageResource.of(own, window, name, line);
            }
        }
        throw new IllegalStateException("no line of " + name + " has " + own);
    }

    private @Nullable UsageRecord usage(long position) {
        try (EventReader reader = journal.engine().index().reader()) {
            return reader.at(position) instanceof JournalEntry.Ledger entry
                            && entry.event() instanceof UsageRecorded run
                    ? run.records().getFirst()
                    : null;
        }
    }
}
