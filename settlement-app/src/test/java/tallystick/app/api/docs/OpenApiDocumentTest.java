package tallystick.app.api.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.contract.ContractWatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document is all of the API and nothing else, and the one in the repository is it. */
class OpenApiDocumentTest {

    private static final Path COMMITTED = Path.of("../ops/docs/openapi.json");
    private static final TestNode NODE = TestNode.get();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** There only where a measurement asks for it. */
    private static final String MEASURE = "POST /v1/measure/empty";

    private static Set<String> mapped() {
        Set<String> mapped = new TreeSet<>();
        for (RequestMappingHandlerMapping mapping :
                NODE.context().getBeansOfType(RequestMappingHandlerMapping.class).values()) {
            for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
                for (String pattern : info.getPatternValues()) {
                    info.getMethodsCondition()
                            .getMethods()
                            .forEach(method -> mapped.add(method + " " + documented(pattern)));
                }
            }
        }
        mapped.removeIf(
                endpoint -> !endpoint.matches("[A-Z]+ /(v1|tlog)/.*") || endpoint.equals(MEASURE));
        return mapped;
    }

    private static String documented(String pattern) {
        return pattern.replace("{*", "{");
    }

    @Test
    void everyHandlerIsDescribedAndEveryDescriptionIsHandled() {
        assertEquals(
                String.join("\n", mapped()),
                String.join("\n", ContractWatch.contract().operations()));
    }

    @Test
    void whatIsServedIsWhatIsCommitted() throws IOException {
        Reply served = NODE.getAsIs("/v3/api-docs");
        assertEquals(200, served.status(), served.text());
        assertEquals("application/json", served.header("Content-Type"));
        if (Boolean.getBoolean("tallystick.write-openapi")) {
            Files.writeString(COMMITTED, served.text());
        }
        assertTrue(
                served.text().equals(Files.readString(COMMITTED)),
                "ops/docs/openapi.json is not what is served; write it anew with"
                        + " -Dtest=OpenApiDocumentTest -Dtallystick.write-openapi=true and look at"
                        + " the difference");
    }

    @Test
    void itIsOpenApiAndEveryReferenceLeadsSomewhere() {
        String text = new String(OpenApiDocument.json(), StandardCharsets.UTF_8);
        JsonNode document = MAPPER.readTree(text);
        assertTrue(document.path("openapi").asString().matches("3\\.1\\.[0-9]+"));
        Matcher reference = Pattern.compile("\"\\$ref\" : \"#([^\"]*)\"").matcher(text);
        int references = 0;
        while (reference.find()) {
            references++;
            assertTrue(document.at(reference.group(1)).isObject(), reference.group(1));
        }
        assertTrue(references > 500, "references were found");
        for (JsonNode kind : document.path("components")) {
            kind.propertyNames().forEach(name -> assertTrue(name.matches("[a-zA-Z0-9._-]+"), name));
        }
    }

    @Test
    void everyOperationHasAnIdASuccessAndItsPathVariables() {
        JsonNode document = OpenApiDocument.assemble();
        List<String> ids = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .forEach(
                                                operation -> {
                                                    ids.add(
                                                            operation
                                                                    .path("operationId")
                                                                    .asString());
                                                    assertComplete(path.getKey(), operation);
                                                }));
        assertEquals(ids.size(), Set.copyOf(ids).size(), ids::toString);
        assertTrue(ids.stream().allMatch(id -> id.matches("[a-z][A-Za-z]+")), ids::toString);
    }

    private static void assertComplete(String path, JsonNode operation) {
        assertTrue(
                operation.path("responses").propertyNames().stream()
                        .anyMatch(status -> status.startsWith("2")),
                path);
        assertTrue(!operation.path("summary").asString().isBlank(), path);
        Set<String> declared = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asString("").equals("path")) {
                declared.add("{" + parameter.path("name").asString() + "}");
            }
        }
        Set<String> inPath = new TreeSet<>();
        Matcher variable = Pattern.compile("\\{[^}]*}").matcher(path);
        while (variable.find()) {
            inPath.add(variable.group());
        }
        assertEquals(inPath, declared, path);
    }

    @Test
    void whatIsNotInTheNotationIsRefused() {
        for (String wrong : List.of("\"Stringy type\"", "\"a|\"", "[\"A\",\"B\"]", "\"-1..2\"")) {
            JsonNode type = MAPPER.readTree(wrong);
            assertThrows(
                    IllegalStateException.class,
                    () -> new SchemaNotation(false).schema(type),
                    wrong);
        }
    }

    @Test
    void theNotationMeansWhatItSays() {
        JsonNode type =
                MAPPER.readTree(
                        """
                        {"about":"A thing","name":"Name -- its name","(more)":["0..9"],"(on)":"a | b"}
                        """);
        JsonNode wanted =
                MAPPER.readTree(
                        """
                        {"type":"object","description":"A thing","properties":{
                         "name":{"$ref":"#/components/schemas/Name","description":"its name"},
                         "more":{"type":["array","null"],
                                 "items":{"type":"integer","minimum":0,"maximum":9}},
                         "on":{"anyOf":[{"enum":["a","b"]},{"type":"null"}]}},
                         "required":["name"],"additionalProperties":false}
                        """);
        assertEquals(
                MAPPER.writeValueAsString(wanted),
                MAPPER.writeValueAsString(new SchemaNotation(true).schema(type)));
    }
}
