package tallystick.loadgen.campaign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a campaign came to.
 *
 * @param rounds faults put in
 * @param acknowledged promises that were checked, over all rounds
 * @param lost acknowledged, and not where they were acknowledged to be
 * @param duplicated in the journal more than once
 * @param undetected faults that should have been noticed and were not
 * @param negativeControlFailed whether the broken variant failed, as it must
 * @param seed everything followed from
 * @param failures what was not as promised, in words; the first few
 * @param skipped variants that this machine cannot run, with the reason
 * @param figures what else was counted
 */
public record CampaignResult(
        String campaign,
        long rounds,
        long acknowledged,
        long lost,
        long duplicated,
        long undetected,
        boolean negativeControlFailed,
        long seed,
        double seconds,
        List<String> failures,
        Map<String, String> skipped,
        Map<String, Object> figures) {

    /** Whether every promise held, in at least one round, and the control could fail. */
    public boolean holds() {
        return rounds > 0
                && lost == 0
                && duplicated == 0
                && undetected == 0
                && failures.isEmpty()
                && negativeControlFailed;
    }

    /** The result under the names of the command line's JSON. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign);
        json.put("rounds", rounds);
        json.put("acknowledged", acknowledged);
        json.put("lost", lost);
        json.put("duplicated", duplicated);
        json.put("undetected", undetected);
        json.put("negativeControlFailed", negativeControlFailed);
        json.put("seed", seed);
        json.put("seconds", seconds);
        json.put("holds", holds());
        json.put("failures", failures);
        json.put("skipped", skipped);
        json.putAll(figures);
        return json;
    }
}
