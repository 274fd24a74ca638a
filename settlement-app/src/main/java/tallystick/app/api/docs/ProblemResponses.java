package tallystick.app.api.docs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.domain.RefusalCode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The responses that refuse: one per HTTP status and set of codes, shared by operations. */
final class ProblemResponses {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SortedMap<String, ObjectNode> shared = new TreeMap<>();

    /** Every code there is, with its HTTP status, by name. */
    static SortedMap<String, Integer> codes() {
        SortedMap<String, Integer> codes = new TreeMap<>();
        for (ProblemCode code : ProblemCode.values()) {
            codes.put(code.wireName(), code.status());
        }
        for (RefusalCode code : RefusalCode.values()) {
            codes.put(code.wireName(), ProblemDocument.statusOf(code));
        }
        return codes;
    }

    /**
     * References to the responses of some codes, by status.
     *
     * @throws IllegalStateException when there is no such code
     */
    Map<String, ObjectNode> of(SortedSet<String> wanted) {
        SortedMap<String, Integer> codes = codes();
        SortedMap<Integer, SortedSet<String>> byStatus = new TreeMap<>();
        for (String code : wanted) {
            Integer status = codes.get(code);
            if (status == null) {
                throw new IllegalStateException("no problem has the code " + code);
            }
            byStatus.computeIfAbsent(status, _ -> new TreeSet<>()).add(code);
        }
        Map<String, ObjectNode> responses = new LinkedHashMap<>();
        byStatus.forEach((status, some) -> responses.put(status.toString(), reference(some)));
        return responses;
    }

    private ObjectNode reference(SortedSet<String> some) {
        String name = String.join(".", some);
        shared.computeIfAbsent(name, _ -> response(some));
        return NODES.objectNode().put("$ref", "#/components/responses/" + name);
    }

    private static ObjectNode response(SortedSet<String> some) {
        ObjectNode response = NODES.objectNode().put("description", String.join(", ", some));
        ObjectNode schema =
                response.putObject("content")
                        .putObject(ProblemDocument.MEDIA_TYPE)
                        .putObject("schema")
                        .put("$ref", "#/components/schemas/Problem");
        ArrayNode words = schema.putObject("properties").putObject("code").putArray("enum");
        some.forEach(words::add);
        return response;
    }

    /** The responses that were referred to, by name. */
    SortedMap<String, ObjectNode> shared() {
        return shared;
    }
}
