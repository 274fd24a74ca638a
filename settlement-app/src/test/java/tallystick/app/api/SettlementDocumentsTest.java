package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.demo.DemoBank;
import tools.jackson.databind.JsonNode;

/** Documents, messages to banks and banks' reports of one window, over HTTP. */
class SettlementDocumentsTest {

    @TempDir Path data;

    @Test
    void aWindowIsPaidByWhatBanksReportAndDocumented() {
        try (RunningNode running = tallystick.app.TestNode.start(data, SettledWindow.BANKS)) {
            TestNode node = TestNode.of(running);
            SettledWindow window = new SettledWindow(node);
            window.federation();
            window.open();
            window.usage("op-kr", "op-fr", 90);
            window.usage("op-in", "op-fr", 20);
            window.usage("op-fr", "op-kr", 30);
            window.usage("op-kr", "op-in", 50);
            assertEquals(404, node.get("/v1/settlement/documents/seal:w1").status());
            window.issue();
            window.fund();
            paidInOnce(node, window);
            window.instruct();
            String last = paidOnce(node, window);
            window.step("hub-maker", "finalise", "{}");
            Reply late = window.report(last);
            assertEquals(200, late.status(), late.text());
            everyDocument(node);
            figures(node);
            multilateral(node, window);
        }
    }

    /** Half of a pay-in is partial; then the rest, and the same again. */
    private static void paidInOnce(TestNode node, SettledWindow window) {
        List<DemoBank.Booking> payIns = window.payIns();
        assertEquals(3, payIns.size(), payIns::toString);
        DemoBank.Booking whole = payIns.getFirst();
        BigDecimal half = whole.amount().divide(BigDecimal.valueOf(2), java.math.RoundingMode.DOWN);
        DemoBank.Booking first =
                new DemoBank.Booking(
                        whole.account(), "H-1", whole.uetr(), whole.currency(), half, true);
        DemoBank.Booking second =
                new DemoBank.Booking(
                        whole.account(),
                        "H-2",
                        whole.uetr(),
                        whole.currency(),
                        whole.amount().subtract(half),
                        true);
        Reply partial = window.report(window.bank.notification(List.of(first)));
        assertEquals("partial", partial.at("entries.0.status"), partial.text());
        List<DemoBank.Booking> rest = new ArrayList<>(payIns.subList(1, payIns.size()));
        rest.add(first);
        rest.add(second);
        Reply all = window.report(window.bank.notification(rest));
        assertEquals(rest.size(), SettledWindow.count(all, "matched"), all.text());
        Reply again = window.report(window.bank.notification(rest));
        for (JsonNode entry : again.json().path("entries")) {
            assertTrue(entry.path("repeated").asBoolean(), again.text());
        }
        for (JsonNode call : node.get("/v1/settlement/windows/w1/funding").json().path("calls")) {
            assertEquals(call.path("due").asString(), call.path("received").asString());
        }
    }

    /** By camt.054, then the camt.053 of the day has the same and more that is nobody's. */
    private static String paidOnce(TestNode node, SettledWindow window) {
        List<DemoBank.Booking> payments = window.payments();
        Reply paid = window.report(window.bank.notification(payments));
        assertEquals(payments.size() / 2, SettledWindow.count(paid, "matched"), paid.text());
        assertEquals(payments.size() / 2, SettledWindow.count(paid, "other_side"), paid.text());
        assertEquals(
                "settled",
                node.getAsIs("/v1/settlement/windows/w1?min_position=" + paid.at("position"))
                        .at("state"));
        window.bank.credit(
                "op-fr", "EUR", new BigDecimal("5.00"), "00000000-0000-4000-8000-000000000001");
        String statement = window.bank.statement();
        Reply day = window.report(statement);
        // Nobody's money; and the pay-in that was told in halves, for which there is no call left.
        assertEquals(2, SettledWindow.count(day, "unmatched"), day.text());
        Reply unreferenced =
                window.report(statement.replaceAll("<AcctSvcrRef>[^<]*</AcctSvcrRef>", ""));
        for (JsonNode entry : unreferenced.json().path("entries")) {
            if (entry.path("kind").asString("").equals("leg")) {
                boolean counts = entry.path("side").asString().equals("credit");
                assertEquals(counts, entry.path("repeated").asBoolean(), entry::toString);
            }
        }
        for (JsonNode leg :
                node.get("/v1/settlement/windows/w1/instructions").json().path("legs")) {
            assertEquals(leg.path("amount").asString(), leg.path("confirmed").asString());
        }
        JsonNode unmatched =
                node.get("/v1/settlement/windows/w1/instructions").json().path("unmatched");
        assertEquals(0, unmatched.size(), unmatched::toString);
        return statement;
    }

