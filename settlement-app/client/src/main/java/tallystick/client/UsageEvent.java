package tallystick.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Usage to record, or a record to change.
 *
 * @param id unique within its source, for ever: what makes sending it again harmless
 * @param source such as {@code /operators/{op}/factories/{factory}/gateways/{gw}}
 * @param endedAt when the usage ended
 * @param tokens by class, such as {@code input.uncached}; 0 … 2^53 − 1
 * @param hold the hold it draws on, null for none
 * @param change what it changes, null when it changes nothing; without tokens it takes that back
 */
public record UsageEvent(
        String id,
        String source,
        String wallet,
        Instant endedAt,
        String requestId,
        String model,
        Map<String, Long> tokens,
        String homeOperator,
        String servingOperator,
        String tenant,
        @Nullable String hold,
        @Nullable Change change) {

    private static final String TYPE = "taas.usage.token.";

    /**
     * What a record changes.
     *
     * @param source of the record that is changed
     * @param id of the record that is changed
     * @param reason such as {@code meter_fault}
     */
    public record Change(String source, String id, String reason) {}

    public UsageEvent {
        tokens = Map.copyOf(tokens);
    }

    private String type() {
        String kind = change == null ? "recorded" : tokens.isEmpty() ? "voided" : "corrected";
        return TYPE + kind + ".v1";
    }

    /** The CloudEvent in structured mode. */
    ObjectNode json() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0").put("id", id).put("source", source).put("type", type());
        event.put("subject", wallet).put("time", endedAt.toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data").put("request_id", requestId);
        data.putObject("model").put("requested", model);
        if (change == null || !tokens.isEmpty()) {
            data.set("usage", TokensJson.of(tokens));
        }
        if (hold != null) {
            data.put("hold_id", hold);
        }
        if (change != null) {
            data.putObject("corrects").put("source", change.source()).put("id", change.id());
            data.put("reason", change.reason());
        }
        data.putObject("parties")
                .put("home_operator", homeOperator)
                .put("serving_operator", servingOperator)
                .put("tenant", tenant);
        return event;
    }
}
