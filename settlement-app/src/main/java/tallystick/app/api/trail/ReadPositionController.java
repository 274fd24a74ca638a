package tallystick.app.api.trail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.app.api.access.Access;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.sql.RowScope;

/**
 * {@code GET /v1/settlement/windows/{window}/positions/{operator}/{asset}}: a net position between
 * the statements it is made of and the payments that settle it.
 */
@RestController
public final class ReadPositionController {

    private final Reads reads;
    private final SettlementView windows;
    private final ClosingView closing;

    public ReadPositionController(Reads reads, SettlementView windows, ClosingView closing) {
        this.reads = reads;
        this.windows = windows;
        this.closing = closing;
    }

    /**
     * A net position.
     *
     * @param amount positive is to receive: Σ of the statements' amounts, Σ of the payments'
     */
    @Wire
    record Resource(
            String window,
            String operator,
            String asset,
            String amount,
            List<Part> statements,
            List<Payment> legs) {}

    /** A statement, and what it adds to the position. */
    @Wire
    record Part(String statement, String amount) {}

    /** A payment, and what of the position it settles. */
    @Wire
    record Payment(String uetr, String amount) {}

    @GetMapping("/v1/settlement/windows/{window}/positions/{operator}/{asset}")
    Resource get(
            @PathVariable String window,
            @PathVariable String operator,
            @PathVariable String asset,
            HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        RowScope rows = Access.of(request).rows();
        NetPosition found =
                windows.netPositionsOf(rows, window).stream()
                        .filter(p -> p.operator().equals(operator) && p.asset().equals(asset))
                        .findFirst()
                        .orElse(null);
        NetPosition position = Reads.found(found, "net position");
        int digits = Assets.minorDigits(asset);
        return new Resource(
                window,
                operator,
                asset,
                WireText.minor(position.minor(), digits),
                windows.statementsOf(rows, window).stream()
                        .map(WindowStatement::statement)
                        .filter(s -> s.asset().equals(asset) && isOf(s, operator))
                        .map(s -> new Part(s.statement(), signed(s, operator, digits)))
                        .toList(),
                closing.legs(rows, window).stream()
                        .map(ClosingView.Leg::leg)
                        .filter(leg -> leg.asset().equals(asset))
                        .filter(
                                leg ->
                                        leg.debtor().equals(operator)
                                                || leg.creditor().equals(operator))
                        .map(
                                leg ->
                                        new Payment(
                                                leg.uetr(),
                                                WireText.minor(
                                                        leg.debtor().equals(operator)
                                                                ? -leg.minor()
                                                                : leg.minor(),
                                                        digits)))
                        .toList());
    }

    private static boolean isOf(Statement statement, String operator) {
        return statement.homeOperator().equals(operator)
                || statement.servingOperator().equals(operator);
    }

    private static String signed(Statement statement, String operator, int digits) {
        boolean pays = statement.homeOperator().equals(operator);
        return WireText.minor(pays ? -statement.total() : statement.total(), digits);
    }
}
