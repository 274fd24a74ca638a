package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/**
 * An invoice of a thousand records, 3 % of them rated by a wrong price and 40 of them sent twice:
 * 970 at 0.50 euro on line 0, 30 at 1.50 instead of 0.50 on line 1, 530.00 in all.
 */
class DisputeHttpTest {

    private static final String STATEMENT = "w1:op-kr:op-fr:EUR";
    private static final String OPENING =
            "{'dispute':'%s','operator':'op-kr','reason':'%s','claims':["
                    + "{'line':%d,'amount':'%s'}]}";
    private static final String GRANT = "{'operator':'op-fr','grants':[{'line':%d,'amount':'%s'}]}";

    @TempDir Path data;

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    @Test
    void theUndisputedPartSettlesOnTimeAndCreditsNeverExceedTheInvoice() throws Exception {
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            desk = new Desk(running);
            invoice();
            disputedBeforeNetting();
            settlesOnTime();
            partlyAgreed();
            oneOfFiveClaimsOnTheSameRestIsTaken();
            fiveResolutionsAtOnceAndAgain();
            nextWindowSettlesTheNotes();
        }
    }

    private void invoice() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        // The mistake, in force for an hour, and the price as agreed again.
        Instant wrong = now.minusSeconds(7_200);
        Instant right = now.minusSeconds(3_600);
        desk.publish("iot-op-fr", "inter_operator", "op-fr", "1500", wrong.toString());
        desk.publish("iot-op-fr", "inter_operator", "op-fr", "500", right.toString());
        desk.usage("op-kr", "op-fr", 930, wrong.minusSeconds(60));
        desk.usage("op-kr", "op-fr", 40, wrong.minusSeconds(50)); // sent twice, by other ids
        desk.usage("op-kr", "op-fr", 30, wrong.plusSeconds(60));
        desk.calculated("w1", "w2");
        desk.as(
                "hub-maker",
                "windows/w1/issue",
                "{'affirm_by':'%s','tolerance_minor':0}",
                now.plusSeconds(3_600));
        Reply statement = desk.node().get("/v1/settlement/statements/" + STATEMENT);
        assertEquals("530.000000000000", statement.at("total"), statement.text());
        assertEquals("485.000000000000", statement.json().at("/lines/0/amount").asString());
        assertEquals("45.000000000000", statement.json().at("/lines/1/amount").asString());
    }

    private void open(String dispute, int line, String amount) {
        desk.as(
                "kim",
                "statements/" + STATEMENT + "/dispute",
                OPENING,
                dispute,
                "it is",
                line,
                amount);
    }

    private void disputedBeforeNetting() {
        open("twice", 0, "20.00");
        open("misrated", 1, "30.00");
        desk.as("marie", "statements/" + STATEMENT + "/affirm", "{'operator':'op-fr'}");
        desk.as("pierre", "statements/" + STATEMENT + "/affirm/check", "{'operator':'op-fr'}");
        desk.as("hub-maker", "windows/w1/net", "{}");
        // I13: 480.00 undisputed and 50.00 disputed are the document's 530.00.
        assertEquals("-480.00", desk.position("w1", "op-kr"));
        assertEquals("480.00", desk.position("w1", "op-fr"));
        assertEquals("50.00", desk.balance("interop.payable/op-kr/op-fr"));
    }

    private void settlesOnTime() {
        desk.approved("w1");
        desk.as("hub-maker", "windows/w1/fund", "{'due_by':'%s'}", Instant.now().plusSeconds(60));
        desk.payIn("w1", "op-kr", "480", "in-1");
        desk.paidOut("w1");
        assertEquals("final", desk.node().get(Desk.WINDOWS + "w1").at("state"));
        for (JsonNode one : disputes()) {
            assertEquals("opened", one.path("state").asString(), "settled before it was answered");
        }
    }

    private void partlyAgreed() {
        for (String dispute : List.of("twice", "misrated")) {
            String path = "disputes/" + dispute;
            desk.as("marie", path + "/acknowledge", "{'operator':'op-fr'}");
            desk.as(
                    "kim",
                    path + "/evidence",
                    "{'operator':'op-kr','evidence':'%s'}",
                    "ab".repeat(32));
        }
        desk.refused("invalid-request", "marie", "disputes/twice/agree", GRANT, 0, "20.01");
        desk.as("marie", "disputes/twice/agree", GRANT, 0, "20.00");
        desk.as("marie", "disputes/misrated/agree", GRANT, 1, "25.00");
        desk.as("hub-maker", "disputes/twice/resolve", "{}");
        desk.as("hub-maker", "disputes/misrated/resolve", "{}");
        assertEquals("20.00", credited(0));
        assertEquals("25.00", credited(1));
        // What was withheld and is not credited is owed after all.
        assertEquals("5.00", desk.balance("interop.payable/op-kr/op-fr"));
    }

    /** 15.00 of line 1 was never disputed: five claims on all of it at once. */
    private void oneOfFiveClaimsOnTheSameRestIsTaken() throws Exception {
        List<Callable<Reply>> claims = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String body = OPENING.formatted("rest-" + i, "all of it", 1, "15.00");
            claims.add(
                    () ->
                            desk.node()
                                    .postAs(
                                            "kim",
                                            "/v1/settlement/statements/" + STATEMENT + "/dispute",
                                            body));
        }
        List<Reply> replies = atOnce(claims);
        assertEquals(1, replies.stream().filter(reply -> reply.status() == 200).count());
        assertEquals(4, replies.stream().filter(r -> r.code().equals("invalid-request")).count());
        String taken =
                replies.stream()
                        .filter(reply -> reply.status() == 200)
                        .findFirst()
                        .orElseThrow()
                        .at("subject");
        desk.as("marie", "disputes/" + taken + "/agree", GRANT, 1, "15.00");
        resolve(List.of(taken));
        assertEquals("40.00", credited(1));
    }

    /** The settled invoice, all that is left of line 0: five disputes, each resolved four times. */
    private void fiveResolutionsAtOnceAndAgain() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add("settled-" + i);
            open("settled-" + i, 0, "93.00");
            desk.as("marie", "disputes/settled-" + i + "/agree", GRANT, 0, "93.00");
        }
        resolve(names);
        assertEquals("485.00", credited(0), "the line, and not a cent more");
        desk.refused(
                "invalid-request",
                "kim",
                "statements/" + STATEMENT + "/dispute",
                OPENING,
                "more",
                "one cent",
                0,
                "0.01");
        String balance = desk.balance("interop.payable/op-kr/op-fr");
        resolve(names);
        assertEquals("485.00", credited(0));
        assertEquals(balance, desk.balance("interop.payable/op-kr/op-fr"));
    }

    /** Each four times at once: twice under one key, twice under keys of their own. */
    private void resolve(List<String> names) throws Exception {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (String name : names) {
            String path = "/v1/settlement/disputes/" + name + "/resolve";
            String key = "same-" + name;
            calls.add(() -> desk.node().post(path, key, "{}"));
            calls.add(() -> desk.node().post(path, key, "{}"));
            calls.add(() -> desk.node().post(path, "{}"));
            calls.add(() -> desk.node().post(path, "{}"));
        }
        for (Reply reply : atOnce(calls)) {
            assertEquals(200, reply.status(), reply.text());
        }
    }

    private static List<Reply> atOnce(List<Callable<Reply>> calls) throws Exception {
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> one : threads.invokeAll(calls)) {
                replies.add(one.get());
            }
        }
        return replies;
    }

    private JsonNode disputes() {
        return desk.node().get(Desk.WINDOWS + "w1/disputes").json().path("disputes");
    }

    /** Σ credits of a line over all disputes (I10). */
    private String credited(int line) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode dispute : disputes()) {
            for (JsonNode one : dispute.path("lines")) {
                if (one.path("line").intValue() == line) {
                    sum = sum.add(new BigDecimal(one.path("credited").asString()));
                }
            }
        }
        return sum.setScale(2, java.math.RoundingMode.UNNECESSARY).toPlainString();
    }

    /** 465.00 and 15.00 were paid and are owed back, 5.00 is owed after all: 475.00 back. */
    private void nextWindowSettlesTheNotes() {
        desk.calculated("w2", "w3");
        desk.as("hub-maker", "windows/w2/issue", "{}");
        Reply statement = desk.node().get("/v1/settlement/statements/w2:op-kr:op-fr:EUR");
        assertEquals("-475.000000000000", statement.at("total"), statement.text());
        desk.as("hub-maker", "windows/w2/net", "{}");
        assertEquals("475.00", desk.position("w2", "op-kr"));
        assertEquals("-475.00", desk.position("w2", "op-fr"));
        assertEquals("0.00", desk.balance("interop.payable/op-kr/op-fr"));
        assertEquals("0.00", desk.balance("interop.receivable/op-fr/op-kr"));
        // All that it really cost: 5.00 of the line that was rated three times too high.
        assertEquals("5.00", desk.balance("cost.wholesale/op-kr"));
    }
}
