package tallystick.app.api.trail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.ClosingView.Leg;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/entries?entry=}, what a bank's entry did, and {@code
 * /v1/settlement/legs/{uetr}}, the payment it is of, between the two net positions it settles.
 */
@RestController
public final class ReadBankEntriesController {

    private final Reads reads;
    private final TrailView trail;
    private final ClosingView closing;
    private final SettlementView windows;

    public ReadBankEntriesController(
            Reads reads, TrailView trail, ClosingView closing, SettlementView windows) {
        this.reads = reads;
        this.trail = trail;
        this.closing = closing;
        this.windows = windows;
    }

    @GetMapping("/v1/settlement/entries")
    Map<String, List<EntryResource>> entries(
            @RequestParam String entry, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        RowScope rows = Access.of(request).rows();
        List<EntryResource> own =
                trail.entries(entry).stream()
                        .filter(row -> isOf(rows, row))
                        .map(row -> EntryResource.of(row, assetOf(row)))
                        .toList();
        Reads.found(own.isEmpty() ? null : own, "entry");
        return Map.of("entries", own);
    }

    @GetMapping("/v1/settlement/legs/{uetr}")
    LegResource leg(@PathVariable String uetr, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        RowScope rows = Access.of(request).rows();
        Leg found = closing.leg(uetr);
        boolean isOwn = found != null && rows.hasPair(found.leg().debtor(), found.leg().creditor());
        Leg leg = Reads.found(isOwn ? found : null, "payment");
        return LegResource.of(
                leg,
                windows.netPositionsOf(rows, leg.window()),
                trail.entriesOfLeg(uetr).stream()
                        .filter(row -> isOf(rows, row))
                        .map(row -> EntryResource.of(row, leg.leg().asset()))
                        .toList());
    }

    /** A leg's entry is of both its sides, a pay-in's of its payer, any other of the hub. */
    private boolean isOf(RowScope rows, TrailView.Entry entry) {
        if (!rows.isNarrow()) {
            return true;
        }
        return switch (entry.kind()) {
            case "pay_in" -> rows.hasOperator(entry.operator());
            case "leg" -> {
                Leg leg = closing.leg(entry.uetr());
                yield leg != null && rows.hasPair(leg.leg().debtor(), leg.leg().creditor());
            }
            default -> false;
        };
    }

    private String assetOf(TrailView.Entry entry) {
        Leg leg = entry.asset().isEmpty() ? closing.leg(entry.uetr()) : null;
        return leg == null ? entry.asset() : leg.leg().asset();
    }
}
