package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.SettledWindow;
import tallystick.app.api.TestNode;
import tallystick.app.security.SecuredNode.Reply;
import tools.jackson.databind.JsonNode;

/** Documents, payments and their trail: an operator has those of its own pairs, the hub all. */
class SettlementIsolationTest {

    private static final String BASE = "/v1/settlement/";

    @TempDir Path data;

    @Test
    void anOperatorSeesItsOwnPairsOnly() {
        try (RunningNode open = tallystick.app.TestNode.start(data, SettledWindow.BANKS)) {
            new SettledWindow(TestNode.of(open)).toItsEnd();
        }
        Map<String, Object> banks = new TreeMap<>(SettledWindow.BANKS);
        try (SecuredNode node = SecuredNode.start(data, banks)) {
            String[] roles = {"settlement:maker", "settlement:treasury", "audit:read"};
            String india = node.key("op-in", null, null, roles);
            String hub = node.key("*", null, null, roles);
            documents(node, india, hub);
            trail(node, india, hub);
            federationOnly(node, india, hub);
        }
    }

    private static void documents(SecuredNode node, String india, String hub) {
        Set<String> own = names(node, india);
        Set<String> all = names(node, hub);
        assertTrue(all.containsAll(own) && all.size() > own.size());
        assertTrue(own.contains("invoice:w1:op-in:op-fr:EUR"), own::toString);
        for (String name : all) {
            Reply reply = node.get(india, BASE + "documents/" + name);
            boolean isForeign =
                    name.matches(".*op-(kr:op-fr|fr:op-kr).*|notice:w1:op-(kr|fr):.*")
                            || name.matches("(netting|approval):.*");
            assertEquals(!isForeign, own.contains(name), name);
            assertEquals(isForeign ? 404 : 200, reply.status(), name);
            assertFalse(reply.text().contains("op-kr:op-fr"), reply::text);
            assertEquals(200, node.get(hub, BASE + "documents/" + name).status());
        }
        Reply foreign = node.get(india, BASE + "documents/invoice:w1:op-kr:op-fr:EUR");
        Reply missing = node.get(india, BASE + "documents/invoice:w9:op-kr:op-fr:EUR");
        assertEquals(missing.text(), foreign.text());
        Reply finality = node.get(india, BASE + "documents/finality:w1");
        assertFalse(finality.text().contains("treasury-a"), finality::text);
        for (JsonNode leg : finality.json().path("legs")) {
            assertTrue(leg.toString().contains("op-in"), leg::toString);
        }
    }

    private static Set<String> names(SecuredNode node, String key) {
        TreeSet<String> names = new TreeSet<>();
        node.get(key, BASE + "windows/w1/documents")
                .json()
                .path("documents")
                .forEach(one -> names.add(one.path("document").asString()));
        return names;
    }

    private static void trail(SecuredNode node, String india, String hub) {
        int foreign = 0;
        for (JsonNode leg : node.get(hub, BASE + "windows/w1/instructions").json().path("legs")) {
            boolean isOwn =
                    leg.path("debtor").asString().equals("op-in")
                            || leg.path("creditor").asString().equals("op-in");
            foreign += isOwn ? 0 : 1;
            String path = BASE + "legs/" + leg.path("uetr").asString();
            assertEquals(isOwn ? 200 : 404, node.get(india, path).status(), path);
            JsonNode entry = node.get(hub, path).json().at("/entries/0/entry");
            String entries =
                    BASE
                            + "entries?entry="
                            + URLEncoder.encode(entry.asString(), StandardCharsets.UTF_8);
            assertEquals(200, node.get(hub, entries).status(), entries);
            assertEquals(isOwn ? 200 : 404, node.get(india, entries).status(), entries);
        }
        assertTrue(foreign > 0);
        for (String[] statement :
                new String[][] {{"w1:op-kr:op-fr:EUR", "404"}, {"w1:op-in:op-fr:EUR", "200"}}) {
            int expected = Integer.parseInt(statement[1]);
            String lines = BASE + "statements/" + statement[0] + "/lines";
            for (String path : new String[] {"", "/1", "/1/events"}) {
                assertEquals(expected, node.get(india, lines + path).status(), lines + path);
            }
            JsonNode event = node.get(hub, lines + "/1/events").json().at("/events/0");
            String usage = BASE + "usage/" + event.path("position").asString();
            assertEquals(200, node.get(hub, usage).status());
            assertEquals(expected, node.get(india, usage).status());
        }
        String position = BASE + "windows/w1/positions/";
        assertEquals(404, node.get(india, position + "op-fr/EUR").status());
        assertEquals(200, node.get(india, position + "op-in/EUR").status());
    }

    private static void federationOnly(SecuredNode node, String india, String hub) {
        String message = BASE + "windows/w1/instructions/EUR.xml";
        assertEquals(403, node.get(india, message).status());
        assertEquals(200, node.get(hub, message).status());
        assertEquals(403, node.post(india, BASE + "cash-reports", "{}").status());
        String reader = node.key("*", null, null, "audit:read");
        assertEquals(403, node.post(reader, BASE + "cash-reports", "{}").status());
    }
}
