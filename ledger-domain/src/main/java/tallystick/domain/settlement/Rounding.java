package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tallystick.domain.money.Pico;

/**
 * Rounding once, on documents: every line is floored to the minor unit and the units the floored
 * lines lack to the floored total go to the lines with the largest remainder, ties by canonical
 * key. The result does not depend on the order of the lines.
 */
public final class Rounding {

    /**
     * A line to round.
     *
     * @param key canonical key, unique in the document
     * @param exact the exact charge; negative where adjustments take back more than was charged
     */
    public record Share(String key, Pico exact) {}

    private record Remainder(int index, String key, BigInteger pico) {}

    private Rounding() {}

    /**
     * The rounded lines, in the order given, in minor units.
     *
     * @param shares the lines
     * @param minorDigits decimals of the minor unit, 0 … 12
     * @throws ArithmeticException if a line leaves 63 bits of minor units
     */
    public static List<Long> largestRemainder(List<Share> shares, int minorDigits) {
        BigInteger unit = minorUnit(minorDigits);
        BigInteger total = BigInteger.ZERO;
        BigInteger floors = BigInteger.ZERO;
        List<Long> rounded = new ArrayList<>();
        List<Remainder> remainders = new ArrayList<>();
        for (Share share : shares) {
            BigInteger exact = share.exact().toBigInteger();
            BigInteger[] parts = floor(exact, unit);
            total = total.add(exact);
            floors = floors.add(parts[0]);
            remainders.add(new Remainder(rounded.size(), share.key(), parts[1]));
            rounded.add(parts[0].longValueExact());
        }
        int spare = floor(total, unit)[0].subtract(floors).intValueExact();
        remainders.sort(
                Comparator.comparing(Remainder::pico).reversed().thenComparing(Remainder::key));
        for (Remainder remainder : remainders.subList(0, spare)) {
            rounded.set(remainder.index(), Math.incrementExact(rounded.get(remainder.index())));
        }
        return rounded;
    }

    /** Quotient rounded down, also below 0, and the remainder of 0 or more. */
    private static BigInteger[] floor(BigInteger exact, BigInteger unit) {
        BigInteger[] parts = exact.divideAndRemainder(unit);
        return parts[1].signum() < 0
                ? new BigInteger[] {parts[0].subtract(BigInteger.ONE), parts[1].add(unit)}
                : parts;
    }

    /** {@code minor} minor units as an exact amount. */
    public static Pico minorToPico(long minor, int minorDigits) {
        return Pico.product(minor, minorUnit(minorDigits).longValueExact());
    }

    private static BigInteger minorUnit(int minorDigits) {
        return BigInteger.TEN.pow(Pico.SCALE - minorDigits);
    }
}
