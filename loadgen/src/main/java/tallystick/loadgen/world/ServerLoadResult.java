package tallystick.loadgen.world;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of a load on a running server.
 *
 * @param events acknowledged as accepted
 * @param requests sent
 * @param refused answered, but not accepted
 * @param errors not answered
 * @param nanos from the first batch's due time to the last answer
 * @param latencyNanos from each event's due time to its answer
 * @param lost acknowledged, and not in the ledger as sent
 * @param duplicated acknowledged, and in the ledger twice or elsewhere
 * @param controlMissed ids that were never sent were missed: the verification can fail
 * @param trialBalanceZero the ledger says that its books balance
 */
public record ServerLoadResult(
        long events,
        long requests,
        long refused,
        long errors,
        long nanos,
        Histogram latencyNanos,
        long lost,
        long duplicated,
        boolean controlMissed,
        boolean trialBalanceZero) {

    /** Whether everything acknowledged is in the ledger once, and the check could have told. */
    public boolean isVerified() {
        return events > 0
                && lost == 0
                && duplicated == 0
                && errors == 0
                && refused == 0
                && controlMissed
                && trialBalanceZero;
    }

    /** Acknowledged events a second. */
    public long eventsPerSecond() {
        return nanos == 0 ? 0 : Math.round(events * 1e9 / nanos);
    }

    /** A percentile of the latency, microseconds. */
    public long micros(double percentile) {
        return TimeUnit.NANOSECONDS.toMicros(latencyNanos.getValueAtPercentile(percentile));
    }

    /** The result by the names of the command line's chapter. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", events);
        json.put("requests", requests);
        json.put("seconds", nanos / 1e9);
        json.put("eventsPerSecond", eventsPerSecond());
        json.put("p50Micros", micros(50));
        json.put("p95Micros", micros(95));
        json.put("p99Micros", micros(99));
        json.put("p999Micros", micros(99.9));
        json.put("refused", refused);
        json.put("errors", errors);
        json.put("lost", lost);
        json.put("duplicated", duplicated);
        json.put("negativeControlFailed", controlMissed);
        json.put("trialBalanceZero", trialBalanceZero);
        json.put("verified", isVerified());
        return json;
    }
}
