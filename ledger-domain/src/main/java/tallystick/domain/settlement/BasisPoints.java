package tallystick.domain.settlement;

import java.math.BigInteger;
import tallystick.domain.money.Pico;

/** Shares in whole basis points, one ten-thousandth each, without a float. */
final class BasisPoints {

    /** The whole of an amount. */
    static final int WHOLE = 10_000;

    private static final BigInteger DIVISOR = BigInteger.valueOf(WHOLE);

    private BasisPoints() {}

    /**
     * {@code amount × basisPoints ÷ 10000}, floored to the pico-unit.
     *
     * @param amount 0 or more
     * @param basisPoints 0 … 10000, so that the share never exceeds the amount
     */
    static Pico of(Pico amount, int basisPoints) {
        return Pico.of(
                amount.toBigInteger().multiply(BigInteger.valueOf(basisPoints)).divide(DIVISOR));
    }

    /** What is left of {@code amount} after a haircut, floored to the pico-unit. */
    static Pico after(Pico amount, int haircutBasisPoints) {
        return of(amount, WHOLE - haircutBasisPoints);
    }
}
