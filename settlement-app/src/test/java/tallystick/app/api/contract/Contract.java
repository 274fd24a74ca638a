package tallystick.app.api.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI document as what it is: a contract. Says of an exchange where it is not kept: an
 * answer that is not described, a body that is not of its schema, and a request that was carried
 * out although the document does not allow it.
 */
public final class Contract {

    private static final String PROBLEM_TYPE = "application/problem+json";

    /** Codes that always have a field at fault. */
    private static final Set<String> WITH_FIELDS =
            Set.of("invalid-request", "invalid-parameter", "idempotency-key-required");

    private static final Set<String> INVISIBLE = Set.of("HEAD", "OPTIONS");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JsonNode document;
    private final List<ContractOperation> operations = new ArrayList<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    public Contract(JsonNode document) {
        this.document = document;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> item : path.getValue().properties()) {
                operations.add(
                        ContractOperation.of(
                                item.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                item.getValue()));
            }
        }
        operations.sort(Comparator.comparingLong(ContractOperation::variables));
    }

    /** Every operation's method and path. */
    public Set<String> operations() {
        Set<String> all = new TreeSet<>();
        operations.forEach(operation -> all.add(operation.toString()));
        return all;
    }

    /** The operation that a request is of, null when it is of none. */
    @Nullable ContractOperation find(String method, String target) {
        // Parameters of path segments (RFC 3986, 3.3) mean nothing here.
        String path = target.replaceAll(";[^/]*", "");
        return operations.stream()
                .filter(o -> o.method().equals(method) && o.matches().matcher(path).matches())
                .findFirst()
                .orElse(null);
    }

    /** Where an exchange breaks the contract, a sentence each; empty when it is kept. */
    public List<String> violations(Exchange exchange) {
        List<String> found = new ArrayList<>();
        boolean isMeasure = exchange.path().startsWith("/v1/measure/");
        if (!exchange.path().startsWith("/v1/")
                || isMeasure
                || INVISIBLE.contains(exchange.method())) {
            return found;
        }
        ContractOperation operation = find(exchange.method(), exchange.path());
        if (exchange.status() >= 400) {
            problem(operation, exchange, found);
        } else if (operation == null) {
            found.add("a request that is not described was carried out");
        } else {
            answer(operation, exchange, found);
            request(operation, exchange, found);
        }
        return found;
    }

    /** Where JSON that comes in parts of an answer breaks a schema, a sentence each. */
    List<String> violations(String schema, byte[] json) {
        List<String> found = new ArrayList<>();
        JsonNode whole = JsonNodeFactory.instance.objectNode().put("$ref", ref(schema));
        validate(schema, whole, json, found);
        return found;
    }

    // ---- answers

    private void answer(ContractOperation operation, Exchange exchange, List<String> found) {
        JsonNode response =
                operation.node().path("responses").path(Integer.toString(exchange.status()));
        JsonNode content = response.path("content").path(exchange.answerType());
        if (content.isMissingNode()) {
            found.add(
                    "no answer %d of type '%s' is described for %s"
                            .formatted(exchange.status(), exchange.answerType(), operation));
        } else if (exchange.answerType().equals("application/json")) {
            validate("the answer", content.path("schema"), exchange.answerBody(), found);
        }
    }

    private void problem(
            @Nullable ContractOperation operation, Exchange exchange, List<String> found) {
        if (!exchange.answerType().equals(PROBLEM_TYPE)) {
            found.add("a refusal that is no problem but '" + exchange.answerType() + "'");
            return;
        }
        JsonNode schema = JsonNodeFactory.instance.objectNode().put("$ref", ref("Problem"));
        String code = MAPPER.readTree(exchange.answerBody()).path("code").asString();
        // A request that is none by HTTP's own rules, whatever it would have been of.
        boolean isMalformed = code.equals("bad-request") && exchange.status() < 500;
        if (operation != null && !isMalformed) {
            String status = Integer.toString(exchange.status());
            JsonNode response = resolved(operation.node().path("responses").path(status));
            JsonNode described = response.path("content").path(PROBLEM_TYPE).path("schema");
            if (described.isMissingNode()) {
                found.add("no refusal %s is described for %s".formatted(status, operation));
            } else {
                schema = described;
            }
        }
        validate("the problem", schema, exchange.answerBody(), found);
        consistent(exchange, found);
    }

    private static void consistent(Exchange exchange, List<String> found) {
        JsonNode problem = MAPPER.readTree(exchange.answerBody());
        String code = problem.path("code").asString();
        if (problem.path("status").asInt() != exchange.status()) {
            found.add("the problem's status is not the answer's");
        }
        if (!problem.path("type").asString().equals("urn:taas:problem:" + code)) {
            found.add("the problem's type is not its code");
        }
        if (WITH_FIELDS.contains(code) && problem.path("invalid_params").isEmpty()) {
            found.add("the problem names no field");
        }
        if (problem.path("retriable").asBoolean()
                && !exchange.answerHeader("retry-after").matches("[1-9][0-9]*")) {
            found.add("a problem that may pass, without Retry-After");
        }
    }

    // ---- requests that were carried out

    private void request(ContractOperation operation, Exchange exchange, List<String> found) {
        parameters(operation, exchange, found);
        JsonNode body = operation.node().path("requestBody");
        JsonNode content = body.path("content");
        String type =
                exchange.requestType().isEmpty() ? "application/json" : exchange.requestType();
        if (content.isMissingNode()) {
            return;
        }
        if (!content.has(type)) {
            found.add("a body of type " + type + " was taken, which is not described");
        } else if (type.endsWith("xml")) {
            // Held to the schema of its namespace where it is read.
            if (exchange.requestBody().length == 0) {
                found.add("no body was taken for one");
            }
        } else if (operation.id().equals("recordUsage")) {
            events(exchange, type, found);
        } else {
            boolean isEmpty = exchange.requestBody().length == 0;
            if (isEmpty && body.path("required").asBoolean()) {
                found.add("no body was taken for one");
            }
            validate(
                    "the request",
                    content.path(type).path("schema"),
                    isEmpty ? new byte[] {'{', '}'} : exchange.requestBody(),
                    found);
        }
    }

    /** Items have an outcome each: those that were not rejected must be of the schema. */
    private void events(Exchange exchange, String type, List<String> found) {
        if (type.equals("application/x-ndjson")) {
            return;
        }
        JsonNode schema = JsonNodeFactory.instance.objectNode().put("$ref", ref("UsageEvent"));
        JsonNode sent =
                type.equals("application/json")
                        ? BinaryMode.structured(exchange)
                        : MAPPER.readTree(exchange.requestBody());
        JsonNode answer = MAPPER.readTree(exchange.answerBody());
        Set<Integer> rejected = new TreeSet<>();
        for (JsonNode result : answer.path("results")) {
            if (result.path("status").asString().equals("rejected")) {
                rejected.add(result.path("index").asInt());
            }
        }
        int items = sent.isArray() ? sent.size() : 1;
        for (int i = 0; i < items; i++) {
            if (!rejected.contains(i)) {
                JsonNode item = sent.isArray() ? sent.get(i) : sent;
                schema(schema)
                        .validate(item)
                        .forEach(error -> found.add("an event that was taken: " + error));
            }
        }
    }

    private void parameters(ContractOperation operation, Exchange exchange, List<String> found) {
        Matcher matcher = operation.matches().matcher(exchange.path().replaceAll(";[^/]*", ""));
        int variable = matcher.matches() ? 0 : -1;
        for (JsonNode told : operation.node().path("parameters")) {
            JsonNode parameter = resolved(told);
            String name = parameter.path("name").asString();
            List<String> values = new ArrayList<>();
            switch (parameter.path("in").asString()) {
                case "path" -> values.add(decoded(matcher.group(++variable)));
                case "query" ->
                        // Of several the first counts.
                        exchange.query()
                                .filter(pair -> decoded(pair[0]).equals(name))
                                .limit(1)
                                .forEach(pair -> values.add(decoded(pair[1])));
                default -> {
                    String header = exchange.requestHeaders().get(name.toLowerCase(Locale.ROOT));
                    if (header != null) {
                        values.add(header);
                    }
                }
            }
            if (values.isEmpty() && parameter.path("required").asBoolean()) {
                found.add("carried out without " + name);
            }
            for (String value : values) {
                schema(parameter.path("schema"))
                        .validate(node(parameter.path("schema"), value))
                        .forEach(error -> found.add(name + " was taken: " + error));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode node(JsonNode schema, String value) {
        boolean isNumber =
                schema.path("type").asString("").equals("integer") && value.matches("-?[0-9]{1,9}");
        return isNumber
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(value))
                : JsonNodeFactory.instance.stringNode(value);
    }

    // ---- schemas

    private void validate(String what, JsonNode schema, byte[] text, List<String> found) {
        try {
            for (Error error : schema(schema).validate(MAPPER.readTree(text))) {
                found.add(what + ": " + error);
            }
        } catch (JacksonException broken) {
            found.add(what + " is not JSON: " + broken.getOriginalMessage());
        }
    }

    /** A schema of the document, with the components that it refers to. */
    private Schema schema(JsonNode schema) {
        return compiled.computeIfAbsent(
                schema,
                plain -> {
                    ObjectNode whole = plain.asObject().deepCopy();
                    whole.set("components", document.path("components"));
                    return registry.getSchema(whole);
                });
    }

    private JsonNode resolved(JsonNode node) {
        String to = node.path("$ref").asString("");
        return to.startsWith("#/") ? document.at(to.substring(1)) : node;
    }

    private static String ref(String schema) {
        return "#/components/schemas/" + schema;
    }
}
