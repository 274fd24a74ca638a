package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tallystick.app.security.SecuredNode.Reply;

/** The one table: every endpoint has a rule, every rule is kept, and what has none is closed. */
class EndpointRulesTest {

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;

    @BeforeAll
    static void start() {
        node = SecuredNode.start(directory, Map.of("tallystick.measure.empty-handler", true));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Set<String> mapped() {
        Set<String> mapped = new TreeSet<>();
        node.node
                .context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(
                        mapping ->
                                mapping.getHandlerMethods()
                                        .keySet()
                                        .forEach(info -> add(info, mapped)));
        return mapped;
    }

    private static void add(RequestMappingInfo info, Set<String> into) {
        for (String pattern : info.getPatternValues()) {
            if (!pattern.matches("/(v[13]|tlog)/.*")) {
                continue;
            }
            info.getMethodsCondition()
                    .getMethods()
                    .forEach(method -> into.add(method.name() + " " + pattern));
        }
    }

    @Test
    void everyMappedHandlerHasARule() {
        Set<String> open = new TreeSet<>();
        for (String endpoint : mapped()) {
            String[] parts = endpoint.split(" ", 2);
            if (EndpointRules.of(parts[0], parts[1]) == null) {
                open.add(endpoint);
            }
        }
        assertEquals(Set.of(), open, "endpoints without a rule");
        assertTrue(mapped().size() > 60, "the walk saw the API");
    }

    @Test
    void everyRuleHasAHandler() {
        Set<String> mapped = mapped();
        Set<String> idle =
                EndpointRules.ALL.stream()
                        .filter(rule -> !rule.isPrefix())
                        .map(rule -> rule.method() + " " + rule.pattern())
                        .filter(rule -> !mapped.contains(rule))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), idle);
    }

    @Test
    void whatHasNoRuleIsClosed() {
        assertNull(EndpointRules.of("DELETE", "/v1/wallets/{wallet}"));
        assertNull(EndpointRules.of("POST", "/v1/wallets/{wallet}/new-thing"));
        assertNull(EndpointRules.of("GET", "/v1/new-thing"));
    }

    @Test
    void withoutCredentialNothingAnswers() {
        for (String endpoint : mapped()) {
            String[] parts = endpoint.split(" ", 2);
            Reply reply =
                    node.sendJson(parts[0], null, parts[1].replaceAll("\\{[^}]*}", "x"), "k", "{}");
            assertEquals(401, reply.status(), endpoint);
            assertEquals("unauthenticated", reply.code(), endpoint);
            assertEquals(
                    "Bearer",
                    reply.response().headers().firstValue("WWW-Authenticate").orElse(""),
                    endpoint);
        }
        for (String path : new String[] {"/", "/index.html", "/error", "/actuator", "/nothing"}) {
            assertEquals(401, node.send(node.request(path, null).GET().build()).status(), path);
        }
    }

    @Test
    void eachRoleOpensWhatTheTableSays() {
        for (Role role : Role.values()) {
            String credential = node.key("*", null, null, role.wireName());
            for (String endpoint : mapped()) {
                String[] parts = endpoint.split(" ", 2);
                if (parts[1].equals("/v1/console/stream")) {
                    continue;
                }
                EndpointRule rule = EndpointRules.of(parts[0], parts[1]);
                String path = parts[1].replaceAll("\\{[^}]*}", "x");
                // Broken bodies and missing keys: nothing is done, but it is seen who gets there.
                Reply reply =
                        node.send(
                                node.request(path, credential)
                                        .header("Content-Type", type(path))
                                        .method(parts[0], BodyPublishers.ofString("["))
                                        .build());
                boolean isOpened = rule != null && rule.anyOf().contains(role);
                assertEquals(
                        !isOpened, reply.status() == 403, role + " " + endpoint + reply.text());
            }
        }
    }

    @Test
    void operatorsAndTenantsReachNoFurtherThanTheTableSays() {
        String[] all =
                java.util.Arrays.stream(Role.values()).map(Role::wireName).toArray(String[]::new);
        Map<String, Set<Reach>> reaches =
                Map.of(
                        node.key("op-x", null, null, all), Set.of(Reach.OPERATOR, Reach.TENANT),
                        node.key("op-x", "tnt-x", null, all), Set.of(Reach.TENANT));
        reaches.forEach(
                (credential, open) -> {
                    for (String endpoint : mapped()) {
                        String[] parts = endpoint.split(" ", 2);
                        EndpointRule rule = EndpointRules.of(parts[0], parts[1]);
                        String path = parts[1].replaceAll("\\{[^}]*}", "x");
                        Reply reply =
                                node.send(
                                        node.request(path, credential)
                                                .header("Content-Type", type(path))
                                                .method(parts[0], BodyPublishers.ofString("["))
                                                .build());
                        boolean isOpened = rule != null && open.contains(rule.reach());
                        assertEquals(!isOpened, reply.status() == 403, endpoint + reply.text());
                    }
                });
    }

    @Test
    void aRegulatorReadsAndTouchesNothing() {
        String[] all =
                java.util.Arrays.stream(Role.values()).map(Role::wireName).toArray(String[]::new);
        String credential = node.regulator("KR", all);
        for (String endpoint : mapped()) {
            if (!endpoint.startsWith("GET ")) {
                String[] parts = endpoint.split(" ", 2);
                String path = parts[1].replaceAll("\\{[^}]*}", "x");
                Reply reply =
                        node.send(
                                node.request(path, credential)
                                        .header("Content-Type", type(path))
                                        .method(parts[0], BodyPublishers.ofString("["))
                                        .build());
                assertEquals(403, reply.status(), endpoint);
            }
        }
        assertEquals(200, node.get(credential, "/v1/wallets").status());
    }

    @Test
    void thePageOfTheDocumentationIsTheTable() throws IOException {
        Set<String> documented =
                Files.readAllLines(Path.of("../ops/docs/security.md")).stream()
                        .filter(line -> line.matches("\\| `(GET|POST|PUT|DELETE) /(v[13]|tlog)/.*"))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> actual =
                EndpointRules.ALL.stream()
                        .map(EndpointRulesTest::row)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", actual), String.join("\n", documented));
    }

    private static String type(String path) {
        return path.equals("/v1/events") ? "application/x-ndjson" : "application/json";
    }

    private static String row(EndpointRule rule) {
        String roles =
                rule.anyOf().size() == Role.values().length
                        ? "any"
                        : rule.anyOf().stream()
                                .map(role -> "`" + role.wireName() + "`")
                                .sorted()
                                .collect(Collectors.joining(", "));
        return "| `%s %s` | %s | %s |"
                .formatted(rule.method(), rule.pattern(), roles, rule.reach().wireName());
    }
}
