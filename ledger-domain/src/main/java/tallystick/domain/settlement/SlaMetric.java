package tallystick.domain.settlement;

/**
 * What a service level is measured by (settlement chapter §4.3.5), in whole units. The order is
 * canonical.
 */
public enum SlaMetric {
    /** Time to first token at the agreed percentile, microseconds: less is better. */
    TIME_TO_FIRST_TOKEN_MICROS(false),
    /** Output rate, thousandths of a token per second: more is better. */
    MILLI_TOKENS_PER_SECOND(true),
    /** Requests served of those offered, basis points, 0 … 10000: more is better. */
    AVAILABILITY_BASIS_POINTS(true);

    private final boolean moreIsBetter;

    SlaMetric(boolean moreIsBetter) {
        this.moreIsBetter = moreIsBetter;
    }

    /** Whether {@code measured} is on the wrong side of {@code limit}; the limit itself is met. */
    public boolean isMissed(long measured, long limit) {
        return moreIsBetter ? measured < limit : measured > limit;
    }
}
