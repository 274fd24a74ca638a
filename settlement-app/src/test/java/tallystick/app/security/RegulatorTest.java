package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.cli.Tallystick;
import tallystick.app.security.SecuredNode.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A regulator reads the facts of its jurisdiction, all of them, and nothing of any other. */
class RegulatorTest {

    private static final String EVENTS = "/v1/audit/events";

    @TempDir private static Path directory = Path.of("");

    private static SecuredNode node;
    private static String korea;
    private static String france;
    private static String hub;
    private static String domestic;
    private static String foreign;
    private static String shared;

    @BeforeAll
    static void start() {
        node = SecuredNode.start(directory.resolve("node"), Map.of()).withFederation();
        hub = node.key("*", null, null, "audit:read", "usage:write", "reference:admin");
        korea = node.regulator("KR", "audit:read");
        france = node.regulator("FR", "audit:read");
        domestic = recorded("dom", "wal-acme", "acme", "op-kr", "op-kr");
        foreign = recorded("for", "wal-gamma", "gamma", "op-fr", "op-fr");
        shared = recorded("roam", "wal-gamma", "gamma", "op-fr", "op-kr");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String recorded(
            String id, String wallet, String tenant, String home, String serving) {
        Reply reply =
                node.events(
                        hub,
                        SecuredNode.event(
                                SecuredNode.gateway(serving), id, wallet, tenant, home, serving));
        assertEquals("accepted", reply.at("results.0.status"), reply.text());
        return reply.at("results.0.position");
    }

    /** All pages of a list. */
    private static List<JsonNode> all(String key, String path) {
        List<JsonNode> events = new ArrayList<>();
        String joint = path.contains("?") ? "&" : "?";
        String next = "";
        do {
            Reply reply =
                    node.getFresh(
                            key,
                            path + joint + "limit=7" + (next.isEmpty() ? "" : "&cursor=" + next));
            assertEquals(200, reply.status(), reply.text());
            reply.json().path("events").forEach(events::add);
            next = reply.at("next");
        } while (!next.isEmpty());
        return events;
    }

    private static Set<String> positions(List<JsonNode> events) {
        Set<String> positions = new TreeSet<>();
        events.forEach(event -> positions.add(event.path("position").asString()));
        return positions;
    }

    @Test
    void aListHasTheJurisdictionsFactsWithoutAGap() {
        List<JsonNode> events = all(korea, EVENTS);
        assertTrue(events.size() > 10);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(
                    Integer.toString(i + 1),
                    events.get(i).path("jurisdiction_sequence").asString());
            String text = events.get(i).path("event").toString();
            assertTrue(text.matches("(?s).*(op-kr|acme|beta|retail-kr|iot-kr|KR).*"), text);
        }
        Set<String> seen = positions(events);
        assertTrue(seen.contains(domestic) && seen.contains(shared));
        assertFalse(seen.contains(foreign));
        Reply told = node.getFresh(korea, "/v1/audit/jurisdictions/KR");
        assertEquals(Integer.toString(events.size()), told.at("facts"), told.text());
        // What both regulators see concerns both; together they see no more than the federation.
        Set<String> french = positions(all(france, EVENTS));
        assertTrue(french.contains(shared) && french.contains(foreign));
        assertFalse(french.contains(domestic));
        Set<String> every = positions(all(hub, EVENTS));
        assertTrue(every.containsAll(seen) && every.containsAll(french));
        assertTrue(every.size() > seen.size());
    }

    @Test
    void filtersNarrowAndNeverWiden() {
        assertEquals(
                Set.of(shared),
                positions(all(korea, EVENTS + "?operator=op-fr&type=UsageRecorded")));
        assertEquals(
                Set.of(domestic, shared), positions(all(korea, EVENTS + "?type=UsageRecorded")));
        assertEquals(
                Set.of(domestic, foreign, shared),
                positions(all(hub, EVENTS + "?type=UsageRecorded")));
        assertEquals(
                Set.of(foreign, shared),
                positions(all(hub, EVENTS + "?type=UsageRecorded&operator=op-fr")));
        assertEquals(Set.of(), positions(all(korea, EVENTS + "?operator=nobody")));
        Set<String> wallet = positions(all(korea, EVENTS + "?wallet=wal-acme"));
        assertTrue(wallet.contains(domestic) && !wallet.contains(shared));
        Reply other = node.getFresh(korea, EVENTS + "?wallet=wal-gamma");
        Reply none = node.getFresh(korea, EVENTS + "?wallet=wal-none");
        assertEquals(404, other.status());
        assertEquals(none.text(), other.text());
        assertEquals(Set.of(), positions(all(korea, EVENTS + "?to=2020-01-01T00:00:00Z")));
        assertEquals(Set.of(), positions(all(korea, EVENTS + "?from=2200-01-01T00:00:00Z")));
        assertEquals(400, node.get(korea, EVENTS + "?type=no%20type").status());
    }

