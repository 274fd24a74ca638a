package tallystick.app.api.wallet;

import java.util.Comparator;
import tallystick.domain.usage.TokenClass;

/**
 * What one row of an export in FOCUS stands for; rows are in this order.
 *
 * @param dayStartEpochSeconds when the day of use begins
 * @param dayEndEpochSeconds when the next one does
 * @param jurisdiction where it was served, ISO 3166-1 alpha-2; empty when not told
 * @param tariff the version, such as {@code retail-fr@7}
 * @param kind what it is charged for
 * @param tokenClass the class; {@link #NO_CLASS} for what is not charged by tokens
 * @param tierFrom so many tokens of the period are before the price's tier; 0 without tiers
 * @param pricePicoPerToken 0 or more
 * @param isCorrection whether it changes what was recorded in an earlier month
 */
record FocusCharge(
        long dayStartEpochSeconds,
        long dayEndEpochSeconds,
        String model,
        String jurisdiction,
        String tariff,
        Kind kind,
        int tokenClass,
        long tierFrom,
        long pricePicoPerToken,
        boolean isCorrection)
        implements Comparable<FocusCharge> {

    static final int NO_CLASS = -1;

    private static final Comparator<FocusCharge> ORDER =
            Comparator.comparingLong(FocusCharge::dayStartEpochSeconds)
                    .thenComparing(FocusCharge::model)
                    .thenComparing(FocusCharge::jurisdiction)
                    .thenComparing(FocusCharge::tariff)
                    .thenComparing(FocusCharge::kind)
                    .thenComparingInt(FocusCharge::tokenClass)
                    .thenComparingLong(FocusCharge::tierFrom)
                    .thenComparingLong(FocusCharge::pricePicoPerToken)
                    .thenComparing(FocusCharge::isCorrection);

    /** What something is charged for. */
    enum Kind {
        /** Tokens at a price. */
        TOKENS,
        /** What a record's tokens cost less than the least it costs. */
        MINIMUM,
        /** What makes a later record the difference to what was charged before. */
        DIFFERENCE
    }

    /** The class, such as {@code input.uncached}. */
    String meter() {
        return TokenClass.ALL.get(tokenClass).wireName();
    }

    /** Whether it counts calls, not tokens. */
    boolean isOfCalls() {
        return TokenClass.ALL.get(tokenClass) == TokenClass.TOOL_CALLS;
    }

    @Override
    public int compareTo(FocusCharge other) {
        return ORDER.compare(this, other);
    }
}
