package tallystick.domain.quota;

import tallystick.domain.money.Pico;

/**
 * How far a quota is used.
 *
 * @param terms the quota
 * @param consumed in the period at hand, in what the quota measures
 * @param setAside what open holds may still consume
 * @param resetsAtEpochNanos when the period ends, or for a sliding one its oldest step
 */
public record QuotaUse(QuotaTerms terms, Pico consumed, Pico setAside, long resetsAtEpochNanos) {

    /** What is left of the limit, burst not counted; 0 or more. */
    public Pico remaining() {
        Pico left = terms.limit().minus(consumed).minus(setAside);
        return left.isNegative() ? Pico.ZERO : left;
    }
}
