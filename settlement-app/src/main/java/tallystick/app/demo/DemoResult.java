package tallystick.app.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
        DemoWitnessed witnessed,
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
        json.put("settled", answers.windows());
        json.put("trialBalanceZero", DemoChecks.trialBalanceZero(answers.ledger()));
        json.put("witnessed", witnessed);
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

    /** Per operator and currency, over all windows. */
    private List<Map<String, Object>> netPositions() {
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        for (DemoAnswers.NetPosition position : answers.positions()) {
            sums.merge(
                    position.asset() + " " + position.operator(),
                    position.amount(),
                    BigDecimal::add);
        }
        List<Map<String, Object>> positions = new ArrayList<>();
        sums.forEach(
                (name, amount) -> {
                    String asset = name.substring(0, name.indexOf(' '));
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("currency", asset);
                    json.put("operator", name.substring(name.indexOf(' ') + 1));
                    json.put("amount", DemoReport.minor(amount, asset));
                    positions.add(json);
                });
        return positions;
    }
}
