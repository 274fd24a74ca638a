package tallystick.app.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The settlement desk: takes windows from open to final, one after the other, with two persons
 * wherever two are needed, and keeps every document and message.
 */
final class DemoDesk {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String WINDOWS = "/v1/settlement/windows/";

    private final ApiGateway api;
    private final DemoPapers papers;
    private final DemoTrail trail;
    private final DemoWitnesses witnesses;

    /**
     * @param documents directory that gets one per window
     */
    DemoDesk(ApiGateway api, Path documents, DemoWitnesses witnesses) {
        this.api = api;
        this.witnesses = witnesses;
        this.papers = new DemoPapers(api, documents);
        this.trail = new DemoTrail(api);
    }

    /**
     * Takes a window to its end.
     *
     * @param cutOff where its service time ends, in the past
     * @param next the window that opens there
     */
    DemoSettled close(String window, Instant cutOff, String next)
            throws IOException, InterruptedException {
        step("hub-maker", window, "cutoff", Map.of("cut_off", "" + cutOff, "next_window", next));
        step("hub-maker", window, "seal", Map.of());
        step("hub-maker", window, "calculate", Map.of());
        String soon = Instant.now().plus(PATIENCE).toString();
        Map<String, ?> terms = Map.of("affirm_by", soon, "tolerance_minor", 0);
        String issue = WINDOWS + window + "/issue";
        witnesses.summon(() -> api.attempt("hub-maker", issue, "demo-early-issue", terms));
        step("hub-maker", window, "issue", terms);
        affirm(window);
        step("hub-maker", window, "net", Map.of());
        Map<String, ?> hash =
                Map.of("hash", api.get(WINDOWS + window + "/approvals").path("hash").asString());
        step("hub-maker", window, "approve", hash);
        step("hub-risk", window, "approve/check", hash);
        step("hub-maker", window, "fund", Map.of("due_by", soon));
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        DemoBank bank = new DemoBank("AGT-" + window, today);
        int counted = payIn(window, bank);
        step("treasury-a", window, "instruct", Map.of("value_date", today.toString()));
        step("treasury-b", window, "instruct/check", Map.of());
        counted += pay(window, bank);
        JsonNode day = report(window, "3-day.camt.053.xml", bank, bank.booked(), true);
        step("hub-maker", window, "finalise", Map.of());
        return settled(window, counted, day);
    }

    /** The home operator by two persons, the serving one by its own calculation. */
    private void affirm(String window) throws IOException, InterruptedException {
        for (JsonNode side : api.get(WINDOWS + window + "/affirmations").path("sides")) {
            String operator = side.path("operator").asString();
            String statement = side.path("statement").asString();
            String path = "/v1/settlement/statements/" + statement;
            String key = "demo-" + statement + "-" + operator;
            if (statement.startsWith(window + ":" + operator + ":")) {
                Map<String, ?> who = Map.of("operator", operator);
                api.postAs(operator + "-billing", path + "/affirm", key + "-1", who);
                api.postAs(operator + "-finance", path + "/affirm/check", key + "-2", who);
            } else {
                api.postAs(
                        operator + "-rating",
                        path + "/aggregate",
                        key,
                        Map.of(
                                "operator", operator,
                                "hash", side.path("hash").asString(),
                                "total", side.path("total").asString()));
            }
        }
    }

    /** Debtors pay in what their notices say, by the reference that stands there. */
    private int payIn(String window, DemoBank bank) throws IOException, InterruptedException {
        List<DemoBank.Booking> booked = new ArrayList<>();
        for (JsonNode call : api.get(WINDOWS + window + "/funding").path("calls")) {
            String operator = call.path("operator").asString();
            String asset = call.path("asset").asString();
            JsonNode notice =
                    api.get(DemoPapers.path("notice:" + window + ":" + operator + ":" + asset));
            booked.add(
                    bank.credit(
                            operator,
                            asset,
                            new BigDecimal(notice.path("total").asString()),
                            notice.path("facts").path("pay_in_reference").asString()));
        }
        return counted(report(window, "1-pay-ins.camt.054.xml", bank, booked, false));
    }

    /** Every leg goes out as a pacs.009; the bank does what it says and tells. */
    private int pay(String window, DemoBank bank) throws IOException, InterruptedException {
        List<DemoBank.Booking> booked = new ArrayList<>();
        for (JsonNode leg : api.get(WINDOWS + window + "/instructions").path("legs")) {
            String uetr = leg.path("uetr").asString();
            byte[] message =
                    api.getAs("/v1/settlement/instructions/" + uetr + ".xml", "application/xml");
            papers.keep(window, "leg-" + leg.path("leg").asInt() + ".pacs.009.xml", message);
            booked.addAll(
                    bank.pay(
                            new String(message, StandardCharsets.UTF_8),
                            leg.path("debtor").asString(),
                            leg.path("creditor").asString()));
        }
        return counted(report(window, "2-payments.camt.054.xml", bank, booked, false));
    }

    /** A bank that booked nothing, as for a window without usage, reports nothing. */
    private JsonNode report(
            String window,
            String file,
            DemoBank bank,
            List<DemoBank.Booking> booked,
            boolean isWholeDay)
            throws IOException, InterruptedException {
        if (booked.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        String xml = isWholeDay ? bank.statement() : bank.notification(booked);
        papers.keep(window, file, xml.getBytes(StandardCharsets.UTF_8));
        return api.postXml("treasury-a", "/v1/settlement/cash-reports", xml);
    }

    private static int counted(JsonNode report) {
        int counted = 0;
        for (JsonNode entry : report.path("entries")) {
            boolean counts = new BigDecimal(entry.path("counted").asString()).signum() > 0;
            counted += counts && !entry.path("repeated").asBoolean() ? 1 : 0;
        }
        return counted;
    }

    private DemoSettled settled(String window, int counted, JsonNode day)
            throws IOException, InterruptedException {
        JsonNode finality = api.get(WINDOWS + window + "/finality");
        JsonNode legs = api.get(WINDOWS + window + "/instructions").path("legs");
        int unpaid = 0;
        for (JsonNode leg : legs) {
            unpaid += leg.path("state").asString().equals("confirmed") ? 0 : 1;
        }
        List<String> wrong = new ArrayList<>();
        List<String> documents = papers.all(window, wrong);
        return new DemoSettled(
                window,
                finality.path("state").asString(),
                finality.path("certificate").asString(),
                legs.size(),
                unpaid,
                day.path("entries").size(),
                counted,
                counted(day),
                documents,
                wrong,
                trail.broken(day));
    }

    private void step(String who, String window, String step, Map<String, ?> body)
            throws IOException, InterruptedException {
        String key = "demo-" + window + "-" + step.replace('/', '-');
        api.postAs(who, WINDOWS + window + "/" + step, key, body);
    }
}
