package tallystick.app.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each kind of paper says the same in JSON, CSV and PDF. {@code -Dpaper.png=DIR} draws them. */
class PaperTest {

    private static Paper paper(PaperKind kind, String currency, int count) {
        List<PaperLine> lines = new ArrayList<>();
        long total = 0;
        long sign = kind == PaperKind.CREDIT_NOTE ? -1 : 1;
        for (int i = 0; i < count; i++) {
            long amount = sign * (1_234_567L + i);
            if (kind == PaperKind.BILATERAL_STATEMENT && i % 2 == 1) {
                amount = -3 * amount;
            }
            total += amount;
            lines.add(
                    new PaperLine(
                            "llama-3.3-70b/output.text/" + i,
                            i == 0 ? "=SUM(A1), \"é\" 서울" : "served in FR at iot-fr@7",
                            i % 3 == 0 ? null : 9_007_199_254_740_991L,
                            amount));
        }
        return new Paper(
                kind,
                "2026-11/op-kr:op-fr/" + kind.wireName(),
                "2026-11",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                Instant.parse("2026-12-02T09:30:00Z"),
                new PaperParty("op-fr", "FR"),
                new PaperParty("op-kr", "KR"),
                currency,
                kind == PaperKind.CREDIT_NOTE || kind == PaperKind.DEBIT_NOTE ? "2026-10/i" : null,
                lines,
                total);
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @ParameterizedTest
    @EnumSource(PaperKind.class)
    void allThreeSayTheSame(PaperKind kind) throws Exception {
        for (String currency : List.of("EUR", "KRW", "KWD")) {
            Paper paper = paper(kind, currency, 3);
            byte[] pdf = PaperPdf.of(paper);
            assertArrayEquals(pdf, PaperPdf.of(paper));
            String drawn = text(pdf);
            JsonNode json = JsonMapper.builder().build().readTree(PaperJson.of(paper));
            List<String> csv = PaperCsv.of(paper).lines().toList();
            assertEquals(5, csv.size());
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < 3; i++) {
                String amount = json.path("lines").path(i).path("amount").asString();
                sum = sum.add(new BigDecimal(amount));
                assertTrue(csv.get(i + 1).endsWith("," + amount + "," + currency), csv.get(i + 1));
                assertTrue(drawn.contains(grouped(amount)), drawn);
            }
            String total = json.path("total").asString();
            assertEquals(sum, new BigDecimal(total));
            int digits = currency.equals("EUR") ? 2 : currency.equals("KRW") ? 0 : 3;
            assertEquals(digits, new BigDecimal(total).scale());
            assertTrue(csv.getLast().endsWith("," + total + "," + currency));
            assertTrue(drawn.contains("Amount " + currency), drawn);
            assertTrue(drawn.contains(" " + grouped(total.replace("-", ""))), drawn);
            assertTrue(drawn.contains(kind.title()), drawn);
            boolean owes = paper.totalMinorUnits() > 0;
            assertTrue(drawn.contains(owes ? "paid by op-kr" : "in favour of op-kr"), drawn);
            assertTrue(csv.get(1).contains("\"'=SUM(A1), \"\"é\"\" 서울\""), csv.get(1));
            assertTrue(drawn.contains("[U+C11C]"), "what the font has no sign for");
        }
        draw(kind, PaperPdf.of(paper(kind, "EUR", 12)));
    }

    /** As a person reads it, by other code than the paper's. */
    private static String grouped(String plain) {
        return java.text.NumberFormat.getIntegerInstance(java.util.Locale.US)
                        .format(new BigDecimal(plain).toBigInteger())
                + (plain.contains(".") ? plain.substring(plain.indexOf('.')) : "");
    }

    private static void draw(PaperKind kind, byte[] pdf) throws IOException {
        String directory = System.getProperty("paper.png");
        if (directory != null) {
            try (PDDocument document = Loader.loadPDF(pdf)) {
                BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 80);
                assertTrue(
                        ImageIO.write(page, "png", new File(directory, kind.wireName() + ".png")));
            }
        }
    }

    @Test
    void aLongPaperGoesOnOverItsPages() throws Exception {
        Paper paper = paper(PaperKind.INVOICE, "EUR", 300);
        byte[] pdf = PaperPdf.of(paper);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertTrue(document.getNumberOfPages() > 3);
        }
        String drawn = text(pdf);
        assertTrue(drawn.contains("llama-3.3-70b/output.text/299"));
        assertTrue(drawn.contains("page 1 of "), drawn);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable made) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, made).getMessage());
    }

    private static Paper with(
            Paper p, PaperKind kind, @Nullable String refersTo, List<PaperLine> lines, long total) {
        return new Paper(
                kind,
                p.number(),
                p.window(),
                p.periodFrom(),
                p.periodTo(),
                p.issuedAt(),
                p.issuer(),
                p.recipient(),
                p.currency(),
                refersTo,
                lines,
                total);
    }

    @Test
    void whatDoesNotAddUpIsNoPaper() {
        Paper good = paper(PaperKind.INVOICE, "EUR", 3);
        PaperLine one = new PaperLine("a", "", null, 5);
        assertTrue(
                refusal(
                                () ->
                                        with(
                                                good,
                                                PaperKind.INVOICE,
                                                null,
                                                good.lines(),
                                                good.totalMinorUnits() + 1))
                        .startsWith("total"));
        assertTrue(
                refusal(() -> with(good, PaperKind.INVOICE, null, List.of(one, one), 10))
                        .startsWith("lines"));
        assertTrue(
                refusal(() -> with(good, PaperKind.CREDIT_NOTE, "x", List.of(one), 5))
                        .startsWith("total"));
        assertTrue(
                refusal(() -> with(good, PaperKind.CREDIT_NOTE, null, List.of(), 0))
                        .startsWith("refers_to"));
        assertTrue(
                refusal(() -> with(good, PaperKind.INVOICE, "x", List.of(one), 5))
                        .startsWith("refers_to"));
        PaperLine most = new PaperLine("b", "", null, Long.MAX_VALUE);
        assertThrows(
                ArithmeticException.class,
                () -> with(good, PaperKind.INVOICE, null, List.of(one, most), 4));
        assertFalse(PaperCsv.of(good).isEmpty());
    }
}
