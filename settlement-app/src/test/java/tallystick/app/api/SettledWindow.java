package tallystick.app.api;

import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.demo.DemoBank;
import tools.jackson.databind.JsonNode;

/** Three operators that serve each other, and a window of them taken as far as is wanted. */
public final class SettledWindow {

    /** Who is who to banks. */
    public static final Map<String, ?> BANKS =
            Map.of(
                    "tallystick.settlement.hub-bic", "TALLFRPPXXX",
                    "tallystick.settlement.agent-bic", "AGNTDEFFXXX",
                    "tallystick.settlement.bics.op-kr", "TALLKRSEXXX",
                    "tallystick.settlement.bics.op-fr", "TALLFRPPFRX",
                    "tallystick.settlement.bics.op-in", "TALLINBBXXX",
                    "tallystick.settlement.legal-names.op-fr", "Exemple Télécom S.A.");

    private static final String[][] OPERATORS = {
        {"op-kr", "KR", "EUR"}, {"op-fr", "FR", "EUR"}, {"op-in", "IN", "INR"}
    };

    private final TestNode node;
    public final DemoBank bank = new DemoBank("AGT", LocalDate.of(2026, 11, 23));
    private int sent;

    public SettledWindow(TestNode node) {
        this.node = node;
    }

    /** Operators, prices, agreements and a wallet each. */
    public void federation() {
        node.made("/v1/models", "{'model':'llama'}");
        for (String[] one : OPERATORS) {
            node.made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'%s'}"
                            .formatted(one[0], one[1], one[2]));
            node.made(
                    "/v1/factories",
                    "{'factory':'site-%s','operator':'%s','jurisdiction':'%s'}"
                            .formatted(one[1], one[0], one[1]));
            node.made("/v1/tenants", "{'tenant':'t-%s','operator':'%s'}".formatted(one[0], one[0]));
            for (String kind : List.of("retail", "inter_operator")) {
                node.made(
                        "/v1/tariffs",
                        ("{'tariff':'%s-%s','kind':'%s','operator':'%s','asset':'%s',"
                                        + "'effective_from':'2026-01-01T00:00:00Z','prices':["
                                        + "{'model':'llama','class':'input.uncached',"
                                        + "'per_million':'700'},"
                                        + "{'model':'llama','class':'output.text',"
                                        + "'per_million':'2100'}]}")
                                .formatted(kind, one[0], kind, one[0], one[2]));
            }
            node.made(
                    "/v1/wallets",
                    "{'wallet':'wal-%s','tenant':'t-%s','asset':'%s','tariff':'retail-%s'}"
                            .formatted(one[0], one[0], one[2], one[0]));
        }
        for (String[] home : OPERATORS) {
            for (String[] serving : OPERATORS) {
                if (!home[0].equals(serving[0])) {
                    node.made(
                            "/v1/agreements",
                            ("{'agreement':'%s-%s','home_operator':'%s','serving_operator':'%s',"
                                            + "'inter_operator_tariff':'inter_operator-%s',"
                                            + "'settlement_model':'daily',"
                                            + "'effective_from':'2026-01-01T00:00:00Z'}")
                                    .formatted(
                                            home[0], serving[0], home[0], serving[0], serving[0]));
                }
            }
        }
    }

    /** Opens w1. */
    public void open() {
        node.made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'2026-01-01T00:00:00Z'}");
    }

    /** Usage between all pairs, and w1 to its end; the bank's last report. */
    public String toItsEnd() {
        federation();
        open();
        usage("op-kr", "op-fr", 90);
        usage("op-in", "op-fr", 20);
        usage("op-fr", "op-kr", 30);
        usage("op-kr", "op-in", 50);
        issue();
        fund();
        report(bank.notification(payIns()));
        instruct();
        payments();
        report(bank.statement());
        step("hub-maker", "finalise", "{}");
        return bank.statement();
    }

    /** Usage of a home operator's customers, served by another. */
    public void usage(String home, String serving, int events) {
        usage(home, serving, events, Instant.now().minusSeconds(5));
    }

    /** The same, that ended at an instant. */
    public void usage(String home, String serving, int events, Instant at) {
        String site = "site-" + serving.substring(3).toUpperCase(java.util.Locale.ROOT);
        String ended = at.toString();
        for (int from = 0; from < events; from += 2_000) {
            List<String> batch = new ArrayList<>();
            for (int i = from; i < Math.min(events, from + 2_000); i++) {
                batch.add(event(home, serving, site, ended));
            }
            Reply reply =
                    node.events("[" + String.join(",", batch) + "]", "Prefer", "return=minimal");
            if (reply.json().path("accepted").asInt(0) != batch.size()) {
                throw new AssertionError(reply.text());
            }
        }
    }

    private String event(String home, String serving, String site, String ended) {
        sent++;
        return ("{'specversion':'1.0','id':'e%d','source':'/operators/%s/factories/%s/gateways/gw',"
                    + "'type':'taas.usage.token.recorded.v1','subject':'wal-%s','time':'%s',"
                    + "'datacontenttype':'application/json','data':{'request_id':'r',"
                    + "'model':{'requested':'llama'},'operation':'chat','streamed':true,"
                    + "'usage':{'input':{'uncached':%d},'output':{'text':1000}},"
                    + "'measurement':{'method':'engine_reported'},'parties':{'home_operator':'%s',"
                    + "'serving_operator':'%s','tenant':'t-%s'},'sovereignty':{'site':'%s'}}}")
                .formatted(
                        sent,
                        serving,
                        site,
                        home,
                        ended,
                        1_000 + sent % 7,
                        home,
                        serving,
                        home,
                        site)
                .replace('\'', '"');
    }

    /** To issued statements. */
    public void issue() {
        String now = Instant.now().toString();
        step("hub-maker", "cutoff", "{'cut_off':'%s','next_window':'w2'}".formatted(now));
        for (String step : List.of("seal", "calculate", "issue")) {
            step("hub-maker", step, "{}");
        }
    }

    /** From there to funding. */
    public void fund() {
        step("hub-maker", "net", "{}");
        String hash = node.get("/v1/settlement/windows/w1/approvals").at("hash");
        step("hub-maker", "approve", "{'hash':'%s'}".formatted(hash));
        step("hub-risk", "approve/check", "{'hash':'%s'}".formatted(hash));
        String soon = Instant.now().plusSeconds(3_600).toString();
        step("hub-maker", "fund", "{'due_by':'%s'}".formatted(soon));
    }

    /** What debtors pay in, booked by the bank, by the reference of their notices. */
    public List<DemoBank.Booking> payIns() {
        List<DemoBank.Booking> booked = new ArrayList<>();
        for (JsonNode call : node.get("/v1/settlement/windows/w1/funding").json().path("calls")) {
            String operator = call.path("operator").asString();
            String asset = call.path("asset").asString();
            JsonNode notice =
                    node.get("/v1/settlement/documents/notice:w1:" + operator + ":" + asset).json();
            booked.add(
                    bank.credit(
                            operator,
                            asset,
                            new BigDecimal(notice.path("total").asString()),
                            notice.at("/facts/pay_in_reference").asString()));
        }
        return booked;
    }

    /** To instructed. */
    public void instruct() {
        step("treasury-a", "instruct", "{'value_date':'2026-11-23'}");
        step("treasury-b", "instruct/check", "{}");
    }

    /** What the bank books of the messages that go out. */
    public List<DemoBank.Booking> payments() {
        List<DemoBank.Booking> booked = new ArrayList<>();
        for (JsonNode leg :
                node.get("/v1/settlement/windows/w1/instructions").json().path("legs")) {
            String path = "/v1/settlement/instructions/" + leg.path("uetr").asString() + ".xml";
            booked.addAll(
                    bank.pay(
                            xml(path).text(),
                            leg.path("debtor").asString(),
                            leg.path("creditor").asString()));
        }
        return booked;
    }

    /** A message to banks. */
    public Reply xml(String path) {
        return node.send(
                node.request(node.fresh(path)).header("Accept", "application/xml").GET().build());
    }

    /** Sends a bank's report. */
    public Reply report(String xml) {
        return node.send(
                node.request("/v1/settlement/cash-reports")
                        .header("Content-Type", "application/xml")
                        .header("X-Actor", "treasury-a")
                        .POST(BodyPublishers.ofString(xml))
                        .build());
    }

    /** A step of w1 that must succeed. */
    public void step(String actor, String step, String body) {
        Reply reply = node.postAs(actor, "/v1/settlement/windows/w1/" + step, body);
        if (reply.status() != 200) {
            throw new AssertionError(step + ": " + reply.text());
        }
    }

    /** How often a status is in the answer to a report. */
    public static long count(Reply report, String status) {
        long count = 0;
        for (JsonNode entry : report.json().path("entries")) {
            count += entry.path("status").asString().equals(status) ? 1 : 0;
        }
        return count;
    }
}
