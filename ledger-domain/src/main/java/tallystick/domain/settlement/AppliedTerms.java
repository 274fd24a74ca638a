package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;

/**
 * What the conditions of an agreement did in one window, for one term: what accrued, and what is
 * charged or given back in the window's statement.
 *
 * @param agreement its name
 * @param version of the agreement, from 1: with the name the reference of the term
 * @param homeOperator the debtor
 * @param servingOperator the creditor
 * @param asset what is counted in
 * @param startsAtEpochNanos of the term
 * @param endsAtEpochNanos of the term
 * @param late the term was trued up by an earlier window: only differences of it are here
 * @param closes the term is trued up here
 * @param usage exact charge of the window's usage of the term
 * @param discounts of the window, in the order of the agreement
 * @param committed the least charge of the term
 * @param charged Σ charges of the term with this window, after discounts
 * @param accrued what the window adds to the accrual of the commitment; below 0 takes back
 * @param trueUp what is due of the commitment; below 0 when late usage made up for it
 * @param measured what was compared with targets, by model
 * @param credits what missed targets give back, by model
 */
public record AppliedTerms(
        String agreement,
        int version,
        String homeOperator,
        String servingOperator,
        String asset,
        long startsAtEpochNanos,
        long endsAtEpochNanos,
        boolean late,
        boolean closes,
        Pico usage,
        List<Discounted> discounts,
        Pico committed,
        Pico charged,
        Pico accrued,
        Pico trueUp,
        List<Measured> measured,
        List<Credited> credits) {

    /** In place of a model, on the line of a true-up. */
    public static final String ALL_MODELS = "all";

    /**
     * A discount.
     *
     * @param sent tokens of the window, below 0 where corrections took back more
     * @param returned tokens that came the other way
     * @param amount what comes off; below 0 when a dearer tier or less balance takes back
     */
    public record Discounted(
            String model, TokenClass tokenClass, long sent, long returned, Pico amount) {}

    /**
     * A target that was looked at.
     *
     * @param records that were measured; 0 when there was nothing to compare
     * @param value in the unit of the metric, 0 without records
     * @param creditBasisPoints what missing it gives, 0 when it was met or not measured
     */
    public record Measured(
            String model, SlaMetric metric, long records, long value, int creditBasisPoints) {}

    /**
     * A service credit.
     *
     * @param charge what it is of, after discounts
     * @param basisPoints of the charge, all targets together, at most the agreed cap
     * @param credit floored to the pico-unit, more than 0
     */
    public record Credited(String model, Pico charge, int basisPoints, Pico credit) {}

    public AppliedTerms {
        discounts = List.copyOf(discounts);
        measured = List.copyOf(measured);
        credits = List.copyOf(credits);
    }

    /** What the window's statement is changed by, Σ of the lines. */
    public Pico change() {
        Pico sum = trueUp;
        for (Discounted discount : discounts) {
            sum = sum.minus(discount.amount);
        }
        for (Credited credit : credits) {
            sum = sum.minus(credit.credit);
        }
        return sum;
    }

    /**
     * The lines without usage that the statement gets, not rounded yet: discounts, true-up, service
     * credits. A colon, which no name has, keeps what stands in place of a tariff apart from one.
     */
    public List<StatementLine> lines() {
        List<StatementLine> lines = new ArrayList<>();
        String late = this.late ? "late-" : "";
        for (Discounted one : discounts) {
            add(
                    lines,
                    one.model,
                    late + "discount:" + one.tokenClass.wireName(),
                    one.amount.negate());
        }
        add(lines, ALL_MODELS, late + "true-up", trueUp);
        for (Credited one : credits) {
            add(lines, one.model, late + "service-credit", one.credit.negate());
        }
        return lines;
    }

    private void add(List<StatementLine> lines, String model, String what, Pico exact) {
        if (!exact.isZero()) {
            lines.add(
                    new StatementLine(
                            model,
                            agreement + ":" + what,
                            version,
                            0,
                            Collections.nCopies(TokenClass.COUNT, 0L),
                            exact,
                            0));
        }
    }
}
