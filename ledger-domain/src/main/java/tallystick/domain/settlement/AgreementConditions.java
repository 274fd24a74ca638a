package tallystick.domain.settlement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;

/**
 * What an agreement says beyond its tariff about one term (settlement chapter §4.3.5): discounts by
 * volume or balance, a send-or-pay commitment, and service levels. The tariff prices every record;
 * what is said here is a line of its own in the statement of each window.
 *
 * <p>Usage belongs to the term in which it ended, if its version of the agreement was in force
 * then.
 *
 * @param startsAtEpochNanos first instant of the term, nanoseconds since 1970
 * @param endsAtEpochNanos first instant after it, nanoseconds since 1970
 * @param committed the least charge of the term after discounts, 0 for no commitment
 * @param discounts at most one per model and token class
 * @param serviceLevels targets and what missing them gives back; without targets there are none
 * @param percentileBasisPoints of the time to first token that counts, 1 … 10000
 */
public record AgreementConditions(
        long startsAtEpochNanos,
        long endsAtEpochNanos,
        Pico committed,
        List<Discount> discounts,
        SlaTerms serviceLevels,
        int percentileBasisPoints) {

    /** Most discounts of one term. */
    public static final int MOST_DISCOUNTS = 256;

    /** An agreement that says nothing more. */
    public static final AgreementConditions NONE =
            new AgreementConditions(
                    0, 1, Pico.ZERO, List.of(), new SlaTerms(List.of(), 0), BasisPoints.WHOLE);

    /**
     * What comes off the price of a model's tokens of one class.
     *
     * @param perToken pico-units off a token, by the term's volume or by its balance
     */
    public record Discount(String model, TokenClass tokenClass, LinePricing perToken) {

        /** The discount's line among those of its term. */
        public String line() {
            return model + ":" + tokenClass.wireName();
        }
    }

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public AgreementConditions {
        ArgumentCheck.that(endsAtEpochNanos > startsAtEpochNanos, "ends_at", "must be after start");
        ArgumentCheck.notNegative("committed", committed);
        discounts = List.copyOf(discounts);
        ArgumentCheck.that(
                discounts.size() <= MOST_DISCOUNTS,
                "discounts",
                "must be at most " + MOST_DISCOUNTS);
        Set<String> lines = new HashSet<>();
        for (Discount discount : discounts) {
            ArgumentCheck.that(
                    lines.add(discount.line()), "discounts", "must be one per model and class");
        }
        for (SlaTarget target : serviceLevels.targets()) {
            if (target.metric() == SlaMetric.TIME_TO_FIRST_TOKEN_MICROS) {
                for (SlaTarget.Step step : target.steps()) {
                    ArgumentCheck.that(
                            LatencyScale.isExact(step.limit()),
                            "service_levels",
                            "a time must have at most three significant digits");
                }
            }
        }
        ArgumentCheck.positive("percentile_basis_points", percentileBasisPoints);
        ArgumentCheck.basisPoints("percentile_basis_points", percentileBasisPoints);
    }

    /** Whether nothing is said. */
    public boolean isNone() {
        return committed.isZero() && discounts.isEmpty() && serviceLevels.targets().isEmpty();
    }

    /** Whether an instant is in the term. */
    public boolean covers(long atEpochNanos) {
        return startsAtEpochNanos <= atEpochNanos && atEpochNanos < endsAtEpochNanos;
    }

    /** The commitment, spread over the term. */
    public Commitment commitment() {
        return new Commitment(committed, startsAtEpochNanos, endsAtEpochNanos);
    }
}