    private static void everyDocument(TestNode node) {
        TreeSet<String> kinds = new TreeSet<>();
        for (JsonNode one :
                node.get("/v1/settlement/windows/w1/documents").json().path("documents")) {
            String path = "/v1/settlement/documents/" + one.path("document").asString();
            kinds.add(one.path("kind").asString());
            Reply json = node.get(path);
            assertEquals(one.path("document").asString(), json.at("number"), json.text());
            Reply csv = as(node, path, "text/csv");
            assertTrue(csv.text().startsWith("kind,number,"), csv.text());
            Reply pdf = as(node, path, "application/pdf");
            byte[] bytes = pdf.response().body();
            assertEquals("%PDF", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
            assertArrayEquals(bytes, as(node, path, "application/pdf").response().body(), path);
        }
        assertEquals(
                "[approval, bilateral, finality, invoice, netting, notice, seal, sums, usage]",
                kinds.toString());
        for (String none :
                List.of(
                        "invoice:w1:op-fr:op-in:INR",
                        "credit-note:w1:op-kr:op-fr:EUR",
                        "bilateral:w1:op-kr:op-fr:EUR",
                        "notice:w1:op-fr:KRW",
                        "seal:w9",
                        "seal:w2",
                        "nothing:w1",
                        "seal")) {
            assertEquals(404, node.get("/v1/settlement/documents/" + none).status(), none);
        }
    }

    private static Reply as(TestNode node, String path, String type) {
        return node.send(node.request(node.fresh(path)).header("Accept", type).GET().build());
    }

    /** The papers of each currency say the same: invoices, bilateral statements, notices. */
    private static void figures(TestNode node) {
        JsonNode invoice = node.get("/v1/settlement/documents/invoice:w1:op-kr:op-fr:EUR").json();
        JsonNode statement = node.get("/v1/settlement/statements/w1:op-kr:op-fr:EUR").json();
        same(statement.path("total"), invoice.path("total"));
        assertEquals("Exemple Télécom S.A.", invoice.at("/issuer/legal_name").asString());
        JsonNode back = node.get("/v1/settlement/documents/invoice:w1:op-fr:op-kr:EUR").json();
        JsonNode pair = node.get("/v1/settlement/documents/bilateral:w1:op-fr:op-kr:EUR").json();
        BigDecimal net = decimal(invoice.path("total")).subtract(decimal(back.path("total")));
        assertEquals(0, net.compareTo(decimal(pair.path("total"))), pair::toString);
        for (JsonNode p :
                node.get("/v1/settlement/windows/w1/positions").json().path("positions")) {
            String name =
                    "notice:w1:" + p.path("operator").asString() + ":" + p.path("asset").asString();
            JsonNode notice = node.get("/v1/settlement/documents/" + name).json();
            assertEquals(
                    0,
                    decimal(p.path("amount")).negate().compareTo(decimal(notice.path("total"))),
                    notice::toString);
        }
        JsonNode usage = node.get("/v1/settlement/documents/usage:w1:op-kr:op-fr").json();
        same(statement.path("exact"), usage.at("/totals/0/exact"));
        assertEquals("90", usage.at("/totals/0/records").asString());
    }

    /** pacs.029 instead: made the same again; its movements are known when they come back. */
    private static void multilateral(TestNode node, SettledWindow window) {
        String path = "/v1/settlement/windows/w1/instructions/EUR.xml";
        Reply message = window.xml(path);
        assertEquals(200, message.status(), message.text());
        assertEquals(message.text(), window.xml(path).text());
        assertTrue(message.text().contains("pacs.029.001.02"), message.text());
        assertEquals(404, window.xml("/v1/settlement/windows/w1/instructions/KRW.xml").status());
        assertEquals(404, window.xml("/v1/settlement/windows/w2/instructions/EUR.xml").status());
        Reply nonsense = window.report("<Document/>");
        assertEquals(422, nonsense.status(), nonsense.text());
        assertFalse(nonsense.at("detail").isEmpty());
        assertEquals(404, node.get("/v1/settlement/entries?entry=none").status());
    }

    private static void same(JsonNode first, JsonNode second) {
        assertEquals(0, decimal(first).compareTo(decimal(second)), first + " " + second);
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.asString());
    }
}
