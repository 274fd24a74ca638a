package tallystick.domain.settlement;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tokens of one line in one period between two operators.
 *
 * @param sent tokens the paying home operator sent to be served, 0 or more
 * @param returned tokens that came the other way on the same line, 0 or more
 */
public record LineTokens(long sent, long returned) {

    public static final LineTokens NONE = new LineTokens(0, 0);

    /**
     * @throws IllegalArgumentException for a count below 0
     */
    public LineTokens {
        ArgumentCheck.notNegative("sent", sent);
        ArgumentCheck.notNegative("returned", returned);
    }

    /**
     * @throws ArithmeticException when a count leaves 63 bits
     */
    public LineTokens plus(LineTokens other) {
        return new LineTokens(
                Math.addExact(sent, other.sent), Math.addExact(returned, other.returned));
    }

    /** The same traffic as the other operator sees it. */
    public LineTokens reversed() {
        return new LineTokens(returned, sent);
    }

    /**
     * Both together, line by line.
     *
     * @throws ArithmeticException when a count leaves 63 bits
     */
    static SortedMap<String, LineTokens> sum(
            Map<String, LineTokens> some, Map<String, LineTokens> more) {
        SortedMap<String, LineTokens> sum = new TreeMap<>(Canonical.sorted(some));
        more.forEach((line, tokens) -> sum.merge(line, tokens, LineTokens::plus));
        return sum;
    }
}
