package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.ledger.TermBook.Term;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.Commitment;
import tallystick.domain.settlement.PeriodTerms;
import tallystick.domain.settlement.SlaMeasurement;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;

/**
 * What agreements' conditions do in a window that is being calculated. Everything is a function of
 * the term's totals without the window and with it, so that neither order nor the number of windows
 * changes what a term costs; usage that comes after the true-up changes it by the difference.
 */
final class TermsCalculation {

    private final Window window;
    private final LedgerState state;
    private final WindowTerms sums;

    private TermsCalculation(Window window, LedgerState state) {
        this.window = window;
        this.state = state;
        sums = state.terms.peek(window.ref);
    }

    /**
     * One per term that the window touches, by home operator, serving operator, agreement and
     * version.
     *
     * @throws ArithmeticException when an amount leaves 128 bits or a count 63 bits
     */
    static List<AppliedTerms> of(Window window, LedgerState state) {
        if (state.terms.isEmpty()) {
            return List.of();
        }
        TermsCalculation calculation = new TermsCalculation(window, state);
        return state.terms.all().stream()
                .filter(term -> term.settlementModelRef == window.settlementModelRef)
                .filter(calculation::touches)
                .map(calculation::apply)
                .sorted(
                        Comparator.comparing(AppliedTerms::homeOperator)
                                .thenComparing(AppliedTerms::servingOperator)
                                .thenComparing(AppliedTerms::agreement)
                                .thenComparingInt(AppliedTerms::version))
                .toList();
    }

    private boolean touches(Term term) {
        return sums.models(term.ref).length > 0
                || (!term.isTruedUp
                        && term.conditions().startsAtEpochNanos() < window.cutOffEpochNanos);
    }

    private AppliedTerms apply(Term term) {
        AgreementConditions conditions = term.conditions();
        Pico usage = Pico.ZERO;
        for (int model : sums.models(term.ref)) {
            usage = usage.plus(sums.charge(term.ref, model));
        }
        PeriodTerms discounts = term.discounts();
        PeriodTerms.Bill before = discounts.bill(term.tokensWith(new TreeMap<>()));
        PeriodTerms.Bill after = discounts.bill(term.tokensWith(tokens(term)));
        Pico chargedBefore = positive(term.usage.minus(before.charged()));
        Pico charged = positive(term.usage.plus(usage).minus(after.charged()));
        Commitment commitment = conditions.commitment();
        boolean closes =
                !term.isTruedUp && window.cutOffEpochNanos >= conditions.endsAtEpochNanos();
        Pico due = Commitment.shortfall(conditions.committed(), charged);
        Pico accrued =
                term.isTruedUp
                        ? Pico.ZERO
                        : commitment
                                .accruedAt(window.cutOffEpochNanos, charged)
                                .minus(term.accrued);
        Pico trueUp =
                term.isTruedUp
                        ? due.minus(Commitment.shortfall(conditions.committed(), chargedBefore))
                        : closes ? due : Pico.ZERO;
        List<AppliedTerms.Discounted> discounted = discounted(term, before, after);
        List<AppliedTerms.Measured> measured = new ArrayList<>();
        List<AppliedTerms.Credited> credits = new ArrayList<>();
        service(term, discounted, measured, credits);
        return new AppliedTerms(
                term.agreed.terms().agreement(),
                term.agreed.version(),
                term.agreed.terms().homeOperator(),
                term.agreed.terms().servingOperator(),
                term.asset,
                conditions.startsAtEpochNanos(),
                conditions.endsAtEpochNanos(),
                term.isTruedUp,
                closes,
                usage,
                discounted,
                conditions.committed(),
                charged,
                accrued,
                trueUp,
                measured,
                credits);
    }

    /** Corrections of what was charged before the term can take back more than it has. */
    private static Pico positive(Pico amount) {
        return amount.isNegative() ? Pico.ZERO : amount;
    }

