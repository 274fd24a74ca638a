package tallystick.loadgen.trace;

/**
 * One request of a trace.
 *
 * @param arrivedEpochNanos when it arrived, nanoseconds since 1970-01-01T00:00Z, a multiple of 100
 * @param contextTokens tokens of the prompt, 0 … 2<sup>53</sup> − 1
 * @param generatedTokens tokens of the answer, 0 … 2<sup>53</sup> − 1
 */
public record TraceRow(long arrivedEpochNanos, long contextTokens, long generatedTokens) {}
