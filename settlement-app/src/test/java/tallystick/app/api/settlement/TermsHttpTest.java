package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/** A commitment and a service credit over HTTP, from the agreement to the invoice's PDF. */
class TermsHttpTest {

    private static final String WINDOW = "/v1/settlement/windows/w1";

    @Test
    void aCommitmentAndAServiceCreditAreOnTheInvoice(@TempDir Path directory) throws Exception {
        try (RunningNode running = tallystick.app.TestNode.start(directory)) {
            Desk desk = new Desk(running);
            TestNode node = desk.node();
            Instant from = Instant.now();
            Reply concluded = node.post("/v1/agreements", agreement(from, from.plusSeconds(1)));
            assertEquals(201, concluded.status(), concluded.text());
            Reply read = node.get("/v1/agreements/op-kr-op-fr");
            assertEquals("1.000000000000", read.at("conditions.committed"), read.text());
            assertEquals(concluded.json().path("conditions"), read.json().path("conditions"));
            usage(node, from);
            Thread.sleep(Math.max(0, 1_100 - (Instant.now().toEpochMilli() - from.toEpochMilli())));
            desk.calculated("w1", "w2");
            Reply terms = node.get(WINDOW + "/terms");
            assertEquals("0.500000000000", terms.at("terms.0.true_up"), terms.text());
            assertEquals("700", terms.at("terms.0.measured.0.credit_basis_points"), terms.text());
            assertEquals("0.035000000000", terms.at("terms.0.credits.0.credit"), terms.text());
            desk.as("hub-maker", "windows/w1/issue", "{}");
            papers(node);
            Reply seal = node.get(WINDOW + "/seal");
            assertEquals("seal:w1", seal.at("number"), seal.text());
            Reply report = node.get(WINDOW + "/usage-report");
            assertEquals("usage:w1:op-kr:op-fr", report.at("reports.0.number"), report.text());
            refusals(node, from);
        }
    }

    /** 0.50 of usage, 0.50 more to the commitment, 7 per cent of the usage back. */
    private static void papers(TestNode node) throws Exception {
        String path = "/v1/settlement/documents/invoice:w1:op-kr:op-fr:EUR";
        Reply invoice = node.get(path);
        JsonNode lines = invoice.json().path("lines");
        assertEquals(3, lines.size(), invoice.text());
        assertTrue(invoice.text().contains("True-up of the commitment"), invoice.text());
        assertTrue(invoice.text().contains("Service credit, llama"), invoice.text());
        assertTrue(invoice.text().contains("time to first token 900,000"), invoice.text());
        Reply pdf =
                node.send(
                        node.request(node.fresh(path))
                                .header("Accept", "application/pdf")
                                .GET()
                                .build());
        byte[] bytes = pdf.response().body();
        assertEquals("%PDF", new String(bytes, 0, 4, StandardCharsets.ISO_8859_1), "it is a PDF");
        String kept = System.getProperty("tallystick.keep-pdf");
        if (kept != null) {
            Files.write(Path.of(kept), bytes);
        }
    }

    private static void refusals(TestNode node, Instant from) {
        Reply past = node.post("/v1/agreements", agreement(from, from.plusSeconds(9)));
        assertEquals("invalid-request", past.code(), past.text());
        assertTrue(past.text().contains("conditions.starts_at"), past.text());
        Reply backwards = node.post("/v1/agreements", agreement(from, from.minusSeconds(9)));
        assertEquals(422, backwards.status(), backwards.text());
    }

    private static String agreement(Instant from, Instant to) {
        return ("{'agreement':'op-kr-op-fr','home_operator':'op-kr','serving_operator':'op-fr',"
                        + "'inter_operator_tariff':'iot-op-fr','settlement_model':'daily',"
                        + "'effective_from':'%1$s','conditions':{'starts_at':'%1$s',"
                        + "'ends_at':'%2$s','committed':'1','discounts':[],"
                        + "'service_levels':{'cap_basis_points':1000,'targets':[{'metric':"
                        + "'time_to_first_token_micros','steps':[{'limit':500000,"
                        + "'credit_basis_points':700}]}]}}}")
                .formatted(from, to);
    }

    private static void usage(TestNode node, Instant ended) {
        String event =
                ("{'specversion':'1.0','id':'e1','source':'/operators/op-fr/factories/site-fr',"
                                + "'type':'taas.usage.token.recorded.v1','subject':'wal-op-kr',"
                                + "'time':'%s','datacontenttype':'application/json','data':{"
                                + "'request_id':'r1','model':{'requested':'llama'},"
                                + "'timing':{'output_us':1000000,'first_token_us':900000},"
                                + "'usage':{'output':{'text':1000}},"
                                + "'parties':{'home_operator':'op-kr','serving_operator':'op-fr',"
                                + "'tenant':'t-op-kr'},'sovereignty':{'site':'site-fr'}}}")
                        .formatted(ended)
                        .replace('\'', '"');
        Reply reply = node.events("[" + event + "]");
        assertEquals(1, reply.json().path("accepted").intValue(), reply.text());
    }
}
