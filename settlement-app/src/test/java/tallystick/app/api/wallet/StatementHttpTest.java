package tallystick.app.api.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.money.Pico;
import tools.jackson.databind.JsonNode;

/** What a wallet's holder is sent, over real HTTP. */
class StatementHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String USAGE = "'usage':{'input':{'uncached':1000},'output':{'text':100}}";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static String month() {
        return Instant.now().atZone(ZoneOffset.UTC).toString().substring(0, 7);
    }

    private static String usedWallet(String id) {
        String wallet = TestFederation.wallet("5");
        Reply events =
                NODE.events(
                        Events.batch(
                                TestFederation.event(wallet, id, USAGE),
                                TestFederation.event(
                                        wallet,
                                        TestNode.name("r-"),
                                        TestFederation.MODEL,
                                        USAGE,
                                        TestFederation.ABROAD)));
        assertEquals(2, events.json().path("accepted").intValue(), events.text());
        return wallet;
    }

    private static BigDecimal amount(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    @Test
    void openingAndEntriesMakeTheClosingBalance() {
        String wallet = usedWallet(TestNode.name("s-"));
        String path = "/v1/wallets/" + wallet + "/statement?";
        Reply statement = NODE.get(path + "period=" + month() + "&detail=entries");
        assertEquals(200, statement.status(), statement.text());
        assertEquals("0.000000000000", statement.at("opening.posted"));
        assertEquals(
                NODE.get("/v1/wallets/" + wallet + "/balance").at("posted"),
                statement.at("closing.posted"));
        BigDecimal sum = amount(statement.json().at("/opening/posted"));
        for (JsonNode entry : statement.json().path("entries")) {
            sum = sum.add(amount(entry.path("amount")));
        }
        assertEquals(amount(statement.json().at("/closing/posted")), sum);
        JsonNode day = statement.json().at("/days/0");
        assertEquals("5.000000000000", day.path("credited").asString());
        assertEquals("0.001600000000", day.path("charged").asString());
        assertEquals(3, day.path("entries").asLong());
        JsonNode model = statement.json().at("/models/0");
        assertEquals(TestFederation.MODEL, model.path("model").asString());
        assertEquals(2000, model.at("/tokens/input/uncached").asLong());
        assertEquals("0.001600000000", model.path("charged").asString());
        assertFalse(NODE.get(path + "period=" + month()).json().has("entries"));

        Reply later = NODE.get(path + "period=2100-01");
        assertEquals(statement.at("closing.posted"), later.at("opening.posted"), later.text());
        assertEquals(0, later.json().path("days").size());
        Reply earlier = NODE.get(path + "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z");
        assertEquals("0.000000000000", earlier.at("closing.posted"));
    }

    @Test
    void asCsvNoTextIsAFormula() {
        String wallet = usedWallet("=cmd|calc!A0,\\\"" + TestNode.name("x-"));
        String path = "/v1/wallets/" + wallet + "/statement?detail=entries&period=" + month();
        Reply csv = NODE.send(NODE.request(path).header("Accept", "text/csv").GET().build());
        assertEquals(200, csv.status(), csv.text());
        assertTrue(csv.header("Content-Type").startsWith("text/csv"), csv.header("Content-Type"));
        List<String> lines = csv.text().lines().toList();
        assertTrue(lines.getFirst().startsWith("wallet,asset,position,"), csv.text());
        assertTrue(csv.text().contains(",\"'=cmd|calc!A0,\"\"x-"), csv.text());
        assertTrue(csv.text().contains(",-0.000800000000,"), "amounts stay numbers");
        assertTrue(lines.getLast().contains("closing"), csv.text());
        Reply days =
                NODE.send(
                        NODE.request(path.replace("detail=entries&", ""))
                                .header("Accept", "text/csv")
                                .GET()
                                .build());
        assertEquals(4, days.text().lines().count(), days.text());
        Reply bad = NODE.send(NODE.request(path + "x").header("Accept", "text/csv").GET().build());
        assertEquals(400, bad.status(), bad.text());
        assertEquals("period", bad.at("invalid_params.0.name"));
    }

    @Test
    void asPdfItHasTheSameFigures() throws Exception {
        String wallet = usedWallet(TestNode.name("p-"));
        String path = "/v1/wallets/" + wallet + "/statement?detail=entries&period=" + month();
        Reply pdf = NODE.send(NODE.request(path).header("Accept", "application/pdf").GET().build());
        assertEquals(200, pdf.status(), pdf.text());
        assertEquals("application/pdf", pdf.header("Content-Type"));
        Reply json = NODE.get(path);
        try (PDDocument document = Loader.loadPDF(pdf.response().body())) {
            String text = new PDFTextStripper().getText(document);
            String closing = amount(json.json().at("/closing/posted")).stripTrailingZeros() + "";
            assertTrue(text.contains("Closing " + closing + " 0.00 0.00"), text);
            assertTrue(text.contains("input.uncached 2000"), text);
            assertTrue(text.contains(json.at("entries.0.position")), text);
        }
        Reply none = NODE.send(NODE.request(path).header("Accept", "image/png").GET().build());
        assertEquals(406, none.status(), none.text());
    }

    @ParameterizedTest
    @CsvSource({"=1+1,'''=1+1'", "+1,'''+1'", "-1,'''-1'", "@x,'''@x'", "a=b,a=b", "wal-1,wal-1"})
    void aFormulaGetsAnApostrophe(String cell, String guarded) {
        assertEquals(guarded, StatementCsv.guarded(cell));
    }

    /** Control: the check sees a closing balance that the entries do not make. */
    @Test
    void aStatementThatDoesNotSumUpIsNone() {
        WalletStatement empty = new WalletStatement(ZoneOffset.UTC, false);
        empty.requireClosing(Balance.ZERO, Balance.ZERO);
        Balance closing = new Balance(Pico.of(1), Pico.ZERO, Pico.ZERO);
        assertThrows(
                IllegalStateException.class, () -> empty.requireClosing(Balance.ZERO, closing));
    }
}
