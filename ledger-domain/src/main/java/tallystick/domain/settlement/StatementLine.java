package tallystick.domain.settlement;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * One line of a bilateral statement: what one model cost at one inter-operator tariff version.
 *
 * @param model the model served
 * @param tariff the inter-operator tariff's name
 * @param tariffVersion its version, from 1
 * @param records usage records in the line
 * @param tokens tokens per {@link tallystick.domain.usage.TokenClass}, in that order
 * @param exact the charge before rounding
 * @param rounded the charge in minor units of the statement's asset, after largest remainder
 */
public record StatementLine(
        String model,
        String tariff,
        int tariffVersion,
        long records,
        List<Long> tokens,
        Pico exact,
        long rounded) {

    public StatementLine {
        tokens = List.copyOf(tokens);
    }

    /** The same line with its charge in minor units. */
    public StatementLine withRounded(long minor) {
        return new StatementLine(model, tariff, tariffVersion, records, tokens, exact, minor);
    }
}
