package tallystick.domain.settlement;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The positions of a window computed again without a defaulter's obligations: only by explicit
 * rule, before settling, with both sets of positions and their difference kept (settlement chapter
 * §4.6).
 *
 * @param rule what was taken out
 * @param defaulter whose obligations
 * @param unwound the debts taken out
 * @param before the positions as netted
 * @param after the positions without those debts
 * @param difference after less before, per operator; sums to 0 as they do
 */
public record Recast(
        Rule rule,
        String defaulter,
        GrossMatrix unwound,
        NetPositions before,
        NetPositions after,
        NetPositions difference) {

    /** Which debts are taken out of the window. */
    public enum Rule {
        /** All debts to and from the defaulter: it leaves the window. */
        UNWIND_DEFAULTER,
        /** What the defaulter owes; what it is owed stays and is paid in. */
        UNWIND_OWED_BY_DEFAULTER;

        /** Whether a debt is taken out. */
        public boolean unwinds(String debtor, String creditor, String defaulter) {
            return switch (this) {
                case UNWIND_DEFAULTER -> debtor.equals(defaulter) || creditor.equals(defaulter);
                case UNWIND_OWED_BY_DEFAULTER -> debtor.equals(defaulter);
            };
        }
    }

    /**
     * @throws IllegalArgumentException when the difference is not what after has beyond before
     */
    public Recast {
        ArgumentCheck.that(
                difference.equals(after.minus(before)), "difference", "must be after less before");
    }

    /**
     * Recasts a window. An operator left without any debt or claim keeps a position of 0.
     *
     * @param debts who owes whom in the window
     * @throws IllegalArgumentException when the rule finds nothing to take out
     */
    public static Recast of(GrossMatrix debts, String defaulter, Rule rule) {
        SortedMap<OperatorPair, Long> kept = new TreeMap<>();
        SortedMap<OperatorPair, Long> unwound = new TreeMap<>();
        debts.owedMinor()
                .forEach(
                        (pair, minor) ->
                                (rule.unwinds(pair.debtor(), pair.creditor(), defaulter)
                                                ? unwound
                                                : kept)
                                        .put(pair, minor));
        ArgumentCheck.that(
                !unwound.isEmpty(), "defaulter", "must have debts to unwind: " + defaulter);
        NetPositions before = debts.multilateral();
        NetPositions nobody = before.minus(before);
        NetPositions after = nobody.plus(new GrossMatrix(debts.asset(), kept).multilateral());
        return new Recast(
                rule,
                defaulter,
                new GrossMatrix(debts.asset(), unwound),
                before,
                after,
                after.minus(before));
    }
}
