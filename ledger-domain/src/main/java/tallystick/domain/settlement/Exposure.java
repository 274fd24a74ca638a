package tallystick.domain.settlement;

import tallystick.domain.money.Pico;

/**
 * What an operator could come to owe, live (settlement chapter §4.3.6): posted and not yet settled,
 * and what open holds may still post. What it is owed and has not been paid counts only after a
 * haircut, so that credits of an unsettled window cannot leave the others uncovered.
 *
 * @param postedUnsettled what it owes and has not paid, 0 or more
 * @param pendingHolds what its open cross-operator holds may still add, 0 or more
 * @param incomingUnsettled what it is owed and has not been paid, 0 or more
 * @param haircutBasisPoints the part of that which does not count, 0 … 10000
 */
public record Exposure(
        Pico postedUnsettled, Pico pendingHolds, Pico incomingUnsettled, int haircutBasisPoints) {

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public Exposure {
        ArgumentCheck.notNegative("postedUnsettled", postedUnsettled);
        ArgumentCheck.notNegative("pendingHolds", pendingHolds);
        ArgumentCheck.notNegative("incomingUnsettled", incomingUnsettled);
        ArgumentCheck.basisPoints("haircutBasisPoints", haircutBasisPoints);
    }

    /**
     * The exposure; below 0 when more is coming in than going out.
     *
     * @throws ArithmeticException when it leaves 128 bits of pico-units
     */
    public Pico amount() {
        return postedUnsettled
                .plus(pendingHolds)
                .minus(BasisPoints.after(incomingUnsettled, haircutBasisPoints));
    }

    /** The same with one more hold. */
    public Exposure withHold(Pico hold) {
        ArgumentCheck.notNegative("hold", hold);
        return new Exposure(
                postedUnsettled, pendingHolds.plus(hold), incomingUnsettled, haircutBasisPoints);
    }
}
