package tallystick.app.api.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.app.security.EndpointRule;
import tallystick.app.security.EndpointRules;
import tallystick.app.security.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes operations: what their kind takes and refuses, and what they say themselves. */
final class OperationWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PATH_VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String JSON = "application/json";

    private final JsonNode shared;
    private final ObjectNode schemas;
    private final ProblemResponses problems;

    OperationWriter(JsonNode shared, ObjectNode schemas, ProblemResponses problems) {
        this.shared = shared;
        this.schemas = schemas;
        this.problems = problems;
    }

    /**
     * The operation as OpenAPI has it.
     *
     * @throws IllegalStateException when its kind, a parameter or code of it, or its rule in the
     *     table of who may do what is not there
     */
    ObjectNode operation(String tag, String method, String path, JsonNode told) {
        String id = told.path("id").asString();
        JsonNode kind = known(shared.path("kinds").path(told.path("kind").asString()), path);
        ObjectNode operation = NODES.objectNode();
        operation.putArray("tags").add(tag);
        operation.put("operationId", id).put("summary", told.path("summary").asString());
        if (told.has("about")) {
            operation.put("description", told.path("about").asString());
        }
        parameters(path, kind, told, operation.putArray("parameters"));
        if (told.has("request")) {
            operation.set("requestBody", requestBody(id, told.path("request")));
        }
        ObjectNode responses = operation.putObject("responses");
        for (Map.Entry<String, JsonNode> answer : told.path("answers").properties()) {
            responses.set(answer.getKey(), answer(id, kind, told, answer.getValue()));
        }
        SortedSet<String> codes = new TreeSet<>();
        for (JsonNode from : List.of(shared.path("kinds").path("every"), kind, told)) {
            from.path("refusals").forEach(code -> codes.add(code.asString()));
        }
        problems.of(codes).forEach(responses::set);
        security(method, path, operation);
        return operation;
    }

    private static JsonNode known(JsonNode found, String what) {
        if (found.isMissingNode()) {
            throw new IllegalStateException(what + " names what is not in api.yaml");
        }
        return found;
    }

    // ---- what it takes

    private void parameters(String path, JsonNode kind, JsonNode told, ArrayNode into) {
        Matcher variable = PATH_VARIABLE.matcher(path);
        while (variable.find()) {
            String name = variable.group(1);
            ObjectNode parameter =
                    into.addObject().put("name", name).put("in", "path").put("required", true);
            JsonNode type = shared.path("paths").path(name);
            parameter.set(
                    "schema",
                    type.isMissingNode()
                            ? NODES.objectNode().put("type", "string").put("minLength", 1)
                            : new SchemaNotation(false).schema(type));
        }
        List<JsonNode> names = new ArrayList<>();
        kind.path("parameters").forEach(names::add);
        told.path("parameters").forEach(names::add);
        for (JsonNode named : names) {
            String name = named.asString();
            boolean optional = name.startsWith("(");
            String plain = optional ? name.substring(1, name.length() - 1) : name;
            JsonNode _ = known(shared.path("parameters").path(plain), path);
            into.addObject()
                    .put(
                            "$ref",
                            "#/components/parameters/" + plain + (optional ? ".optional" : ""));
        }
    }

    /** A shared parameter as OpenAPI has it. */
    static ObjectNode parameter(String name, JsonNode told) {
        ObjectNode parameter = NODES.objectNode().put("name", told.path("name").asString(name));
        parameter.set("in", told.path("in"));
        parameter.put("required", told.path("required").asBoolean(false));
        parameter.set("schema", new SchemaNotation(false).schema(told.path("type")));
        return parameter;
    }

    private ObjectNode requestBody(String id, JsonNode told) {
        ObjectNode body = NODES.objectNode();
        if (isByMedia(told)) {
            body.put("required", true);
            content(told, body);
            return body;
        }
        JsonNode type = named(id + "Request", told, new SchemaNotation(true));
        String name = type.asString();
        body.put("required", schemas.path(name).has("required"));
        content(NODES.objectNode().set(JSON, type), body);
        return body;
    }

    // ---- what it answers

    private ObjectNode answer(String id, JsonNode kind, JsonNode told, JsonNode type) {
        ObjectNode response = NODES.objectNode().put("description", "As asked");
        ObjectNode headers = NODES.objectNode();
        for (JsonNode from : List.of(kind, told)) {
            for (JsonNode name : from.path("headers")) {
                JsonNode _ = known(shared.path("headers").path(name.asString()), id);
                headers.putObject(name.asString())
                        .put("$ref", "#/components/headers/" + name.asString());
            }
        }
        if (!headers.isEmpty()) {
            response.set("headers", headers);
        }
        content(
                isByMedia(type)
                        ? type
                        : NODES.objectNode()
                                .set(JSON, named(id + "Answer", type, new SchemaNotation(false))),
                response);
        return response;
    }

    private static boolean isByMedia(JsonNode type) {
        return type.isObject() && type.propertyStream().anyMatch(p -> p.getKey().contains("/"));
    }

    private static void content(JsonNode byMedia, ObjectNode into) {
        ObjectNode content = into.putObject("content");
        byMedia.properties()
                .forEach(
                        media ->
                                content.putObject(media.getKey())
                                        .set(
                                                "schema",
                                                new SchemaNotation(false)
                                                        .schema(media.getValue())));
    }

    /** A type written where it is used gets a name of its own among the schemas. */
    private JsonNode named(String name, JsonNode type, SchemaNotation notation) {
        if (!type.isObject()) {
            return type;
        }
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        if (schemas.has(capital)) {
            throw new IllegalStateException("two schemas " + capital);
        }
        schemas.set(capital, notation.schema(type));
        return NODES.stringNode(capital);
    }

    // ---- who may

    private static void security(String method, String path, ObjectNode operation) {
        EndpointRule rule = rule(method, path);
        if (rule == null) {
            throw new IllegalStateException(method + " " + path + " has no rule of who may");
        }
        ArrayNode security = operation.putArray("security");
        if (rule.anyOf().size() == Role.values().length) {
            security.addObject().putArray("bearer");
        } else {
            // One of the roles is enough.
            rule.anyOf().stream()
                    .map(Role::wireName)
                    .sorted()
                    .forEach(role -> security.addObject().putArray("bearer").add(role));
        }
        operation.put("x-reach", rule.reach().wireName());
    }

    private static @Nullable EndpointRule rule(String method, String path) {
        EndpointRule rule = EndpointRules.of(method, path);
        // Names with slashes are mapped as the rest of the path, which OpenAPI cannot say.
        return rule == null ? EndpointRules.of(method, path.replace("{name}", "{*name}")) : rule;
    }
}
