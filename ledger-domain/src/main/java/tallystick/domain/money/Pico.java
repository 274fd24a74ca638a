package tallystick.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact amount: a signed 128-bit integer of pico-units (10<sup>-12</sup>) of one asset, range
 * −2<sup>127</sup> … 2<sup>127</sup>−1. Arithmetic that leaves the range throws {@link
 * ArithmeticException}; it never wraps and never rounds.
 *
 * @param hi the upper 64 bits, signed
 * @param lo the lower 64 bits, unsigned
 */
public record Pico(long hi, long lo) implements Comparable<Pico> {

    /** Decimals of a pico-unit. */
    public static final int SCALE = 12;

    /** Pico-units in one whole unit of an asset. */
    public static final long UNIT = 1_000_000_000_000L;

    public static final Pico ZERO = new Pico(0, 0);
    public static final Pico MAX = new Pico(Long.MAX_VALUE, -1L);
    public static final Pico MIN = new Pico(Long.MIN_VALUE, 0L);

    private static final BigInteger MASK_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** The amount of {@code pico} pico-units. */
    public static Pico of(long pico) {
        return new Pico(pico >> 63, pico);
    }

    /** The amount of {@code units} whole units of an asset, such as 25 euros. */
    public static Pico ofUnits(long units) {
        return product(units, UNIT);
    }

    /** {@code a × b}, exactly: the product of two longs always fits 128 bits. */
    public static Pico product(long a, long b) {
        return new Pico(Math.multiplyHigh(a, b), a * b);
    }

    /**
     * Reads a plain decimal such as {@code "-12.5"}: optional minus, digits, at most twelve
     * decimals.
     *
     * @throws NumberFormatException for exponents, signs other than a leading minus, blanks, more
     *     than twelve decimals or a value out of range
     */
    public static Pico parse(String decimal) {
        return of(PlainDecimal.parse(decimal, SCALE));
    }

    /**
     * @throws ArithmeticException if {@code value} is outside 128 bits
     */
    public static Pico of(BigInteger value) {
        if (value.bitLength() > 127) {
            throw overflow();
        }
        return new Pico(value.shiftRight(64).longValue(), value.and(MASK_64).longValue());
    }

    /** The same number of pico-units as a {@link BigInteger}. */
    public BigInteger toBigInteger() {
        return BigInteger.valueOf(hi).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(lo)));
    }

    /**
     * @throws ArithmeticException on overflow of 128 bits
     */
    public Pico plus(Pico other) {
        long sumLo = lo + other.lo;
        long sumHi = hi + other.hi + carry(lo, other.lo, sumLo);
        if (((hi ^ sumHi) & (other.hi ^ sumHi)) < 0) {
            throw overflow();
        }
        return new Pico(sumHi, sumLo);
    }

    /**
     * @throws ArithmeticException on overflow of 128 bits
     */
    public Pico minus(Pico other) {
        long borrow = Long.compareUnsigned(lo, other.lo) < 0 ? 1 : 0;
        long diffHi = hi - other.hi - borrow;
        if (((hi ^ other.hi) & (hi ^ diffHi)) < 0) {
            throw overflow();
        }
        return new Pico(diffHi, lo - other.lo);
    }

    /**
     * @throws ArithmeticException for {@link #MIN}, whose negation does not exist
     */
    public Pico negate() {
        return ZERO.minus(this);
    }

    /** −1, 0 or 1. */
    public int signum() {
        return hi < 0 ? -1 : (hi | lo) == 0 ? 0 : 1;
    }

    public boolean isZero() {
        return (hi | lo) == 0;
    }

    public boolean isNegative() {
        return hi < 0;
    }

    /** The smaller of the two. */
    public Pico min(Pico other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(Pico other) {
        int byHi = Long.compare(hi, other.hi);
        return byHi != 0 ? byHi : Long.compareUnsigned(lo, other.lo);
    }

    /** The plain decimal with all twelve decimals, such as {@code 0.000441000000}. */
    public String toDecimalString() {
        return new BigDecimal(toBigInteger(), SCALE).toPlainString();
    }

    @Override
    public String toString() {
        return toDecimalString();
    }

    static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    static ArithmeticException overflow() {
        return new ArithmeticException("amount leaves 128 bits of pico-units");
    }
}
