package tallystick.domain.settlement;

import java.math.BigInteger;
import tallystick.domain.money.Pico;

/**
 * A send-or-pay commitment (settlement chapter §4.3.5): the home operator pays at least the
 * committed amount over the term. A commitment of tokens is one of the amount they cost at the
 * agreed shortfall price.
 *
 * <p>Each window accrues what the charges lag behind the part of the commitment that has elapsed,
 * by time; an accrual is taken back when later charges catch up. The last window trues up. The
 * accruals of all windows sum to the true-up, to the pico-unit.
 *
 * @param committed the least charge of the term, 0 or more
 * @param startsAtEpochNanos first instant of the term, nanoseconds since 1970
 * @param endsAtEpochNanos first instant after it, nanoseconds since 1970
 */
public record Commitment(Pico committed, long startsAtEpochNanos, long endsAtEpochNanos) {

    /**
     * What one window does.
     *
     * @param accrued what it adds to the accrual; below 0 takes back
     * @param trueUp what falls due in it, 0 in every window but the last
     */
    public record Accrual(Pico accrued, Pico trueUp) {}

    /**
     * @throws IllegalArgumentException for an amount below 0 or a term that does not end after it
     *     starts
     * @throws ArithmeticException for a term of more than 63 bits of nanoseconds, 292 years
     */
    public Commitment {
        ArgumentCheck.notNegative("committed", committed);
        ArgumentCheck.positive(
                "endsAtEpochNanos − startsAtEpochNanos",
                Math.subtractExact(endsAtEpochNanos, startsAtEpochNanos));
    }

    /** What is still due when a term was charged {@code charged}, 0 or more. */
    public static Pico shortfall(Pico committed, Pico charged) {
        return committed.compareTo(charged) > 0 ? committed.minus(charged) : Pico.ZERO;
    }

    /**
     * The accrual at an instant: the elapsed part of the commitment, floored to the pico-unit, less
     * the charges of the term so far; 0 when they have kept up.
     *
     * @param charged charges from the start of the term, 0 or more
     */
    public Pico accruedAt(long atEpochNanos, Pico charged) {
        ArgumentCheck.notNegative("charged", charged);
        long clipped = Math.clamp(atEpochNanos, startsAtEpochNanos, endsAtEpochNanos);
        BigInteger elapsed = BigInteger.valueOf(clipped - startsAtEpochNanos);
        BigInteger term = BigInteger.valueOf(endsAtEpochNanos - startsAtEpochNanos);
        Pico due = Pico.of(committed.toBigInteger().multiply(elapsed).divide(term));
        return shortfall(due, charged);
    }

    /**
     * What the window [{@code fromEpochNanos}, {@code toEpochNanos}) accrues and trues up.
     *
     * @param chargedBefore charges of the term before the window, 0 or more
     * @param chargedAfter charges of the term with the window
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public Accrual window(
            long fromEpochNanos, long toEpochNanos, Pico chargedBefore, Pico chargedAfter) {
        ArgumentCheck.that(
                toEpochNanos > fromEpochNanos, "toEpochNanos", "must be after fromEpochNanos");
        Pico before = accruedAt(fromEpochNanos, chargedBefore);
        Pico after = accruedAt(toEpochNanos, chargedAfter);
        boolean last = fromEpochNanos < endsAtEpochNanos && toEpochNanos >= endsAtEpochNanos;
        return new Accrual(
                after.minus(before), last ? shortfall(committed, chargedAfter) : Pico.ZERO);
    }
}
