package tallystick.app.api.sums;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.app.security.Ownership;
import tallystick.domain.settlement.SumScope.Kind;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.sql.RowScope;

/**
 * Sum trees: {@code GET /v1/settlement/windows/{window}/sums} says what is published; a holder gets
 * its proofs of {@code /v1/wallets/{wallet}/sums?window=} (what it was charged), an operator those
 * of {@code …/windows/{window}/sums/{operator}} (its net positions) and of {@code
 * /v1/settlement/statements/{statement}/sums/{wallet}} (what a wallet adds to a statement). {@code
 * tallystick verify-sum} checks them offline.
 */
@RestController
public final class ReadSumsController {

    private final Reads reads;
    private final SettlementView windows;
    private final WindowSums sums;
    private final Ownership ownership;

    ReadSumsController(Reads reads, SettlementView windows, WindowSums sums, Ownership ownership) {
        this.reads = reads;
        this.windows = windows;
        this.sums = sums;
        this.ownership = ownership;
    }

    @GetMapping("/v1/settlement/windows/{window}/sums")
    Map<String, List<SumRootResource>> roots(
            @PathVariable String window, HttpServletRequest request) {
        Window found = window(window, request);
        return Map.of(
                "sums",
                sums.roots(found, Access.of(request).rows()).stream()
                        .map(SumRootResource::of)
                        .toList());
    }

    @GetMapping("/v1/settlement/windows/{window}/sums/{operator}")
    Map<String, List<SumProofResource>> position(
            @PathVariable String window,
            @PathVariable String operator,
            HttpServletRequest request) {
        Window found = window(window, request);
        boolean isOwn = Access.of(request).rows().hasOperator(operator);
        return proofs(found, Kind.POSITIONS, window, isOwn ? operator : null);
    }

    @GetMapping("/v1/settlement/statements/{statement}/sums/{wallet}")
    Map<String, List<SumProofResource>> share(
            @PathVariable String statement,
            @PathVariable String wallet,
            HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP);
        WindowStatement found = Reads.found(windows.statement(statement), "statement");
        RowScope rows = Access.of(request).rows();
        boolean isOwn =
                rows.hasPair(found.statement().homeOperator(), found.statement().servingOperator());
        Reads.found(isOwn ? statement : null, "statement");
        return proofs(window(found.window(), request), Kind.CHARGES, statement, wallet);
    }

    @GetMapping("/v1/wallets/{wallet}/sums")
    Map<String, List<SumProofResource>> charges(
            @PathVariable String wallet, @RequestParam String window, HttpServletRequest request) {
        Window found = window(window, request);
        String operator = ownership.operatorOf(wallet);
        return proofs(found, Kind.CHARGES, window + ":" + Reads.found(operator, "wallet"), wallet);
    }

    private Window window(String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        return Reads.found(windows.window(window), "settlement window");
    }

    private Map<String, List<SumProofResource>> proofs(
            Window window, Kind kind, String of, @Nullable String holder) {
        List<SumProofResource> found =
                holder == null ? List.of() : sums.proofs(window, kind, of, holder);
        return Map.of("proofs", Reads.found(found.isEmpty() ? null : found, "amount"));
    }
}
