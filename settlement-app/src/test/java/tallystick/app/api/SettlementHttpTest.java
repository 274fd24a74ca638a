package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tools.jackson.databind.JsonNode;

/** A window from roaming usage to net positions, step by step over HTTP. */
class SettlementHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String WINDOWS = "/v1/settlement/windows/";
    private static final String USAGE =
            "'usage':{'input':{'uncached':1000000,'cache_read':100},'output':{'text':7}}";

    private static String roaming(String wallet) {
        return TestFederation.event(
                wallet, TestNode.name("e-"), TestFederation.MODEL, USAGE, TestFederation.SERVING);
    }

    private static Reply step(String step, String body) {
        Reply reply = NODE.made(WINDOWS + TestFederation.WINDOW + "/" + step, body);
        assertEquals(TestFederation.WINDOW, reply.at("window"));
        return reply;
    }

    @Test
    void aWindowGoesFromUsageToPositions() {
        String wallet = TestFederation.wallet("100.00");
        Reply events = NODE.events(Events.batch(roaming(wallet), roaming(wallet)));
        assertEquals(2, events.json().path("accepted").intValue(), events.text());
        assertExposure("1.000052000000");

        Reply cutOff =
                step(
                        "cutoff",
                        "{'cut_off':'%s','next_window':'%s'}"
                                .formatted(Instant.now(), TestFederation.WINDOW + "-2"));
        assertEquals("grace", cutOff.at("state"));
        assertEquals("sealed", step("seal", "{}").at("state"));
        Reply sealed = NODE.get(WINDOWS + TestFederation.WINDOW);
        assertEquals("sealed", sealed.at("state"));
        assertEquals(64, sealed.at("merkle_root").length());
        assertTrue(sealed.json().path("records").longValue() >= 2);
        assertEquals("open", NODE.get(WINDOWS + TestFederation.WINDOW + "-2").at("state"));

        assertEquals("calculated", step("calculate", "").at("state"));
        assertEquals("statements_issued", step("issue", "{}").at("state"));
        assertStatement();
        assertEquals(0, positions().path("positions").size());
        assertEquals("netted", step("net", "{}").at("state"));
        assertPositions();
        assertLedgerBalances();
    }

    private static void assertExposure(String atLeast) {
        JsonNode exposure =
                NODE.get(WINDOWS + TestFederation.WINDOW + "/exposure").json().path("exposures");
        JsonNode owed = exposure.path(0);
        assertEquals(TestFederation.HOME, owed.path("home_operator").asString());
        assertEquals(TestFederation.SERVING, owed.path("serving_operator").asString());
        assertTrue(
                new BigDecimal(owed.path("exact").asString()).compareTo(new BigDecimal(atLeast))
                        >= 0);
    }

    private static void assertStatement() {
        String name =
                String.join(
                        ":",
                        TestFederation.WINDOW,
                        TestFederation.HOME,
                        TestFederation.SERVING,
                        "EUR");
        Reply statement = NODE.get("/v1/settlement/statements/" + name);
        assertEquals(name, statement.at("statement"), statement.text());
        assertEquals("1.000052000000", statement.at("exact"));
        assertEquals("1.000000000000", statement.at("total"));
        assertEquals("0.000052000000", statement.at("residual"));
        assertTrue(statement.json().path("issued").booleanValue());
        JsonNode line = statement.json().path("lines").path(0);
        assertEquals(TestFederation.MODEL, line.path("model").asString());
        assertEquals(TestFederation.IOT + "@1", line.path("tariff").asString());
        assertEquals(2, line.path("records").intValue());
        assertEquals(2_000_000, line.at("/tokens/input/uncached").intValue());
        assertEquals(14, line.at("/tokens/output/text").intValue());
        assertTrue(line.at("/tokens/output/reasoning").isMissingNode());
        assertEquals("1.000000000000", line.path("amount").asString());
        JsonNode all =
                NODE.get(WINDOWS + TestFederation.WINDOW + "/statements").json().path("statements");
        assertEquals(1, all.size());
        assertEquals(statement.json(), all.path(0));
    }

    private static JsonNode positions() {
        return NODE.get(WINDOWS + TestFederation.WINDOW + "/positions").json();
    }

    private static void assertPositions() {
        JsonNode netting = positions();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode position : netting.path("positions")) {
            String wanted =
                    position.path("operator").asString().equals(TestFederation.HOME)
                            ? "-1.000000000000"
                            : "1.000000000000";
            assertEquals(wanted, position.path("amount").asString());
            sum = sum.add(new BigDecimal(position.path("amount").asString()));
        }
        assertEquals(2, netting.path("positions").size());
        assertEquals(0, sum.signum());
        JsonNode debt = netting.path("bilateral").path(0);
        assertEquals(TestFederation.HOME, debt.path("debtor").asString());
        assertEquals(TestFederation.SERVING, debt.path("creditor").asString());
        assertEquals("1.000000000000", debt.path("amount").asString());
    }

    private static void assertLedgerBalances() {
        Reply ledger = NODE.get("/v1/ledger");
        assertTrue(ledger.json().path("balanced").booleanValue());
        assertEquals(64, ledger.at("state_digest").length());
        for (JsonNode row : ledger.json().path("trial_balances")) {
            assertEquals("0.000000000000", row.path("difference").asString());
        }
        BigDecimal wallets = BigDecimal.ZERO;
        for (JsonNode account : ledger.json().path("accounts")) {
            String name = account.path("account").asString();
            if (name.startsWith("wallet/") || name.startsWith("held/")) {
                wallets = wallets.add(new BigDecimal(account.path("balance").asString()));
            }
        }
        BigDecimal balances = BigDecimal.ZERO;
        String cursor = "";
        do {
            Reply page = NODE.get("/v1/wallets?limit=3" + cursor);
            for (JsonNode wallet : page.json().path("wallets")) {
                String path = "/v1/wallets/" + wallet.path("wallet").asString() + "/balance";
                balances = balances.add(new BigDecimal(NODE.get(path).at("posted")));
            }
            cursor = page.at("next").isEmpty() ? "" : "&cursor=" + page.at("next");
        } while (!cursor.isEmpty());
        assertEquals(balances, wallets);
        assertNotEquals(0, wallets.signum());
    }
}
