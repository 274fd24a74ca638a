package tallystick.loadgen.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a load with holds.
 *
 * @param sessions complete: opened, extended, committed
 * @param violations sessions with an answer that the protocol does not allow
 * @param errors sessions that were not answered
 * @param nanos from when the first was due to the last answer
 * @param steps latency
 * @param wrongWallets wallets whose balance is not what was paid in less what sessions were
 *     charged, or that have something set aside still
 * @param controlNoticed a balance wrong by one pico was noticed: the check can fail
 * @param trialBalanceZero the ledger says that its books balance
 */
public record HoldLoadResult(
        long sessions,
        long violations,
        long errors,
        long nanos,
        HoldSteps steps,
        long wrongWallets,
        boolean controlNoticed,
        boolean trialBalanceZero) {

    /** Whether every session went as it should and every wallet has what it must have. */
    public boolean isVerified() {
        return sessions > 0
                && violations == 0
                && errors == 0
                && wrongWallets == 0
                && controlNoticed
                && trialBalanceZero;
    }

    /** Complete sessions a second. */
    public double sessionsPerSecond() {
        return nanos == 0 ? 0 : sessions * 1e9 / nanos;
    }

    /** The result under the names of the command line's chapter. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", sessions);
        json.put("requests", 3 * sessions);
        json.put("seconds", nanos / 1e9);
        json.put("eventsPerSecond", Math.round(sessionsPerSecond()));
        put(json, "open", steps.open());
        put(json, "extend", steps.extend());
        put(json, "commit", steps.commit());
        json.put("p50Micros", steps.slowestMicros(50));
        json.put("p95Micros", steps.slowestMicros(95));
        json.put("p99Micros", steps.slowestMicros(99));
        json.put("p999Micros", steps.slowestMicros(99.9));
        json.put("violations", violations);
        json.put("refused", violations);
        json.put("errors", errors);
        json.put("lost", wrongWallets);
        json.put("duplicated", wrongWallets);
        json.put("negativeControlFailed", controlNoticed);
        json.put("trialBalanceZero", trialBalanceZero);
        json.put("verified", isVerified());
        return json;
    }

    private static void put(Map<String, Object> json, String step, Histogram nanos) {
        json.put(step + "P50Micros", HoldSteps.micros(nanos, 50));
        json.put(step + "P95Micros", HoldSteps.micros(nanos, 95));
        json.put(step + "P99Micros", HoldSteps.micros(nanos, 99));
    }
}