    private SortedMap<String, long[]> tokens(Term term) {
        SortedMap<String, long[]> tokens = new TreeMap<>();
        for (AgreementConditions.Discount discount : term.conditions().discounts()) {
            int model = state.names.models.refOf(discount.model());
            tokens.put(
                    discount.line(),
                    new long[] {
                        sums.sent(term.ref, model, discount.tokenClass()),
                        sums.returned(term.ref, model, discount.tokenClass())
                    });
        }
        return tokens;
    }

    private List<AppliedTerms.Discounted> discounted(
            Term term, PeriodTerms.Bill before, PeriodTerms.Bill after) {
        List<AppliedTerms.Discounted> discounted = new ArrayList<>();
        SortedMap<String, long[]> tokens = tokens(term);
        for (AgreementConditions.Discount discount : term.conditions().discounts()) {
            long[] inWindow = tokens.getOrDefault(discount.line(), new long[2]);
            discounted.add(
                    new AppliedTerms.Discounted(
                            discount.model(),
                            discount.tokenClass(),
                            inWindow[0],
                            inWindow[1],
                            after.charge(discount.line()).minus(before.charge(discount.line()))));
        }
        return discounted;
    }

    private void service(
            Term term,
            List<AppliedTerms.Discounted> discounted,
            List<AppliedTerms.Measured> measured,
            List<AppliedTerms.Credited> credits) {
        SlaTerms service = term.conditions().serviceLevels();
        if (service.targets().isEmpty()) {
            return;
        }
        SortedMap<String, Integer> models = new TreeMap<>();
        for (int model : sums.models(term.ref)) {
            models.put(state.names.models.nameOf(model), model);
        }
        models.forEach(
                (name, model) -> {
                    Map<SlaMetric, Long> values = new EnumMap<>(SlaMetric.class);
                    for (SlaTarget target : service.targets()) {
                        measured.add(measured(term, name, model, target, values));
                    }
                    Pico charge = sums.charge(term.ref, model);
                    for (AppliedTerms.Discounted discount : discounted) {
                        charge =
                                discount.model().equals(name)
                                        ? charge.minus(discount.amount())
                                        : charge;
                    }
                    SlaTerms.Credit credit = service.credit(positive(charge), values);
                    if (!credit.credit().isZero()) {
                        credits.add(
                                new AppliedTerms.Credited(
                                        name, charge, credit.totalBasisPoints(), credit.credit()));
                    }
                });
    }

    /** Measures one metric of a model; what was measured is put among the values. */
    private AppliedTerms.Measured measured(
            Term term, String name, int model, SlaTarget target, Map<SlaMetric, Long> values) {
        long records;
        long value;
        switch (target.metric()) {
            case TIME_TO_FIRST_TOKEN_MICROS -> {
                Map<Long, Long> times = sums.firstTokens(term.ref, model);
                records = times.values().stream().mapToLong(Long::longValue).sum();
                value =
                        records == 0
                                ? 0
                                : SlaMeasurement.percentile(
                                        times, term.conditions().percentileBasisPoints());
            }
            case MILLI_TOKENS_PER_SECOND -> {
                records = sums.timedRecords(term.ref, model);
                value =
                        records == 0
                                ? 0
                                : SlaMeasurement.milliTokensPerSecond(
                                        sums.timedTokens(term.ref, model),
                                        sums.timedMicros(term.ref, model));
            }
            case AVAILABILITY_BASIS_POINTS -> {
                records = sums.finished(term.ref, model);
                value =
                        SlaMeasurement.availabilityBasisPoints(
                                records - sums.failed(term.ref, model), records);
            }
            default -> throw new IllegalStateException("no measure of " + target.metric());
        }
        if (records == 0) {
            return new AppliedTerms.Measured(name, target.metric(), 0, 0, 0);
        }
        values.put(target.metric(), value);
        return new AppliedTerms.Measured(
                name, target.metric(), records, value, target.creditBasisPoints(value));
    }
}
