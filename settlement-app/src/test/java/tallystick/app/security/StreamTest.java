package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.api.contract.ContractWatch;
import tallystick.app.security.SecuredNode.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Live views over a real connection: whole, resumed without gap or repeat, and one's own only. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StreamTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of the data of an event, by its name. */
    private static final Map<String, String> SCHEMAS =
            Map.of("entry", "Entry", "usage", "UsageLine", "window", "WindowLine");

    @TempDir static Path directory;
    private static SecuredNode node;
    private static HttpClient http;
    private static String acme;
    private static String korea;
    private static String writer;

    /** An event of a stream. */
    private record Told(String id, String name, JsonNode data) {}

    /** An open stream. */
    private static final class Stream implements AutoCloseable {

        private final BufferedReader lines;

        Stream(InputStream body) {
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        Told next() throws IOException {
            String id = "";
            String name = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    name = line.substring(6);
                } else if (line.startsWith("data:")) {
                    data = line.substring(5);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    ContractWatch.verify(SCHEMAS.getOrDefault(name, name), data);
                    return new Told(id, name, JSON.readTree(data));
                }
            }
            throw new IOException("the stream ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @BeforeAll
    static void startNode() {
        node = SecuredNode.start(directory.resolve("data"), Map.of()).withFederation();
        http = HttpClient.newHttpClient();
        acme = node.key("op-kr", "acme", null, "wallet:read");
        korea = node.key("op-kr", null, null, "wallet:read", "audit:read");
        writer = node.key("*", null, null, "usage:write");
    }

    @AfterAll
    static void stopNode() {
        http.shutdownNow();
        node.close();
    }

    private static HttpResponse<InputStream> open(String credential, String query, String lastId)
            throws Exception {
        HttpRequest.Builder request = node.request("/v1/stream?" + query, credential).GET();
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpRequest built = request.build();
        HttpResponse<InputStream> response = http.send(built, BodyHandlers.ofInputStream());
        boolean hasEnd = response.statusCode() >= 400;
        byte[] answer = hasEnd ? response.body().readAllBytes() : new byte[0];
        ContractWatch.verify(built, response, answer);
        return response;
    }

    private static Stream stream(String credential, String query, String lastId) throws Exception {
        HttpResponse<InputStream> response = open(credential, query, lastId);
        assertEquals(200, response.statusCode());
        return new Stream(response.body());
    }

    private static void use(String wallet, String tenant, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(
                    SecuredNode.event(
                            SecuredNode.gateway("op-kr"),
                            UUID.randomUUID().toString(),
                            wallet,
                            tenant,
                            "op-kr",
                            "op-kr"));
        }
        Reply reply = node.events(writer, events.toArray(String[]::new));
        assertEquals(count, reply.json().path("accepted").asInt(0), reply.text());
    }

    /** All that the list of entries has, oldest first, whatever was sent while it was read. */
    @Test
    void aWalletsStreamIsItsEntriesAndResumesWithoutGapOrRepeat() throws Exception {
        String from = node.get(SecuredNode.ADMIN, "/v1/ledger").at("position");
        List<String> ids = new ArrayList<>();
        try (Stream stream = stream(acme, "wallet=wal-acme", from)) {
            use("wal-acme", "acme", 40);
            use("wal-beta", "beta", 5);
            for (int i = 0; i < 25; i++) {
                Told told = stream.next();
                assertEquals("entry", told.name());
                assertEquals(told.id(), told.data().path("position").stringValue());
                ids.add(told.id());
            }
        }
        use("wal-acme", "acme", 700);
        try (Stream stream = stream(acme, "wallet=wal-acme", ids.getLast())) {
            while (ids.size() < 740) {
                ids.add(stream.next().id());
            }
            use("wal-acme", "acme", 1);
            Told live = stream.next();
            ids.add(live.id());
            assertEquals("usage", live.data().path("kind").stringValue());
            assertNotNull(live.data().path("posted").path("after").stringValue());
        }
        List<String> entries = entries(from);
        assertEquals(741, entries.size());
        assertEquals(entries, ids);
        assertEquals(741, new HashSet<>(ids).size());
    }

    private static List<String> entries(String after) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            Reply page =
                    node.get(
                            acme,
                            "/v1/wallets/wal-acme/entries?limit=500"
                                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            for (JsonNode entry : page.json().path("entries")) {
                String position = entry.path("position").stringValue();
                if (Long.parseLong(position) > Long.parseLong(after)) {
                    all.addFirst(position);
                }
            }
            cursor = page.at("next");
        } while (!cursor.isEmpty());
        return all;
    }

    @Test
    void anOperatorsStreamHasItsCustomersUsageAndWindows() throws Exception {
        String from = node.get(SecuredNode.ADMIN, "/v1/ledger").at("position");
        try (Stream stream = stream(korea, "operator=op-kr", from)) {
            use("wal-beta", "beta", 3);
            Reply french =
                    node.events(
                            writer,
                            SecuredNode.event(
                                    SecuredNode.gateway("op-fr"),
                                    UUID.randomUUID().toString(),
                                    "wal-gamma",
                                    "gamma",
                                    "op-fr",
                                    "op-kr"));
            assertEquals(1, french.json().path("accepted").asInt(0), french.text());
            node.made(
                    "/v1/settlement/windows",
                    "{'window':'extra','settlement_model':'extra','starts_at':'"
                            + SecuredNode.SINCE
                            + "'}",
                    node.key("*", null, null, "settlement:maker"));
            String last = from;
            Told told = stream.next();
            int usage = 0;
            while (told.name().equals("usage")) {
                assertTrue(Long.parseLong(told.id()) > Long.parseLong(last));
                last = told.id();
                assertTrue(
                        List.of("wal-acme", "wal-beta")
                                .contains(told.data().path("wallet").stringValue()),
                        told.data().toString());
                assertEquals("1000", told.data().at("/tokens/input/uncached").toString());
                usage++;
                told = stream.next();
            }
            assertTrue(usage >= 3, "saw " + usage);
            assertEquals("window", told.name());
            assertEquals("extra", told.data().path("window").stringValue());
            assertEquals("open", told.data().path("state").stringValue());
        }
    }

    @Test
    void somebodyElsesIsNotThere() throws Exception {
        String[][] refused = {
            {acme, "wallet=wal-beta", "404"},
            {acme, "wallet=nobody", "404"},
            {acme, "operator=op-kr", "404"},
            {korea, "wallet=wal-gamma", "404"},
            {korea, "operator=op-fr", "404"},
            {korea, "operator=op-x", "404"},
            {korea, "", "400"},
            {korea, "wallet=wal-acme&operator=op-kr", "400"},
            {writer, "wallet=wal-acme", "403"},
        };
        for (String[] one : refused) {
            HttpResponse<InputStream> response = open(one[0], one[1], null);
            assertEquals(one[2], response.statusCode() + "", one[1]);
            response.body().close();
        }
        for (String bad : List.of("x", "-2", "99999999999", "1 2")) {
            HttpResponse<InputStream> response = open(acme, "wallet=wal-acme", bad);
            assertEquals(400, response.statusCode(), bad);
            response.body().close();
        }
    }
}
