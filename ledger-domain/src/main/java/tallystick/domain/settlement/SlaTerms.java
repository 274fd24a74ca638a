package tallystick.domain.settlement;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.domain.money.Pico;

/**
 * The service levels of an agreement: what missed targets take off the wholesale charge.
 *
 * @param targets at most one per metric
 * @param capBasisPoints the most all of them take off together, 0 … 10000
 */
public record SlaTerms(List<SlaTarget> targets, int capBasisPoints) {

    /**
     * The credit of one window.
     *
     * @param creditBasisPoints what each missed target gives, by metric
     * @param totalBasisPoints their sum, at most the cap
     * @param credit what comes off the charge: 0 or more, never more than the charge
     * @param unmeasured metrics with a target and no measurement: no credit, but a desk must see it
     */
    public record Credit(
            SortedMap<SlaMetric, Integer> creditBasisPoints,
            int totalBasisPoints,
            Pico credit,
            SortedSet<SlaMetric> unmeasured) {

        public Credit {
            creditBasisPoints = Canonical.sorted(creditBasisPoints);
            unmeasured = Canonical.sorted(unmeasured);
        }
    }

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public SlaTerms {
        targets = List.copyOf(targets);
        SortedSet<SlaMetric> metrics = new TreeSet<>();
        targets.forEach(target -> metrics.add(target.metric()));
        ArgumentCheck.that(metrics.size() == targets.size(), "targets", "must be one per metric");
        ArgumentCheck.basisPoints("capBasisPoints", capBasisPoints);
    }

    /**
     * The credit on a charge, floored to the pico-unit.
     *
     * @param charge the wholesale charge, 0 or more
     * @param measured what was measured, in the units of the metrics
     * @throws IllegalArgumentException for a charge below 0
     */
    public Credit credit(Pico charge, Map<SlaMetric, Long> measured) {
        ArgumentCheck.notNegative("charge", charge);
        SortedMap<SlaMetric, Integer> credits = new TreeMap<>();
        SortedSet<SlaMetric> unmeasured = new TreeSet<>();
        int sum = 0;
        for (SlaTarget target : targets) {
            Long value = measured.get(target.metric());
            if (value == null) {
                unmeasured.add(target.metric());
            } else if (target.creditBasisPoints(value) > 0) {
                credits.put(target.metric(), target.creditBasisPoints(value));
                sum += target.creditBasisPoints(value);
            }
        }
        int total = Math.min(sum, capBasisPoints);
        return new Credit(credits, total, BasisPoints.of(charge, total), unmeasured);
    }
}
