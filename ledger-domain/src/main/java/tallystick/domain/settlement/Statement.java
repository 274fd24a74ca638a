package tallystick.domain.settlement;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * What a home operator owes a serving operator for one window in one asset.
 *
 * @param statement the statement's name: {@code window:home:serving:asset}
 * @param homeOperator the debtor
 * @param servingOperator the creditor
 * @param asset what the charge is counted in
 * @param minorDigits decimals of the document's minor unit
 * @param lines in canonical order: model, tariff, version
 * @param exact Σ of the lines' exact charges
 * @param total Σ of the lines' rounded charges, minor units
 */
public record Statement(
        String statement,
        String homeOperator,
        String servingOperator,
        String asset,
        int minorDigits,
        List<StatementLine> lines,
        Pico exact,
        long total) {

    public Statement {
        lines = List.copyOf(lines);
    }

    /** The document's total as an exact amount. */
    public Pico totalPico() {
        return Rounding.minorToPico(total, minorDigits);
    }

    /** What rounding left over, exact − total: 0 or more and less than one minor unit. */
    public Pico residual() {
        return exact.minus(totalPico());
    }
}
