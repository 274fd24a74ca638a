package tallystick.domain.settlement;

/**
 * Times in classes of three significant digits, rounded up: 123,456 counts as 124,000. A limit of
 * three significant digits is the upper end of a class, so that whether a percentile exceeds it is
 * exact.
 */
public final class LatencyScale {

    /** The longest time that is told apart, microseconds: longer ones count as this. */
    public static final long LONGEST_MICROS = 999_000_000_000L;

    private static final long EXACT = 1_000;

    private LatencyScale() {}

    /**
     * The class of a time, 0 … 9,999.
     *
     * @param micros 0 or more microseconds
     */
    public static int classOf(long micros) {
        long value = Math.min(micros, LONGEST_MICROS);
        int decade = 0;
        while (value >= EXACT) {
            // Rounding up digit by digit is rounding up once.
            value = (value + 9) / 10;
            decade++;
        }
        return decade * (int) EXACT + (int) value;
    }

    /** The longest time of a class, microseconds. */
    public static long longestOf(int latencyClass) {
        long value = latencyClass % EXACT;
        for (long decade = latencyClass / EXACT; decade > 0; decade--) {
            value *= 10;
        }
        return value;
    }

    /** Whether a time is the longest of its class. */
    static boolean isExact(long micros) {
        return micros <= LONGEST_MICROS && longestOf(classOf(micros)) == micros;
    }
}
