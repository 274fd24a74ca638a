package tallystick.app.api.trail;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.sql.RowScope;

/**
 * A line of a statement between the usage it is the sum of and the net positions it goes into.
 *
 * @param line from 1
 * @param positions the net positions of its two operators, those that the reader may see
 */
@Wire
record LineResource(
        String statement,
        int line,
        String window,
        String homeOperator,
        String servingOperator,
        String model,
        String tariff,
        long records,
        Map<String, Object> tokens,
        String asset,
        String exact,
        String amount,
        List<Side> positions) {

    /** Names a net position of the window. */
    @Wire
    record Side(String operator, String asset) {}

    static LineResource of(WindowStatement row, int number, RowScope rows) {
        Statement statement = row.statement();
        StatementLine line = statement.lines().get(number - 1);
        return new LineResource(
                statement.statement(),
                number,
                row.window(),
                statement.homeOperator(),
                statement.servingOperator(),
                line.model(),
                line.tariff() + "@" + line.tariffVersion(),
                line.records(),
                WireText.tokens(line.tokens()),
                statement.asset(),
                line.exact().toDecimalString(),
                WireText.minor(line.rounded(), statement.minorDigits()),
                Stream.of(statement.homeOperator(), statement.servingOperator())
                        .filter(rows::hasOperator)
                        .map(operator -> new Side(operator, statement.asset()))
                        .toList());
    }
}
