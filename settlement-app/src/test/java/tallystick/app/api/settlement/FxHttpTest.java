package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.contract.SigningKeys;
import tallystick.app.cli.Tallystick;
import tools.jackson.databind.JsonNode;

/**
 * Korea owes France 10.00 euro, France owes Korea 2.50 dollars and settles in euro through a bank:
 * at 1.25 dollars a euro and a spread of 0.2 % that is 2.00 euro. The canonical form that is signed
 * is written out here, as a source would.
 */
class FxHttpTest {

    private static final String FIXINGS = "/v1/settlement/fx-fixings";

    @TempDir Path data;

    private final KeyPair keys = SigningKeys.ed25519();

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    @Test
    void anExchangeIsPaidOnBothSidesOrNotAtAll() throws Exception {
        Instant fixedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(5);
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            desk = new Desk(running);
            federation();
            fixings(fixedAt);
            netted();
            documents();
            instructed();
            confirm(1, "EUR");
            confirm(2, "EUR");
            states("held", "confirmed", "instructed");
        }
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            TestNode node = TestNode.of(running);
            states(node, "held", "confirmed", "instructed");
            assertEquals("2.00", balance(node, "settlement.control/bank", "EUR"), "held");
            assertEquals("-2.50", balance(node, "settlement.control/bank", "USD"), "held");
            Reply early = node.postAs("hub-maker", Desk.WINDOWS + "w1/finalise", "{}");
            assertEquals("wrong-state", early.code(), early.text());
            confirm(node, 3, "USD");
            states(node, "confirmed", "confirmed", "confirmed");
            for (String asset : new String[] {"EUR", "USD"}) {
                for (String operator : new String[] {"bank", "op-fr", "op-kr"}) {
                    assertEquals("0.00", balance(node, "settlement.control/" + operator, asset));
                }
            }
            Reply done = node.postAs("hub-maker", Desk.WINDOWS + "w1/finalise", "{}");
            assertEquals(200, done.status(), done.text());
        }
        verified();
    }

    /** What was exchanged is run again by the offline verifier. */
    private void verified() {
        String bundle = data.resolve("log.tar").toString();
        command("export", "--data", data.toString(), "--out", bundle);
        command("verify", bundle, "--keys", data.resolve("keys/tlog/history").toString());
    }

    private static void command(String... line) {
        StringWriter said = new StringWriter();
        int exit =
                Tallystick.commandLine()
                        .setOut(new PrintWriter(said))
                        .setErr(new PrintWriter(said))
                        .execute(line);
        assertEquals(0, exit, said::toString);
    }

    private void federation() {
        TestNode node = desk.node();
        node.made("/v1/operators", "{'operator':'bank','country':'DE','currency':'EUR'}");
        node.made(
                "/v1/tariffs",
                "{'tariff':'iot-usd','kind':'inter_operator','operator':'op-kr','asset':'USD',"
                        + "'effective_from':'2026-01-01T00:00:00Z','prices':[{'model':'llama',"
                        + "'class':'output.text','per_million':'500'}]}");
        node.made(
                "/v1/agreements",
                "{'agreement':'op-fr-op-kr','home_operator':'op-fr','serving_operator':'op-kr',"
                        + "'inter_operator_tariff':'iot-usd','settlement_model':'daily',"
                        + "'effective_from':'2026-01-02T00:00:00Z'}");
        Instant ended = Instant.now().minusSeconds(60);
        desk.usage("op-kr", "op-fr", 20, ended);
        desk.usage("op-fr", "op-kr", 5, ended);
        desk.calculated("w1", "w2");
        desk.as("hub-maker", "windows/w1/issue", "{}");
    }

    private void fixings(Instant fixedAt) {
        String key = SigningKeys.raw(keys);
        refused("not-found", FIXINGS, fixing(fixedAt, "1.25", sign(fixedAt, "1.25")));
        desk.node()
                .made(
                        "/v1/settlement/fx-sources",
                        "{'source':'ecb','public_key':'%s'}".formatted(key));
        refused("bad-signature", FIXINGS, fixing(fixedAt, "1.26", sign(fixedAt, "1.25")));
        Instant later = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        Reply future =
                refused("invalid-request", FIXINGS, fixing(later, "1.25", sign(later, "1.25")));
        assertTrue(future.text().contains("fixed_at"), future.text());
        Instant old = fixedAt.minus(8, ChronoUnit.DAYS);
        refused("invalid-request", FIXINGS, fixing(old, "1.25", sign(old, "1.25")));
        desk.node()
                .made(
                        "/v1/settlement/fx-terms",
                        "{'settlement_model':'daily','agent':'bank','source':'ecb',"
                                + "'max_age':'PT1H','settle_in':[{'operator':'op-fr',"
                                + "'currency':'EUR'}]}");
        Reply waits = desk.refused("wrong-state", "hub-maker", "windows/w1/net", "{}");
        assertTrue(waits.text().contains("needs a fixing of USD/EUR by ecb"), waits.text());
        desk.node().made(FIXINGS, fixing(fixedAt, "1.25", sign(fixedAt, "1.25")));
        desk.node().made(FIXINGS, fixing(fixedAt, "1.2500", sign(fixedAt, "1.25")));
        refused("event-conflict", FIXINGS, fixing(fixedAt, "1.3", sign(fixedAt, "1.3")));
        JsonNode listed = desk.node().get(FIXINGS).json().path("fixings");
        assertEquals(1, listed.size(), listed::toString);
        assertEquals("1.25", listed.get(0).path("mid").asString());
    }

    private Reply refused(String code, String path, String body) {
        Reply reply = desk.node().postAs("hub-maker", path, body);
        assertEquals(code, reply.code(), reply.text());
        return reply;
    }

    private static String fixing(Instant at, String mid, String signature) {
        return ("{'source':'ecb','fixed_at':'%s','base':'EUR','quote':'USD','mid':'%s',"
                        + "'spread_ppm':2000,'signature':'%s'}")
                .formatted(at, mid, signature);
    }

    /** The form of the documentation, line by line. */
    private String sign(Instant at, String mid) {
        String form =
                "tallystick-fx-fixing\necb\n" + at + "\nEUR\nUSD\n" + mid + "\n2000\nEUR USD\n";
        return SigningKeys.sign(keys, form);
    }

    private void netted() {
        desk.as("hub-maker", "windows/w1/net", "{}");
        JsonNode conversion = desk.node().get(Desk.WINDOWS + "w1/conversion").json();
        JsonNode net = conversion.path("converted").get(0);
        assertEquals("op-fr", net.path("operator").asString(), conversion::toString);
        assertEquals("-2.50", cents(net.path("amount")));
        assertEquals("-2.00", cents(net.path("converted")));
        assertEquals("4/5", conversion.path("rates").get(0).path("mid").asString());
        String hash = desk.node().get(Desk.WINDOWS + "w1/approvals").at("hash");
        desk.as("hub-maker", "windows/w1/convert", "{'without':['op-fr']}");
        assertEquals(
                0, desk.node().get(Desk.WINDOWS + "w1/conversion").json().path("converted").size());
        desk.refused("hash-mismatch", "hub-maker", "windows/w1/approve", "{'hash':'%s'}", hash);
        desk.as("hub-maker", "windows/w1/convert", "{}");
        assertEquals(hash, desk.node().get(Desk.WINDOWS + "w1/approvals").at("hash"));
        desk.approved("w1");
    }

    private static String cents(JsonNode amount) {
        return amount.asString().replaceAll("0{10}$", "");
    }

    private void documents() {
        for (String name : new String[] {"netting:w1", "approval:w1"}) {
            JsonNode report = document(name, "application/json").json();
            assertEquals(
                    "op-fr", report.path("conversions").get(0).path("operator").asString(), name);
            assertEquals(
                    "-2.00", report.path("conversions").get(0).path("quote_amount").asString());
            assertEquals("USD/EUR", report.path("fixings").get(0).path("pair").asString());
            assertTrue(
                    report.path("fixings")
                            .get(0)
                            .path("made_of")
                            .asString()
                            .startsWith("ecb:EUR/USD:"),
                    report::toString);
            String csv = document(name, "text/csv").text();
            assertTrue(csv.contains("ecb:EUR/USD:"), csv);
            assertTrue(document(name, "application/pdf").text().startsWith("%PDF"), name);
        }
        JsonNode euro = document("notice:w1:op-fr:EUR", "application/json").json();
        assertEquals("-8.00", euro.path("total").asString(), euro::toString);
        assertTrue(euro.toString().contains("converted at 4/5 USD/EUR"), euro::toString);
        JsonNode dollar = document("notice:w1:op-fr:USD", "application/json").json();
        assertEquals("0.00", dollar.path("total").asString(), dollar::toString);
        JsonNode bank = document("notice:w1:bank:USD", "application/json").json();
        assertEquals("2.50", bank.path("total").asString(), bank::toString);
    }

    private Reply document(String name, String form) {
        Reply reply =
                desk.node()
                        .send(
                                desk.node()
                                        .request("/v1/settlement/documents/" + name)
                                        .header("Accept", form)
                                        .GET()
                                        .build());
        assertEquals(200, reply.status(), name + ": " + reply.text());
        return reply;
    }

    private void instructed() {
        desk.as(
                "hub-maker",
                "windows/w1/fund",
                "{'due_by':'%s'}",
                Instant.now().plusSeconds(3_600));
        desk.payIn("w1", "op-kr", "10.00", "in-1");
        desk.refused(
                "underfunded", "treasury-a", "windows/w1/instruct", "{'value_date':'2026-11-30'}");
        desk.as(
                "treasury-a",
                "windows/w1/payins",
                "{'operator':'bank','asset':'USD','amount':'2.50','entry':'in-2'}");
        desk.as("treasury-a", "windows/w1/instruct", "{'value_date':'2026-11-30'}");
        desk.as("treasury-b", "windows/w1/instruct/check", "{}");
        states("instructed", "instructed", "instructed");
    }

    private void confirm(int leg, String asset) {
        confirm(desk.node(), leg, asset);
    }

    private static void confirm(TestNode node, int leg, String asset) {
        JsonNode of = node.get(Desk.WINDOWS + "w1/instructions").json().path("legs").get(leg - 1);
        Reply reply =
                node.postAs(
                        "treasury-a",
                        Desk.WINDOWS + "w1/confirm",
                        "{'uetr':'%s','asset':'%s','amount':'%s','entry':'out-%d'}"
                                .formatted(
                                        of.path("uetr").asString(),
                                        asset,
                                        of.path("amount").asString(),
                                        leg));
        assertEquals(200, reply.status(), reply.text());
    }

    private void states(String... states) {
        states(desk.node(), states);
    }

    private static void states(TestNode node, String... states) {
        JsonNode legs = node.get(Desk.WINDOWS + "w1/instructions").json().path("legs");
        assertEquals(states.length, legs.size(), legs::toString);
        for (int i = 0; i < states.length; i++) {
            assertEquals(states[i], legs.get(i).path("state").asString(), legs::toString);
        }
        assertEquals("EUR+USD", legs.get(0).path("payment_versus_payment").asString());
        assertTrue(legs.get(1).path("payment_versus_payment").isMissingNode());
    }

    private static String balance(TestNode node, String account, String asset) {
        for (JsonNode one : node.get("/v1/ledger").json().path("accounts")) {
            if (one.path("account").asString().equals(account)
                    && one.path("asset").asString().equals(asset)) {
                return cents(one.path("balance"));
            }
        }
        return "";
    }
}
