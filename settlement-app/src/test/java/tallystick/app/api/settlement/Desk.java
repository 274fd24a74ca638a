package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/**
 * A federation of three operators on a node of its own, asked over HTTP as a settlement desk asks:
 * everybody serves everybody's customers at 500 euro a million tokens.
 */
final class Desk {

    static final List<String> OPERATORS = List.of("op-kr", "op-fr", "op-de");
    static final String SINCE = "2026-01-01T00:00:00Z";
    static final String WINDOWS = "/v1/settlement/windows/";

    private final TestNode node;
    private int events;

    Desk(RunningNode running) {
        node = TestNode.of(running);
        node.made("/v1/models", "{'model':'llama'}");
        for (String operator : OPERATORS) {
            String country = operator.substring(3).toUpperCase(java.util.Locale.ROOT);
            node.made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'EUR'}"
                            .formatted(operator, country));
            node.made(
                    "/v1/factories",
                    "{'factory':'%s','operator':'%s','jurisdiction':'%s'}"
                            .formatted(site(operator), operator, country));
            node.made("/v1/tenants", "{'tenant':'t-%1$s','operator':'%1$s'}".formatted(operator));
            publish("retail-" + operator, "retail", operator, "700", SINCE);
            publish("iot-" + operator, "inter_operator", operator, "500", SINCE);
            node.made(
                    "/v1/wallets",
                    ("{'wallet':'wal-%1$s','tenant':'t-%1$s','asset':'EUR',"
                                    + "'tariff':'retail-%1$s'}")
                            .formatted(operator));
            node.made(
                    "/v1/wallets/wal-" + operator + "/grants",
                    "{'amount':'100000','asset':'EUR','kind':'paid'}");
        }
        for (String home : OPERATORS) {
            for (String serving : OPERATORS) {
                if (!home.equals(serving)) {
                    node.made(
                            "/v1/agreements",
                            ("{'agreement':'%1$s-%2$s','home_operator':'%1$s',"
                                            + "'serving_operator':'%2$s',"
                                            + "'inter_operator_tariff':'iot-%2$s',"
                                            + "'settlement_model':'daily','effective_from':'"
                                            + SINCE
                                            + "'}")
                                    .formatted(home, serving));
                }
            }
        }
        node.made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'" + SINCE + "'}");
    }

    static String site(String operator) {
        return operator.replace("op-", "site-");
    }

    TestNode node() {
        return node;
    }

    /** Publishes a version of a tariff; the price in euro a million output tokens. */
    void publish(String tariff, String kind, String operator, String price, String from) {
        node.made(
                "/v1/tariffs",
                ("{'tariff':'%s','kind':'%s','operator':'%s','asset':'EUR','effective_from':'%s',"
                                + "'prices':[{'model':'llama','class':'output.text',"
                                + "'per_million':'%s'}]}")
                        .formatted(tariff, kind, operator, from, price));
    }

    /** Records so many events of 1,000 output tokens that ended then. */
    void usage(String home, String serving, int count, Instant ended) {
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events++;
            batch.add(
                    ("{'specversion':'1.0','id':'e%d','source':'/operators/%3$s/factories/%4$s'"
                                    + ",'type':'taas.usage.token.recorded.v1','subject':'wal-%2$s',"
                                    + "'time':'%5$s','datacontenttype':'application/json','data':{"
                                    + "'request_id':'r%1$d','model':{'requested':'llama'},"
                                    + "'usage':{'output':{'text':1000}},"
                                    + "'parties':{'home_operator':'%2$s','serving_operator':'%3$s',"
                                    + "'tenant':'t-%2$s'},'sovereignty':{'site':'%4$s'}}}")
                            .formatted(events, home, serving, site(serving), ended)
                            .replace('\'', '"'));
        }
        Reply reply = node.events("[" + String.join(",", batch) + "]");
        assertEquals(count, reply.json().path("accepted").intValue(), reply.text());
    }

    /** Somebody's step, which must succeed. */
    @SuppressWarnings("AnnotateFormatMethod")
    Reply as(String actor, String path, String body, Object... values) {
        Reply reply = node.postAs(actor, "/v1/settlement/" + path, body.formatted(values));
        assertEquals(200, reply.status(), path + " " + body + ": " + reply.text());
        return reply;
    }

    /** Somebody's step, which must be refused with a code. */
    @SuppressWarnings("AnnotateFormatMethod")
    Reply refused(String code, String actor, String path, String body, Object... values) {
        Reply reply = node.postAs(actor, "/v1/settlement/" + path, body.formatted(values));
        assertEquals(code, reply.code(), path + " " + body + ": " + reply.text());
        return reply;
    }

    /** Cuts a window off and calculates it; the next one opens. */
    void calculated(String window, String next) {
        as(
                "hub-maker",
                "windows/" + window + "/cutoff",
                "{'cut_off':'%s','next_window':'%s'}",
                Instant.now(),
                next);
        as("hub-maker", "windows/" + window + "/seal", "{}");
        as("hub-maker", "windows/" + window + "/calculate", "{}");
    }

    /** Two persons of the hub approve what there is to approve. */
    void approved(String window) {
        String hash = node.get(WINDOWS + window + "/approvals").at("hash");
        as("hub-maker", "windows/" + window + "/approve", "{'hash':'%s'}", hash);
        as("hub-risk", "windows/" + window + "/approve/check", "{'hash':'%s'}", hash);
    }

    void payIn(String window, String operator, String amount, String entry) {
        as(
                "treasury-a",
                "windows/" + window + "/payins",
                "{'operator':'%s','asset':'EUR','amount':'%s','entry':'%s'}",
                operator,
                amount,
                entry);
    }

    /** Two persons of the treasury instruct, the bank confirms every leg, the hub finalises. */
    Reply paidOut(String window) {
        as("treasury-a", "windows/" + window + "/instruct", "{'value_date':'2026-11-30'}");
        as("treasury-b", "windows/" + window + "/instruct/check", "{}");
        for (JsonNode leg : node.get(WINDOWS + window + "/instructions").json().path("legs")) {
            String uetr = leg.path("uetr").asString();
            as(
                    "treasury-a",
                    "windows/" + window + "/confirm",
                    "{'uetr':'%s','asset':'EUR','amount':'%s','entry':'bank-%1$s'}",
                    uetr,
                    leg.path("amount").asString());
        }
        return as("hub-maker", "windows/" + window + "/finalise", "{}");
    }

    /** An operator's net position in euro, empty when it has none. */
    String position(String window, String operator) {
        for (JsonNode one : node.get(WINDOWS + window + "/positions").json().path("positions")) {
            if (one.path("operator").asString().equals(operator)) {
                return one.path("amount").asString().replaceAll("0{10}$", "");
            }
        }
        return "";
    }

    /** The balance of a ledger account in euro. */
    String balance(String account) {
        for (JsonNode one : node.get("/v1/ledger").json().path("accounts")) {
            if (one.path("account").asString().equals(account)) {
                return one.path("balance").asString().replaceAll("0{10}$", "");
            }
        }
        return "";
    }
}
