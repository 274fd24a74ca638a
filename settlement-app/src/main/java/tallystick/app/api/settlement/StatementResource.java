package tallystick.app.api.settlement;

import java.util.List;
import java.util.Map;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.projections.settlement.SettlementView.WindowStatement;

/**
 * A bilateral statement as the API shows it.
 *
 * @param homeOperator the debtor
 * @param servingOperator the creditor
 * @param exact Σ of the lines before rounding
 * @param total Σ of the lines as rounded: what is owed
 * @param residual exact − total
 * @param issued whether it was issued to the operators
 */
@Wire
record StatementResource(
        String statement,
        String window,
        String homeOperator,
        String servingOperator,
        String asset,
        String exact,
        String total,
        String residual,
        boolean issued,
        List<Line> lines,
        String position) {

    /**
     * A line.
     *
     * @param tariff the inter-operator tariff's version, such as {@code iot-fr@1}
     * @param exact the charge before rounding
     * @param amount the charge as rounded
     */
    @Wire
    record Line(
            String model,
            String tariff,
            long records,
            Map<String, Object> tokens,
            String exact,
            String amount) {

        static Line of(StatementLine line, int minorDigits) {
            return new Line(
                    line.model(),
                    line.tariff() + "@" + line.tariffVersion(),
                    line.records(),
                    WireText.tokens(line.tokens()),
                    line.exact().toDecimalString(),
                    WireText.minor(line.rounded(), minorDigits));
        }
    }

    static StatementResource of(WindowStatement row) {
        Statement statement = row.statement();
        return new StatementResource(
                statement.statement(),
                row.window(),
                statement.homeOperator(),
                statement.servingOperator(),
                statement.asset(),
                statement.exact().toDecimalString(),
                statement.totalPico().toDecimalString(),
                statement.residual().toDecimalString(),
                row.issued(),
                statement.lines().stream()
                        .map(line -> Line.of(line, statement.minorDigits()))
                        .toList(),
                WireText.position(row.position()));
    }
}