    @Test
    void oneEventAReceiptAndAProofAreOfOnesOwn() {
        assertEquals(200, node.getFresh(korea, EVENTS + "/" + domestic).status());
        Reply roamed = node.getFresh(korea, EVENTS + "/" + shared);
        assertEquals(200, roamed.status(), roamed.text());
        Reply other = node.getFresh(korea, EVENTS + "/" + foreign);
        Reply none = node.get(korea, EVENTS + "/99999999");
        assertEquals(404, other.status(), other.text());
        assertEquals(none.text(), other.text());
        String receipts = "/v1/audit/receipts?source=" + SecuredNode.gateway("op-fr") + "&id=for";
        assertEquals(404, node.getFresh(korea, receipts).status());
        assertEquals(200, node.getFresh(france, receipts).status());
        assertEquals(404, node.getFresh(korea, receipts.replace("receipts", "evidence")).status());
    }

    @Test
    void nothingLeadsAround() {
        for (String path :
                List.of(
                        "/v1/audit/export",
                        "/v1/ledger",
                        "/v1/console",
                        "/v1/projections",
                        "/tlog/tile/entries/000.p/1")) {
            assertEquals(403, node.get(korea, path).status(), path);
        }
        for (String path : List.of("", "/facts")) {
            assertEquals(404, node.get(korea, "/v1/audit/jurisdictions/FR" + path).status());
            assertEquals(404, node.get(korea, "/v1/audit/jurisdictions/XX" + path).status());
            assertEquals(200, node.get(hub, "/v1/audit/jurisdictions/FR" + path).status());
        }
        // A cursor of another's list leads nowhere.
        Reply page = node.get(france, EVENTS + "?limit=1");
        Reply stolen = node.get(korea, EVENTS + "?limit=1&cursor=" + page.at("next"));
        assertEquals(400, stolen.status(), stolen.text());
        String operator = node.key("op-kr", null, null, "audit:read");
        assertEquals(403, node.get(operator, EVENTS).status());
    }

    @Test
    void linesAreThePagesAndTheListIsCompleteOffline() throws Exception {
        Reply lines =
                node.send(
                        node.request(EVENTS, korea)
                                .header("Accept", "application/x-ndjson")
                                .GET()
                                .build());
        JsonMapper json = JsonMapper.builder().build();
        List<JsonNode> parsed = new ArrayList<>();
        lines.text().lines().forEach(line -> parsed.add(json.readTree(line)));
        assertEquals(all(korea, EVENTS), parsed);

        Path file = directory.resolve("kr.ndjson");
        Files.writeString(file, node.getFresh(korea, "/v1/audit/jurisdictions/KR/facts").text());
        assertFalse(Files.readString(file).isEmpty());
        Path keys = directory.resolve("node/keys/tlog/history");
        assertEquals(0, run("verify-facts", file + "", "--keys", keys + ""));
        List<String> fewer = new ArrayList<>(Files.readAllLines(file));
        fewer.remove(fewer.size() - 2);
        Files.write(file, fewer);
        assertEquals(2, run("verify-facts", file + "", "--keys", keys + ""));
        fewer.remove(2);
        Files.write(file, fewer);
        assertEquals(1, run("verify-facts", file + "", "--keys", keys + ""));
        assertEquals(64, run("verify-facts", file + "", "--keys", file + ""));
    }

    private static int run(String... line) {
        CommandLine command = Tallystick.commandLine();
        command.setOut(new PrintWriter(new StringWriter()));
        command.setErr(new PrintWriter(new StringWriter()));
        return command.execute(line);
    }
}
