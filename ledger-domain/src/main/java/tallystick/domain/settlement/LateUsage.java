package tallystick.domain.settlement;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.money.Pico;

/**
 * Late usage of a period that is over, posted in the open window (settlement chapter §4.4). It is
 * rated as of its occurrence; where it crosses a tier, the balance or the commitment of its own
 * period, that period is computed again and only the difference is posted.
 *
 * @param period the period it belongs to: the reference on every posting
 * @param lines what each line touched costs more, by canonical key
 * @param trueUpDelta change of the period's true-up: below 0 for what late charges make up for,
 *     above 0 when a cheaper tier leaves more of the commitment unspent
 */
public record LateUsage(String period, SortedMap<String, Line> lines, Pico trueUpDelta) {

    /** When a record is late. */
    public enum Lateness {
        /** Served in the open window. */
        ON_TIME,
        /** Served before the open window: counted here, with its own service period. */
        LATE,
        /** Older than the agreement's limit: kept in suspense. */
        TOO_LATE;

        /**
         * @param servedEpochNanos when the service ended, nanoseconds since 1970
         * @param windowStartsAtEpochNanos start of the open window, nanoseconds since 1970
         * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
         * @param limitNanos the oldest the agreement takes, 0 or more nanoseconds, inclusive
         * @throws IllegalArgumentException for a limit below 0
         */
        public static Lateness of(
                long servedEpochNanos,
                long windowStartsAtEpochNanos,
                long recordedEpochNanos,
                long limitNanos) {
            ArgumentCheck.notNegative("limitNanos", limitNanos);
            if (servedEpochNanos >= windowStartsAtEpochNanos) {
                return ON_TIME;
            }
            long ageNanos = Math.subtractExact(recordedEpochNanos, servedEpochNanos);
            return ageNanos > limitNanos ? TOO_LATE : LATE;
        }
    }

    /**
     * What late usage does to one line.
     *
     * @param rated the late tokens at the price the period had reached without them, 0 or more
     * @param adjustment what the recomputed period differs by beyond that; 0 unless something was
     *     crossed, below 0 when a cheaper tier was reached
     */
    public record Line(Pico rated, Pico adjustment) {

        /** What is posted. */
        public Pico delta() {
            return rated.plus(adjustment);
        }
    }

    public LateUsage {
        ArgumentCheck.name("period", period);
        lines = Canonical.sorted(lines);
    }

    /**
     * What late usage adds to a period that is over.
     *
     * @param before the period's totals as billed, late usage already posted included
     * @param late the tokens that came late, by line
     * @throws IllegalArgumentException for a line without a price
     * @throws ArithmeticException when an amount leaves 128 bits or a count 63 bits
     */
    public static LateUsage of(
            String period,
            PeriodTerms terms,
            Map<String, LineTokens> before,
            Map<String, LineTokens> late) {
        PeriodTerms.Bill oldBill = terms.bill(before);
        PeriodTerms.Bill newBill = terms.bill(LineTokens.sum(before, late));
        SortedMap<String, Line> lines = new TreeMap<>();
        for (Map.Entry<String, LineTokens> each : Canonical.sorted(late).entrySet()) {
            String line = each.getKey();
            LineTokens was = before.getOrDefault(line, LineTokens.NONE);
            LinePricing pricing = requireNonNull(terms.lines().get(line));
            Pico rated = Pico.product(each.getValue().sent(), pricing.nextPricePicoPerToken(was));
            Pico delta = newBill.charge(line).minus(oldBill.charge(line));
            lines.put(line, new Line(rated, delta.minus(rated)));
        }
        return new LateUsage(period, lines, newBill.trueUp().minus(oldBill.trueUp()));
    }

    /** Σ of what is posted, true-up included: new bill less old bill. */
    public Pico delta() {
        Pico sum = trueUpDelta;
        for (Line line : lines.values()) {
            sum = sum.plus(line.delta());
        }
        return sum;
    }

    /** Whether the old period had to be looked at again. */
    public boolean isRecomputed() {
        return !trueUpDelta.isZero()
                || lines.values().stream().anyMatch(line -> !line.adjustment().isZero());
    }
}
