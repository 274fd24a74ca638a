package tallystick.projections.usage;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Predicate;
import tallystick.domain.usage.TokenClass;

/**
 * Tokens per class. Sums over many records may leave 63 bits, so they are not longs.
 *
 * @param perClass one count per {@link TokenClass}, in that order, each 0 or more
 */
public record TokenCounts(List<BigInteger> perClass) {

    /** No tokens. */
    public static final TokenCounts ZERO =
            new TokenCounts(TokenClass.ALL.stream().map(_ -> BigInteger.ZERO).toList());

    /**
     * @throws IllegalArgumentException unless there is one count per class
     */
    public TokenCounts {
        perClass = List.copyOf(perClass);
        if (perClass.size() != TokenClass.COUNT) {
            throw new IllegalArgumentException("one count per token class is needed");
        }
    }

    /** Tokens of one class. */
    public BigInteger of(TokenClass tokenClass) {
        return perClass.get(tokenClass.ordinal());
    }

    /** Prompt tokens. */
    public BigInteger input() {
        return sum(TokenClass::isInput);
    }

    /** Generated tokens. */
    public BigInteger output() {
        return sum(TokenClass::isOutput);
    }

    /** Tokens over all classes: the billable total. */
    public BigInteger total() {
        return sum(_ -> true);
    }

    private BigInteger sum(Predicate<TokenClass> wanted) {
        BigInteger sum = BigInteger.ZERO;
        for (TokenClass tokenClass : TokenClass.ALL) {
            if (wanted.test(tokenClass)) {
                sum = sum.add(of(tokenClass));
            }
        }
        return sum;
    }
}
