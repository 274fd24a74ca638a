package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.Map;

/**
 * What was recorded, as the whole numbers that {@link SlaTarget} compares. Everything is counted,
 * so the order of the records does not matter.
 */
public final class SlaMeasurement {

    private static final BigInteger MILLI_PER_MICRO = BigInteger.valueOf(1_000_000_000L);

    private SlaMeasurement() {}

    /**
     * A percentile by nearest rank: the least value that at least that share of the records do not
     * exceed. It is always a value that was recorded.
     *
     * @param recordsByValue records of each value, each 0 or more, not all 0
     * @param percentileBasisPoints 1 … 10000, 9500 for the 95th percentile
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public static long percentile(Map<Long, Long> recordsByValue, int percentileBasisPoints) {
        ArgumentCheck.positive("percentileBasisPoints", percentileBasisPoints);
        ArgumentCheck.basisPoints("percentileBasisPoints", percentileBasisPoints);
        Map<Long, Long> sorted = ArgumentCheck.amounts("recordsByValue", recordsByValue);
        BigInteger records = BigInteger.ZERO;
        for (long count : sorted.values()) {
            records = records.add(BigInteger.valueOf(count));
        }
        ArgumentCheck.that(records.signum() > 0, "recordsByValue", "must have at least one record");
        BigInteger rank = records.multiply(BigInteger.valueOf(percentileBasisPoints));
        BigInteger seen = BigInteger.ZERO;
        long value = 0;
        for (Map.Entry<Long, Long> each : sorted.entrySet()) {
            if (seen.multiply(BigInteger.valueOf(BasisPoints.WHOLE)).compareTo(rank) < 0) {
                value = each.getValue() > 0 ? each.getKey() : value;
                seen = seen.add(BigInteger.valueOf(each.getValue()));
            }
        }
        return value;
    }

    /**
     * Thousandths of a token per second, floored.
     *
     * @param tokens output tokens, 0 or more
     * @param micros time spent generating them, more than 0 microseconds
     * @throws IllegalArgumentException naming the field and the rule that is broken
     * @throws ArithmeticException when the rate leaves 63 bits
     */
    public static long milliTokensPerSecond(long tokens, long micros) {
        ArgumentCheck.notNegative("tokens", tokens);
        ArgumentCheck.positive("micros", micros);
        return BigInteger.valueOf(tokens)
                .multiply(MILLI_PER_MICRO)
                .divide(BigInteger.valueOf(micros))
                .longValueExact();
    }

    /**
     * Requests served of those offered, basis points, floored; 10000 when none were offered.
     *
     * @param served 0 … {@code offered}
     * @param offered 0 or more
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public static long availabilityBasisPoints(long served, long offered) {
        ArgumentCheck.notNegative("served", served);
        ArgumentCheck.that(served <= offered, "served", "must not exceed offered");
        if (offered == 0) {
            return BasisPoints.WHOLE;
        }
        return BigInteger.valueOf(served)
                .multiply(BigInteger.valueOf(BasisPoints.WHOLE))
                .divide(BigInteger.valueOf(offered))
                .longValueExact();
    }
}
