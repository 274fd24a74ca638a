package tallystick.domain.ledger;

import java.math.BigInteger;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Rounding;

/** Amounts of documents and payments: whole minor units. */
final class MinorAmount {

    /** It is no whole number of minor units, or out of range. */
    static final long NONE = Long.MIN_VALUE;

    static final String RULE = "must be a whole number of the asset's minor units, below 2^62";

    private static final int MOST_BITS = 62;

    private MinorAmount() {}

    /** More than 0, else {@link #NONE}. */
    static long positive(Pico amount, String asset) {
        long minor = signed(amount, asset);
        return minor > 0 ? minor : NONE;
    }

    /** Of either sign, else {@link #NONE}. */
    static long signed(Pico amount, String asset) {
        if (!Assets.isKnown(asset)) {
            return NONE;
        }
        Pico unit = Rounding.minorToPico(1, Assets.minorDigits(asset));
        BigInteger[] parts = amount.toBigInteger().divideAndRemainder(unit.toBigInteger());
        return parts[1].signum() == 0 && parts[0].bitLength() < MOST_BITS
                ? parts[0].longValueExact()
                : NONE;
    }
}
