package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/**
 * The largest debtor misses its pay-in: Korea owes France 100.00 and Germany 50.00 euro, France
 * owes Germany 20.00. The others have pledged 60.00 each; Korea's guarantee of 90.00 comes in when
 * it is called, after the declaration: with so little pledged before, it could not have owed so
 * much.
 */
class DefaultHttpTest {

    private static final String ABROAD = "site-de";
    private static final String KR = "{'operator':'op-kr'}";
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir Path data;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    @Test
    void theLargestDebtorMissesItsPayInAndNobodyElseFeelsIt() throws Exception {
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            desk = new Desk(running);
            pledged();
            called();
            late();
            Reply running1 = open("wal-op-kr", ABROAD);
            assertEquals(201, running1.status(), running1.text());
            String hold = running1.at("hold");
            declaredUnderLoad();
            othersGoOn(hold);
            List<String> before = positions();
            capsAreCutAndNothingIsDrawn();
            covered();
            assertEquals(before, positions(), "others' positions unchanged");
            settledWhole();
            balanced();
        }
    }

    private void pledged() {
        pledge("op-fr", "60");
        pledge("op-de", "60");
        put("op-kr", "{'asset':'EUR','cap':'1000','haircut_basis_points':0}");
        put("op-kr/op-de", "{'asset':'EUR','cap':'500'}");
    }

    private void pledge(String operator, String amount) {
        desk.as(
                "treasury-a",
                "collateral/" + operator + "/deposit",
                "{'asset':'EUR','amount':'%s','entry':'pledge-%s'}",
                amount,
                operator);
    }

    private void put(String cap, String body) {
        Reply reply = desk.node().unkeyed("PUT", "/v1/settlement/caps/" + cap, body);
        assertEquals(200, reply.status(), reply.text());
    }

    private void called() {
        Instant ended = Instant.now().minusSeconds(60);
        desk.usage("op-kr", "op-fr", 200, ended);
        desk.usage("op-kr", "op-de", 100, ended);
        desk.usage("op-fr", "op-de", 40, ended);
        // In the next window much is owed to Korea: none of it may help it.
        desk.calculated("w1", "w2");
        desk.usage("op-fr", "op-kr", 800, Instant.now());
        desk.as("hub-maker", "windows/w1/issue", "{}");
        desk.as("hub-maker", "windows/w1/net", "{}");
        assertEquals(List.of("70.00", "80.00", "-150.00"), positions());
        desk.approved("w1");
        desk.as("hub-maker", "windows/w1/fund", "{'due_by':'%s'}", Instant.now().plus(SOON));
    }

    private List<String> positions() {
        return List.of(
                desk.position("w1", "op-de"),
                desk.position("w1", "op-fr"),
                desk.position("w1", "op-kr"));
    }

    /** PAYIN_LATE by the journal's own time, then GRACE. */
    private void late() {
        desk.refused(
                "not-found",
                "hub-maker",
                "windows/w1/grace",
                "{'operator':'op-fr','until':'%s'}",
                Instant.now().plus(SOON));
        desk.node()
                .awaitGet(
                        Desk.WINDOWS + "w1/defaults",
                        reply -> reply.at("defaults.0.state").equals("payin_late"));
        JsonNode missed = defaulted();
        assertEquals("op-kr", missed.path("operator").asString());
        assertEquals("150.000000000000", missed.at("/missing/0/amount").asString());
        Instant until = Instant.now().plus(SOON);
        desk.as("hub-maker", "windows/w1/grace", "{'operator':'op-kr','until':'%s'}", until);
        String declaring = "{'operator':'op-kr','reference':'rulebook 7.2, notice of today'}";
        desk.refused("wrong-state", "hub-maker", "windows/w1/default", declaring);
        while (Instant.now().isBefore(until)) {
            LockSupport.parkNanos(SOON.toNanos() / 20);
        }
        desk.as("hub-maker", "windows/w1/default", declaring);
        desk.refused("same-person", "hub-maker", "windows/w1/default/check", KR);
    }

    private JsonNode defaulted() {
        return desk.node().get(Desk.WINDOWS + "w1/defaults").json().at("/defaults/0");
    }

    private Reply open(String wallet, String site) {
        return desk.node()
                .post(
                        "/v1/wallets/" + wallet + "/holds",
                        "{'model':'llama','factory':'"
                                + site
                                + "','estimate':{'input':{'uncached':0}},'slice':{'output':1000},'ttl':'PT60S',"
                                + "'max_lifetime':'PT1H','on_expiry':'commit_reported'}");
    }

    /** Holds are opened all the time: how long after the declaration was one still taken? */
    private void declaredUnderLoad() throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        List<Long> takenNanos = new ArrayList<>();
        List<Long> refusedNanos = new ArrayList<>();
        Thread customer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (goesOn.get()) {
                                        Reply reply = open("wal-op-kr", ABROAD);
                                        (reply.status() == 201 ? takenNanos : refusedNanos)
                                                .add(System.nanoTime());
                                    }
                                });
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        desk.as("hub-risk", "windows/w1/default/check", KR);
        long declaredNanos = System.nanoTime();
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        goesOn.set(false);
        customer.join();
        assertTrue(!takenNanos.isEmpty(), "holds were taken before");
        assertTrue(refusedNanos.size() > 3, "and refused after");
        // One on its way may have been answered late; it was decided before.
        long latestNanos = takenNanos.getLast() - declaredNanos;
        assertTrue(latestNanos < Duration.ofSeconds(1).toNanos(), latestNanos + " ns");
        System.out.printf(
                "%d holds abroad were taken before the declaration, %d refused after, the last"
                        + " taken %.1f ms after its answer%n",
                takenNanos.size(), refusedNanos.size(), latestNanos / 1e6);
        Reply refused = open("wal-op-kr", ABROAD);
        assertEquals("cap-exceeded", refused.code(), refused.text());
        assertEquals("default", refused.at("policy"));
    }

    private void othersGoOn(String running) {
        Reply home = open("wal-op-kr", "site-kr");
        assertEquals(201, home.status(), "home traffic: " + home.text());
        Reply other = open("wal-op-fr", ABROAD);
        assertEquals(201, other.status(), "another operator's: " + other.text());
        Reply committed =
                desk.node()
                        .post(
                                "/v1/holds/" + running + "/commit",
                                "{'sequence':1,'used':{'output':{'text':900}},'final':true}");
        assertEquals(200, committed.status(), "what ran before: " + committed.text());
    }

    private void capsAreCutAndNothingIsDrawn() {
        assertEquals("default_management", desk.node().get(Desk.WINDOWS + "w1").at("state"));
        assertEquals(
                "0.000000000000", desk.node().get("/v1/settlement/caps/op-kr?asset=EUR").at("cap"));
        assertEquals(
                "0.000000000000",
                desk.node().get("/v1/settlement/caps/op-kr/op-de?asset=EUR").at("cap"));
        assertEquals("60.00", desk.balance("collateral/op-fr"));
        assertEquals("60.00", desk.balance("collateral/op-de"));
        Reply short30 = desk.refused("underfunded", "treasury-a", "windows/w1/cover", KR);
        assertEquals("30.000000000000", short30.at("required"), short30.text());
        pledge("op-kr", "90");
        desk.refused(
                "wrong-state", "treasury-a", "windows/w1/instruct", "{'value_date':'2026-11-30'}");
    }

    /** 90.00 of its own; 60.00 by what it owed each, 100.00 to France and 50.00 to Germany. */
    private void covered() {
        desk.as("treasury-a", "windows/w1/cover", KR);
        JsonNode covered = defaulted();
        assertEquals("covered", covered.path("state").asString());
        List<String> draws = new ArrayList<>();
        for (JsonNode draw : covered.path("draws")) {
            draws.add(
                    String.join(
                            " ",
                            draw.path("resource").asString(),
                            draw.path("payer").asString(),
                            draw.path("amount").asString().replaceAll("0{10}$", "")));
        }
        assertEquals(
                List.of(
                        "collateral op-kr 90.00",
                        "loss-sharing op-de 20.00",
                        "loss-sharing op-fr 40.00"),
                draws);
        assertEquals("0.00", desk.balance("collateral/op-kr"));
        assertEquals("40.00", desk.balance("collateral/op-de"));
        assertEquals("20.00", desk.balance("collateral/op-fr"));
        desk.refused("wrong-state", "treasury-a", "windows/w1/cover", KR);
    }

    private void settledWhole() {
        desk.paidOut("w1");
        assertEquals("final", desk.node().get(Desk.WINDOWS + "w1").at("state"));
        List<String> paid = new ArrayList<>();
        for (JsonNode leg : desk.node().get(Desk.WINDOWS + "w1/instructions").json().path("legs")) {
            paid.add(
                    leg.path("creditor").asString()
                            + " "
                            + leg.path("confirmed").asString().replaceAll("0{10}$", ""));
        }
        assertEquals(List.of("op-de 70.00", "op-fr 80.00"), paid, "every creditor in full");
        for (String operator : Desk.OPERATORS) {
            assertEquals("0.00", desk.balance("settlement.control/" + operator));
        }
    }

    private void balanced() {
        JsonNode ledger = desk.node().get("/v1/ledger").json();
        assertTrue(ledger.path("balanced").booleanValue());
        // What others paid for Korea it owes them, in the window that is open.
        desk.calculated("w2", "w3");
        Reply lent = desk.node().get("/v1/settlement/statements/w2:op-kr:op-fr:EUR");
        assertEquals("40.000000000000", lent.at("total"), lent.text());
        assertEquals("loss-sharing", lent.json().at("/lines/0/model").asString());
    }
}
