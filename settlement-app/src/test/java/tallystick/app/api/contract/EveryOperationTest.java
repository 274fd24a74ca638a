package tallystick.app.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.docs.OpenApiDocument;
import tools.jackson.databind.node.ObjectNode;

/** Each operation of the document answers with success, and as the document says. */
class EveryOperationTest {

    private static List<Exchange> exchanges = List.of();
    private static @Nullable RunningNode running;

    /** Of its own: what is told to a webhook is marked in the journal, whenever it was told. */
    @BeforeAll
    static void call(@TempDir Path directory) {
        running = tallystick.app.TestNode.start(directory);
        exchanges = ApiScenario.run(node());
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    private static TestNode node() {
        return TestNode.of(Objects.requireNonNull(running));
    }

    @Test
    void everyOperationAnswersAsDescribed() {
        Contract contract = ContractWatch.contract();
        Set<String> answered = new TreeSet<>(ApiScenario.LEFT_OUT.keySet());
        for (Exchange exchange : exchanges) {
            assertEquals(List.of(), contract.violations(exchange), exchange::toString);
            answered.add(String.valueOf(contract.find(exchange.method(), exchange.path())));
        }
        assertEquals(contract.operations(), answered);
        assertTrue(contract.operations().size() > 80, "the document has the API");
    }

    @Test
    void aDocumentThatSaysOtherwiseIsNoticed() {
        ObjectNode document = OpenApiDocument.assemble();
        ObjectNode wallet = document.at("/components/schemas/Wallet/properties").asObject();
        wallet.putObject("tariff").put("type", "integer");
        document.at("/components/schemas/GrantRequest/properties")
                .asObject()
                .putObject("kind")
                .putArray("enum")
                .add("promo");
        document.at("/paths/~1v1~1ledger/get").asObject().putObject("responses");
        document.path("paths").asObject().remove("/v1/console");
        Contract broken = new Contract(document);
        Set<String> seen = new TreeSet<>();
        for (Exchange exchange : exchanges) {
            if (!broken.violations(exchange).isEmpty()) {
                seen.add(exchange.method() + " " + exchange.path().replaceAll("/wal-[^/]*", "/w"));
            }
        }
        assertEquals(
                Set.of(
                        "POST /v1/wallets",
                        "GET /v1/wallets",
                        "GET /v1/wallets/w",
                        "POST /v1/wallets/w/grants",
                        "GET /v1/ledger",
                        "GET /v1/console"),
                seen);
    }

    @Test
    void aRefusalThatIsNotDescribedIsNoticed() {
        ObjectNode document = OpenApiDocument.assemble();
        document.at("/paths/~1v1~1operators~1{name}/get/responses").asObject().remove("404");
        TestNode.Reply reply = node().getAsIs("/v1/operators/nobody");
        Exchange exchange =
                Exchange.of(
                        node().request("/v1/operators/nobody").GET().build(),
                        reply.response(),
                        reply.response().body());
        assertEquals(List.of(), ContractWatch.contract().violations(exchange));
        assertEquals(1, new Contract(document).violations(exchange).size());
    }

    @Test
    void theStreamsBegin() throws IOException, InterruptedException {
        HttpRequest console = node().request("/v1/console/stream").GET().build();
        assertEquals("event:summary", firstLine(console));
        String balance =
                exchanges.stream()
                        .map(Exchange::path)
                        .filter(path -> path.endsWith("/balance"))
                        .findFirst()
                        .orElseThrow();
        String wallet = balance.split("/", -1)[3];
        HttpRequest after =
                node().request("/v1/stream?wallet=" + wallet)
                        .header("Last-Event-ID", "0")
                        .GET()
                        .build();
        assertEquals(":after 0", firstLine(after));
    }

    private static String firstLine(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        ContractWatch.verify(request, response, new byte[0]);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }
}
