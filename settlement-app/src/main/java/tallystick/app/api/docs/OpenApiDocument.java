package tallystick.app.api.docs;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tallystick.app.api.docs.ApiSource.Capability;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Assembles the API's description, OpenAPI 3.1. The same bytes each time. */
public final class OpenApiDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ApiSource source;
    private final ObjectNode schemas = NODES.objectNode();
    private final ProblemResponses problems = new ProblemResponses();

    private OpenApiDocument(ApiSource source) {
        this.source = source;
    }

    /**
     * Assembles the document from the files on the class path.
     *
     * @throws IllegalStateException naming what in them cannot be understood
     */
    public static ObjectNode assemble() {
        return new OpenApiDocument(ApiSource.read()).document();
    }

    /** The document as indented UTF-8 JSON with a line end. */
    public static byte[] json() {
        String text = MAPPER.writeValueAsString(assemble()).replace("\r\n", "\n");
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode document() {
        JsonNode shared = source.shared();
        ObjectNode document = NODES.objectNode();
        document.set("openapi", shared.path("openapi"));
        document.set("info", shared.path("info"));
        document.set("servers", shared.path("servers"));
        ArrayNode tags = document.putArray("tags");
        schemas();
        ObjectNode paths = document.putObject("paths");
        OperationWriter writer = new OperationWriter(shared, schemas, problems);
        for (Capability capability : source.capabilities()) {
            tags.addObject().put("name", capability.name());
            for (Map.Entry<String, JsonNode> path :
                    capability.content().path("operations").properties()) {
                ObjectNode item = paths.withObjectProperty(path.getKey());
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    String method = operation.getKey();
                    if (item.has(method)) {
                        throw new IllegalStateException(
                                path.getKey() + " has " + method + " twice");
                    }
                    item.set(
                            method,
                            writer.operation(
                                    capability.name(),
                                    method.toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue()));
                }
            }
        }
        document.set("components", components(shared));
        return document;
    }

    private void schemas() {
        add(source.shared().path("schemas"), new SchemaNotation(false));
        ArrayNode codes = NODES.arrayNode();
        ProblemResponses.codes().keySet().forEach(codes::add);
        schemas.putObject("ProblemCode").set("enum", codes);
        for (Capability capability : source.capabilities()) {
            add(capability.content().path("requests"), new SchemaNotation(true));
            add(capability.content().path("schemas"), new SchemaNotation(false));
        }
    }

    private void add(JsonNode named, SchemaNotation notation) {
        for (Map.Entry<String, JsonNode> schema : named.properties()) {
            if (schemas.has(schema.getKey())) {
                throw new IllegalStateException("two schemas " + schema.getKey());
            }
            schemas.set(schema.getKey(), notation.schema(schema.getValue()));
        }
    }

    private ObjectNode components(JsonNode shared) {
        ObjectNode components = NODES.objectNode();
        components.set("schemas", schemas);
        ObjectNode responses = components.putObject("responses");
        problems.shared().forEach(responses::set);
        ObjectNode parameters = components.putObject("parameters");
        for (Map.Entry<String, JsonNode> told : shared.path("parameters").properties()) {
            ObjectNode parameter = OperationWriter.parameter(told.getKey(), told.getValue());
            parameters.set(told.getKey(), parameter);
            if (parameter.path("required").asBoolean()) {
                ObjectNode optional = parameter.deepCopy().put("required", false);
                parameters.set(told.getKey() + ".optional", optional);
            }
        }
        ObjectNode headers = components.putObject("headers");
        for (Map.Entry<String, JsonNode> told : shared.path("headers").properties()) {
            headers.putObject(told.getKey())
                    .set("schema", new SchemaNotation(false).schema(told.getValue()));
        }
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key, or an access token of the issuer");
        return components;
    }
}
