package tallystick.domain.settlement;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * An operator's multilateral net debit cap, backed by collateral after its haircut (settlement
 * chapter §4.6): cap ≤ collateral, and exposure ≤ the smaller of both (I15).
 *
 * @param cap the most it may come to owe, 0 or more
 * @param collateral what backs the cap, in the cap's asset
 */
public record NetDebitCap(Pico cap, List<Collateral> collateral) {

    /**
     * A pledge.
     *
     * @param pledge its name
     * @param value market value, 0 or more
     * @param haircutBasisPoints the part of it that does not count, 0 … 10000
     */
    public record Collateral(String pledge, Pico value, int haircutBasisPoints) {

        public Collateral {
            ArgumentCheck.name("pledge", pledge);
            ArgumentCheck.notNegative("value", value);
            ArgumentCheck.basisPoints("haircutBasisPoints", haircutBasisPoints);
        }

        /** What counts, floored to the pico-unit. */
        public Pico counted() {
            return BasisPoints.after(value, haircutBasisPoints);
        }
    }

    /** The answer to a hold. */
    public sealed interface Answer {}

    /**
     * The hold may be taken.
     *
     * @param exposure what the exposure is with it
     * @param raised alerts that it raises
     */
    public record Admitted(Pico exposure, List<ExposureAlert> raised) implements Answer {}

    /**
     * The hold must be refused.
     *
     * @param exposure what the exposure would have been
     * @param excess by how much that is more than the limit, more than 0
     */
    public record Exceeded(Pico exposure, Pico excess) implements Answer {}

    /**
     * @throws IllegalArgumentException for a cap below 0; one above the collateral is a value, see
     *     {@link #isBacked}, because collateral loses value under a cap that was good when set
     */
    public NetDebitCap {
        ArgumentCheck.notNegative("cap", cap);
        collateral = List.copyOf(collateral);
    }

    /** Σ of the collateral after haircuts. */
    public Pico counted() {
        Pico sum = Pico.ZERO;
        for (Collateral pledge : collateral) {
            sum = sum.plus(pledge.counted());
        }
        return sum;
    }

    /** Whether the cap may be set: it is within the collateral. */
    public boolean isBacked() {
        return cap.compareTo(counted()) <= 0;
    }

    /** What exposure may reach: the cap, or the collateral where that has become less. */
    public Pico limit() {
        return cap.min(counted());
    }

    /**
     * Whether a new cross-operator hold fits. Home traffic and running streams are not asked.
     *
     * @param now the exposure without it
     * @param hold the most it may post, 0 or more
     * @throws IllegalArgumentException for a hold below 0
     */
    public Answer admit(Exposure now, Pico hold) {
        Pico after = now.withHold(hold).amount();
        Pico limit = limit();
        return after.compareTo(limit) <= 0
                ? new Admitted(after, ExposureAlert.raised(now.amount(), after, limit))
                : new Exceeded(after, after.minus(limit));
    }
}
