package tallystick.domain.settlement;

import java.util.List;

/**
 * A target and what missing it costs, in steps.
 *
 * @param metric what is measured
 * @param steps at least one, from the target itself to ever worse limits with ever higher credits
 */
public record SlaTarget(SlaMetric metric, List<Step> steps) {

    /**
     * One step.
     *
     * @param limit the limit in the metric's unit, 0 or more
     * @param creditBasisPoints credit when it is missed, basis points of the charge, 1 … 10000
     */
    public record Step(long limit, int creditBasisPoints) {

        public Step {
            ArgumentCheck.notNegative("limit", limit);
            ArgumentCheck.positive("creditBasisPoints", creditBasisPoints);
            ArgumentCheck.basisPoints("creditBasisPoints", creditBasisPoints);
        }
    }

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public SlaTarget {
        steps = List.copyOf(steps);
        ArgumentCheck.that(!steps.isEmpty(), "steps", "must have at least one");
        for (int i = 1; i < steps.size(); i++) {
            Step milder = steps.get(i - 1);
            Step worse = steps.get(i);
            ArgumentCheck.that(
                    metric.isMissed(worse.limit, milder.limit)
                            && worse.creditBasisPoints > milder.creditBasisPoints,
                    "steps",
                    "must each have a worse limit and a higher credit than the one before");
        }
    }

    /** The credit of the worst step that {@code measured} misses, 0 when the target is met. */
    public int creditBasisPoints(long measured) {
        int credit = 0;
        for (Step step : steps) {
            credit = metric.isMissed(measured, step.limit) ? step.creditBasisPoints : credit;
        }
        return credit;
    }
}
