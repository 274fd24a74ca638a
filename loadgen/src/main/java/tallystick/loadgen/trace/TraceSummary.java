package tallystick.loadgen.trace;

import java.io.IOException;

/**
 * What a whole trace adds up to.
 *
 * @param rows how many requests
 * @param contextTokens tokens of all prompts
 * @param generatedTokens tokens of all answers
 * @param firstEpochNanos earliest arrival, nanoseconds since 1970; 0 for an empty trace
 * @param lastEpochNanos latest arrival, nanoseconds since 1970; 0 for an empty trace
 */
public record TraceSummary(
        long rows,
        long contextTokens,
        long generatedTokens,
        long firstEpochNanos,
        long lastEpochNanos) {

    /**
     * Reads a trace from end to end.
     *
     * @throws TraceFormatException for the first line that breaks the format
     * @throws ArithmeticException when a sum leaves 63 bits
     */
    public static TraceSummary of(TraceSource source) throws IOException {
        long rows = 0;
        long contextTokens = 0;
        long generatedTokens = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        try (TraceCursor cursor = source.open()) {
            for (TraceRow row = cursor.next(); row != null; row = cursor.next()) {
                rows++;
                contextTokens = Math.addExact(contextTokens, row.contextTokens());
                generatedTokens = Math.addExact(generatedTokens, row.generatedTokens());
                first = Math.min(first, row.arrivedEpochNanos());
                last = Math.max(last, row.arrivedEpochNanos());
            }
        }
        return rows == 0
                ? new TraceSummary(0, 0, 0, 0, 0)
                : new TraceSummary(rows, contextTokens, generatedTokens, first, last);
    }
}
