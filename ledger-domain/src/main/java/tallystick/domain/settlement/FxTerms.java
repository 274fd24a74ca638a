package tallystick.domain.settlement;

import java.util.SortedMap;

/**
 * Which operators of a settlement model settle in one currency, and how the rest of their nets gets
 * there (settlement chapter §4.3.4). Obligations stay in the currency of their invoices.
 *
 * @param model the settlement model
 * @param agent the settlement agent, which exchanges: a registered operator without nets of its own
 * @param source whose fixings are used
 * @param maxAgeNanos how old a fixing may be at netting, more than 0, at most 7 days
 * @param settleIn the currency that an operator settles in, by operator; who is not named settles
 *     in the currencies of its invoices
 */
public record FxTerms(
        String model,
        String agent,
        String source,
        long maxAgeNanos,
        SortedMap<String, String> settleIn) {

    public FxTerms {
        settleIn = Canonical.sorted(settleIn);
    }
}
