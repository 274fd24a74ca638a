package tallystick.app.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.loadgen.trace.TraceSummary;

/**
 * What came of a run.
 *
 * @param nanos how long all of it took
 */
public record DemoResult(
        TraceSummary trace,
        DemoSent sent,
        UsageOutcomes outcomes,
        int wallets,
        int windows,
        DemoAnswers answers,
        List<DemoCheck> checks,
        long nanos) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whether every invariant was computed and holds. */
    public boolean verified() {
        return !checks.isEmpty() && checks.stream().allMatch(DemoCheck::passed);
    }

    /** The JSON object of {@code --json}, by the names in the command's documentation. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("traceRows", trace.rows());
        json.put("events", sent.events());
        json.put("accepted", outcomes.accepted());
        json.put("duplicate", outcomes.duplicate());
        json.put("suspended", outcomes.suspended());
        json.put("tokensIn", answers.ledger().tokensIn());
        json.put("tokensOut", answers.ledger().tokensOut());
        json.put("wallets", wallets);
        json.put("windows", windows);
        json.put("netPositions", netPositions());
        json.put("trialBalanceZero", DemoChecks.trialBalanceZero(answers.ledger()));
        json.put("checks", checks);
        json.put("stateDigest", answers.ledger().stateDigest());
        json.put("verified", verified());
        json.put("seconds", seconds());
        return json;
    }

    /** Seconds, to the millisecond. */
    public BigDecimal seconds() {
        return BigDecimal.valueOf(nanos / NANOS_PER_MILLI, 3).setScale(3, RoundingMode.DOWN);
    }

    private List<Map<String, Object>> netPositions() {
        List<Map<String, Object>> positions = new ArrayList<>();
        for (DemoAnswers.NetPosition position : answers.positions()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("currency", position.asset());
            json.put("operator", position.operator());
            json.put("amount", DemoReport.minor(position.amount(), position.asset()));
            positions.add(json);
        }
        return positions;
    }
}
