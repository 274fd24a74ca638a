package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/**
 * I8: from a bank's entry to the usage it pays for, and from usage up to the entry; each hop one
 * read in less than a second. {@code -Dtallystick.trail.events=100000} for a window of that size.
 */
class SettlementTrailTest {

    private static final int EVENTS = Integer.getInteger("tallystick.trail.events", 6_000);
    private static final long MOST_MILLIS = 1_000;
    private static final String BASE = "/v1/settlement/";

    @TempDir Path data;

    private final List<String> hops = new ArrayList<>();

    @Test
    void fromTheBanksEntryToUsageAndBack() {
        try (RunningNode running = tallystick.app.TestNode.start(data, SettledWindow.BANKS)) {
            TestNode node = TestNode.of(running);
            SettledWindow window = new SettledWindow(node);
            window.federation();
            window.open();
            window.usage("op-kr", "op-fr", EVENTS - 300);
            window.usage("op-fr", "op-kr", 250);
            window.usage("op-in", "op-kr", 50);
            window.issue();
            window.fund();
            window.report(window.bank.notification(window.payIns()));
            window.instruct();
            Reply paid = window.report(window.bank.notification(window.payments()));
            node.get(BASE + "windows/w1");
            String entry = "";
            for (JsonNode one : paid.json().path("entries")) {
                if (one.path("entry").asString("").startsWith("OP-FR-EUR")) {
                    entry = one.path("entry").asString();
                }
            }
            JsonNode event = down(node, entry);
            up(node, event, entry);
            everyEventOnce(node);
            System.out.println(EVENTS + " events; " + String.join("; ", hops));
        }
    }

    /** Entry, payment, position, statement lines, events. */
    private JsonNode down(TestNode node, String entry) {
        JsonNode first = hop(node, "entries?entry=" + encoded(entry)).at("/entries/0");
        JsonNode leg = hop(node, "legs/" + first.path("uetr").asString());
        assertEquals(first.path("amount").asString(), leg.path("amount").asString());
        assertEquals(2, leg.path("positions").size(), leg::toString);
        JsonNode position = hop(node, "windows/w1/positions/op-fr/EUR");
        assertEquals(sum(position.path("statements")), decimal(position.path("amount")));
        assertEquals(sum(position.path("legs")), decimal(position.path("amount")));
        String statement = position.at("/statements/1/statement").asString();
        assertEquals("w1:op-kr:op-fr:EUR", statement, position::toString);
        JsonNode line = hop(node, "statements/" + statement + "/lines").at("/lines/0");
        assertEquals(EVENTS - 300, line.path("records").asInt());
        JsonNode events = hop(node, "statements/" + statement + "/lines/1/events?limit=500");
        hop(node, "statements/w1:op-in:op-kr:EUR/lines/1/events");
        return events.at("/events/7");
    }

    /** Event, statement line, position, payment, entry. */
    private void up(TestNode node, JsonNode event, String entry) {
        JsonNode usage = hop(node, "usage/" + event.path("position").asString());
        assertEquals(event, usage);
        String byName =
                "usage?source="
                        + encoded(usage.path("source").asString())
                        + "&id="
                        + usage.path("id").asString();
        assertEquals(usage, hop(node, byName));
        JsonNode line =
                hop(
                        node,
                        "statements/"
                                + usage.path("statement").asString()
                                + "/lines/"
                                + usage.path("line").asInt());
        Set<String> entries = new HashSet<>();
        for (JsonNode side : line.path("positions")) {
            JsonNode position =
                    hop(
                            node,
                            "windows/"
                                    + line.path("window").asString()
                                    + "/positions/"
                                    + side.path("operator").asString()
                                    + "/"
                                    + side.path("asset").asString());
            for (JsonNode leg : position.path("legs")) {
                JsonNode paid = hop(node, "legs/" + leg.path("uetr").asString());
                entries.add(paid.at("/entries/0/entry").asString());
            }
        }
        assertTrue(entries.contains(entry), entries::toString);
    }

    /** The pages of a line have each of its events once, and their charges make the line's. */
    private static void everyEventOnce(TestNode node) {
        String base = BASE + "statements/w1:op-fr:op-kr:EUR/lines/1";
        JsonNode line = node.get(base).json();
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> positions = new HashSet<>();
        String next = "";
        do {
            JsonNode page =
                    node.get(base + "/events?limit=100" + (next.isEmpty() ? "" : "&cursor=" + next))
                            .json();
            for (JsonNode event : page.path("events")) {
                assertTrue(positions.add(event.path("position").asString()));
                sum = sum.add(decimal(event.path("amount")));
            }
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        assertEquals(line.path("records").asInt(), positions.size());
        assertEquals(decimal(line.path("exact")), sum);
        assertEquals(404, node.get(base.replace("lines/1", "lines/2")).status());
        assertEquals(404, node.get(BASE + "usage/0").status());
        assertEquals(404, node.get(BASE + "usage?source=none&id=none").status());
    }

    private JsonNode hop(TestNode node, String path) {
        long began = System.nanoTime();
        Reply reply = node.getAsIs(BASE + path);
        long micros = (System.nanoTime() - began) / 1_000;
        assertEquals(200, reply.status(), path + " " + reply.text());
        assertTrue(micros < MOST_MILLIS * 1_000, path + " took " + micros + " us");
        hops.add(
                path.replaceAll("[?].*", "").replaceAll("[0-9a-f-]{36}", "U")
                        + " "
                        + micros / 1_000
                        + " ms");
        return reply.json();
    }

    private static BigDecimal sum(JsonNode parts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode part : parts) {
            sum = sum.add(decimal(part.path("amount")));
        }
        return sum;
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
