package tallystick.loadgen.http;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latency of each step of a hold, nanoseconds from when it was due. */
public record HoldSteps(Histogram open, Histogram extend, Histogram commit) {

    HoldSteps() {
        this(new Histogram(3), new Histogram(3), new Histogram(3));
    }

    /** A percentile of one step, microseconds. */
    public static long micros(Histogram step, double percentile) {
        return TimeUnit.NANOSECONDS.toMicros(step.getValueAtPercentile(percentile));
    }

    /** A percentile of the slowest step, microseconds. */
    public long slowestMicros(double percentile) {
        return Math.max(
                micros(open, percentile),
                Math.max(micros(extend, percentile), micros(commit, percentile)));
    }
}
