package tallystick.client;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of events; each has an outcome of its own.
 *
 * @param position of the last of them in the journal: for a read that must see them
 * @param results one for each event, in order
 */
public record UsageOutcomes(
        int accepted,
        int duplicate,
        int suspended,
        int conflict,
        int rejected,
        String position,
        List<Outcome> results) {

    /**
     * What became of an event.
     *
     * @param index its place among those sent, from 0
     * @param status accepted, duplicate, suspended, conflict or rejected
     * @param position of the record, null when rejected
     * @param rated what it costs, null unless accepted
     * @param suspense why it waits, null when it does not
     * @param problem why it was rejected or conflicts, null otherwise
     */
    public record Outcome(
            int index,
            String status,
            @Nullable String position,
            @Nullable Rated rated,
            @Nullable String suspense,
            @Nullable JsonNode problem) {}

    /** What a record costs, by which version of which tariff. */
    public record Rated(BigDecimal amount, String asset, String tariff) {}
}
