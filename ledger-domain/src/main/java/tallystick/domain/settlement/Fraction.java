package tallystick.domain.settlement;

import java.math.BigInteger;
import tallystick.domain.money.PlainDecimal;

/**
 * An exact ratio of two integers in lowest terms: what an exchange rate is. Nothing rounds until
 * {@link #roundHalfEven} is asked for.
 *
 * @param numerator any integer
 * @param denominator more than 0 and without a common divisor with the numerator
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
        implements Comparable<Fraction> {

    public static final Fraction ZERO = of(0);
    public static final Fraction ONE = of(1);

    /** Most decimals of a rate written as a decimal. */
    public static final int MAX_DECIMALS = 18;

    /**
     * Brings the ratio to lowest terms with a denominator more than 0.
     *
     * @throws IllegalArgumentException when the denominator is 0
     */
    public Fraction {
        ArgumentCheck.that(denominator.signum() != 0, "denominator", "must not be 0");
        BigInteger divisor = numerator.gcd(denominator);
        BigInteger signed = denominator.signum() < 0 ? divisor.negate() : divisor;
        numerator = numerator.divide(signed);
        denominator = denominator.divide(signed);
    }

    public static Fraction of(long value) {
        return of(value, 1);
    }

    /**
     * @throws IllegalArgumentException when the denominator is 0
     */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /**
     * Reads a plain decimal of at most {@link #MAX_DECIMALS} decimals, such as {@code 1.0845}.
     *
     * @throws NumberFormatException naming the rule that is broken
     */
    public static Fraction parse(String decimal) {
        return new Fraction(
                PlainDecimal.parse(decimal, MAX_DECIMALS), BigInteger.TEN.pow(MAX_DECIMALS));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Fraction ofText(String text) {
        int slash = text.indexOf('/');
        ArgumentCheck.that(slash > 0, "fraction", "must be two integers with a slash between");
        return new Fraction(
                new BigInteger(text.substring(0, slash)),
                new BigInteger(text.substring(slash + 1)));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction times(Fraction other) {
        return new Fraction(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /**
     * @throws IllegalArgumentException for the inverse of 0
     */
    public Fraction inverse() {
        return new Fraction(denominator, numerator);
    }

    /** −1, 0 or 1. */
    public int signum() {
        return numerator.signum();
    }

    /**
     * The nearest integer, a half to the even one: the same for an amount and its negative but for
     * the sign, so that rounding favours neither payer nor payee.
     */
    public BigInteger roundHalfEven() {
        BigInteger[] parts = numerator.abs().divideAndRemainder(denominator);
        int half = parts[1].shiftLeft(1).compareTo(denominator);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        BigInteger magnitude = up ? parts[0].add(BigInteger.ONE) : parts[0];
        return signum() < 0 ? magnitude.negate() : magnitude;
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
