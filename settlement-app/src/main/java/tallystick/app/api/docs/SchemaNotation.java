package tallystick.app.api.docs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Turns the short notation of schemas into JSON Schema 2020-12; the notation is explained at the
 * top of {@code openapi/api.yaml}.
 *
 * @param nullIsAbsent whether an optional member may be null, as the members of requests may
 */
record SchemaNotation(boolean nullIsAbsent) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DESCRIBED = " -- ";
    private static final String OR = " | ";
    private static final Pattern RANGE = Pattern.compile("([0-9]+)\\.\\.([0-9]*)");
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_.:-]*");
    private static final Set<String> PRIMITIVES = Set.of("string", "boolean", "integer");
    private static final Set<String> RESERVED = Set.of("about", "also", "*");

    /**
     * The schema of a type.
     *
     * @throws IllegalStateException naming what is not in the notation
     */
    ObjectNode schema(JsonNode type) {
        return switch (type) {
            case ObjectNode raw when raw.size() == 1 && raw.path("schema").isObject() ->
                    raw.path("schema").asObject().deepCopy();
            case ObjectNode members -> object(members);
            case ArrayNode list when list.size() == 1 -> array(list.get(0));
            case StringNode text -> described(text.stringValue());
            default -> throw new IllegalStateException("no type: " + type);
        };
    }

    private ObjectNode array(JsonNode item) {
        ObjectNode schema = NODES.objectNode().put("type", "array");
        schema.set("items", schema(item));
        return schema;
    }

    private static ObjectNode described(String text) {
        int mark = text.indexOf(DESCRIBED);
        if (mark < 0) {
            return ofText(text);
        }
        ObjectNode schema = ofText(text.substring(0, mark).strip());
        return schema.put("description", text.substring(mark + DESCRIBED.length()).strip());
    }

    private static ObjectNode ofText(String text) {
        ObjectNode schema = NODES.objectNode();
        Matcher range = RANGE.matcher(text);
        if (text.contains(OR)) {
            return union(List.of(text.split(Pattern.quote(OR), -1)));
        } else if (text.equals("any")) {
            return schema;
        } else if (text.equals("null") || PRIMITIVES.contains(text)) {
            return schema.put("type", text);
        } else if (NAME.matcher(text).matches()) {
            return schema.put("$ref", "#/components/schemas/" + text);
        } else if (range.matches()) {
            schema.put("type", "integer").put("minimum", Long.parseLong(range.group(1)));
            return range.group(2).isEmpty()
                    ? schema
                    : schema.put("maximum", Long.parseLong(range.group(2)));
        } else if (WORD.matcher(text).matches()) {
            schema.putArray("enum").add(text);
            return schema;
        }
        throw new IllegalStateException("no type: " + text);
    }

    private static ObjectNode union(List<String> parts) {
        ObjectNode schema = NODES.objectNode();
        boolean ofTypes =
                parts.stream()
                        .anyMatch(
                                part ->
                                        part.equals("null")
                                                || PRIMITIVES.contains(part)
                                                || NAME.matcher(part).matches());
        ArrayNode any = schema.putArray(ofTypes ? "anyOf" : "enum");
        for (String part : parts) {
            if (ofTypes) {
                any.add(ofText(part.strip()));
            } else {
                any.add(part.strip());
            }
        }
        return schema;
    }

    private ObjectNode object(ObjectNode members) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        if (members.has("about")) {
            schema.put("description", members.path("about").asString());
        }
        ArrayNode required = NODES.arrayNode();
        ObjectNode properties = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            String name = member.getKey();
            if (RESERVED.contains(name)) {
                continue;
            }
            ObjectNode type = schema(member.getValue());
            if (name.startsWith("(")) {
                name = name.substring(1, name.length() - 1);
                properties.set(name, nullIsAbsent ? orNull(type) : type);
            } else {
                required.add(name);
                properties.set(name, type);
            }
        }
        if (!properties.isEmpty()) {
            schema.set("properties", properties);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (members.has("*")) {
            schema.set("additionalProperties", schema(members.path("*")));
        } else {
            schema.put("additionalProperties", false);
        }
        if (members.has("also")) {
            schema.set("allOf", members.path("also").deepCopy());
        }
        return schema;
    }

    private static ObjectNode orNull(ObjectNode type) {
        if (type.path("type").isString() && !type.has("enum") && !type.has("const")) {
            String only = type.path("type").stringValue();
            type.putArray("type").add(only).add("null");
            return type;
        }
        ObjectNode either = NODES.objectNode();
        JsonNode description = type.remove("description");
        if (description != null) {
            either.set("description", description);
        }
        either.putArray("anyOf").add(type).add(NODES.objectNode().put("type", "null"));
        return either;
    }
}
