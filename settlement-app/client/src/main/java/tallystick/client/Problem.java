package tallystick.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Why something was refused (RFC 9457).
 *
 * @param code such as {@code insufficient-balance}
 * @param status HTTP status
 * @param detail the rule that is broken, for a person
 * @param invalidParams the fields at fault
 * @param retriable whether the same request may succeed later
 * @param facts what a program needs to do better, such as {@code available}; a list is told with
 *     commas between
 */
public record Problem(
        String code,
        int status,
        String detail,
        List<InvalidParam> invalidParams,
        boolean retriable,
        SortedMap<String, String> facts) {

    private static final Set<String> MEMBERS =
            Set.of("type", "code", "status", "detail", "invalid_params", "retriable");

    /** A field and the rule that it breaks. */
    public record InvalidParam(String name, String reason) {}

    static Problem of(int status, JsonNode document) {
        List<InvalidParam> params = new ArrayList<>();
        for (JsonNode param : document.path("invalid_params")) {
            params.add(
                    new InvalidParam(
                            param.path("name").asString(""), param.path("reason").asString("")));
        }
        SortedMap<String, String> facts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                facts.put(member.getKey(), text(member.getValue()));
            }
        }
        return new Problem(
                document.path("code").asString("unknown"),
                status,
                document.path("detail").asString(""),
                List.copyOf(params),
                document.path("retriable").asBoolean(false),
                facts);
    }

    private static String text(JsonNode fact) {
        return fact.isArray()
                ? String.join(",", fact.valueStream().map(item -> item.asString("")).toList())
                : fact.asString("");
    }
}
