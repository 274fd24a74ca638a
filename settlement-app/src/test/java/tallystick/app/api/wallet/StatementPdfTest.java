package tallystick.app.api.wallet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import tallystick.app.api.wallet.EntryResource.Change;
import tallystick.app.api.wallet.EntryResource.Reference;
import tallystick.app.api.wallet.StatementDocument.BalanceText;
import tallystick.app.api.wallet.StatementDocument.Day;
import tallystick.app.api.wallet.StatementDocument.Model;

/** The PDF says what the statement says, however long, and fits its pages. */
class StatementPdfTest {

    private static StatementDocument statement(String wallet, String asset, int entries) {
        List<Day> days = new ArrayList<>();
        for (int day = 1; day <= 31; day++) {
            days.add(
                    new Day(
                            "2026-03-%02d".formatted(day),
                            1000L + day,
                            "12345678.000441000000",
                            "0.000000000000",
                            "98765432.100000000000"));
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("uncached", 9_007_199_254_740_991L);
        input.put("cache_read", 512L);
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("input", input);
        tokens.put("output", Map.of("text", 129L));
        List<EntryResource> lines = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            lines.add(
                    new EntryResource(
                            Integer.toString(10_000_000 + i),
                            "2026-03-01T00:00:00.123456789Z",
                            "2026-03-01T00:00:00Z",
                            "usage",
                            "-0.000441000000",
                            asset,
                            new Change("1.000000000000", "0.999559000000"),
                            null,
                            null,
                            new Reference(
                                    "/g",
                                    "req-" + i,
                                    "org/llama-3.3-70b",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null)));
        }
        return new StatementDocument(
                wallet,
                asset,
                "2026-03-01T00:00:00+09:00",
                "2026-04-01T00:00:00+09:00",
                "Asia/Seoul",
                new BalanceText("100.000000000000", "0.000000000000", "0.000000000000"),
                new BalanceText("99.500000000000", "1.250000000000", "0.000000000000"),
                days,
                List.of(new Model("m".repeat(128), 3, tokens, "0.500000000000")),
                entries == 0 ? null : lines,
                "4711");
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** What must be on a page is on it: nothing is drawn beyond its edges. */
    private static int pagesWithin(byte[] pdf, String picture) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int i = 0; i < document.getNumberOfPages(); i++) {
                BufferedImage image = renderer.renderImageWithDPI(i, 72);
                for (int y = 0; y < image.getHeight(); y++) {
                    for (int x = 0; x < image.getWidth(); x++) {
                        boolean isMargin =
                                x < 30
                                        || x > image.getWidth() - 30
                                        || y < 30
                                        || y > image.getHeight() - 20;
                        assertFalse(
                                isMargin && (image.getRGB(x, y) & 0xFFFFFF) != 0xFFFFFF,
                                "ink in the margin of page " + (i + 1) + " at " + x + "," + y);
                    }
                }
                String kept = System.getProperty("statement.pictures");
                if (kept != null && i < 2) {
                    assertTrue(
                            ImageIO.write(
                                    renderer.renderImageWithDPI(i, 90),
                                    "png",
                                    new File(kept, picture + "-" + (i + 1) + ".png")));
                }
            }
            return document.getNumberOfPages();
        }
    }

    @Test
    void figuresAreExactWithTheDecimalsOfTheAsset() throws IOException {
        byte[] euro = StatementPdf.of(statement("wal-1", "EUR", 0));
        String text = text(euro);
        assertTrue(text.contains("Opening 100.00 0.00 0.00"), text);
        assertTrue(text.contains("Closing 99.50 1.25 0.00"), text);
        assertTrue(text.contains("2026-03-31 1031 12345678.000441 0.00 98765432.10"), text);
        assertTrue(text.contains("input.uncached 9007199254740991"), text);
        String won = text(StatementPdf.of(statement("wal-1", "KRW", 0)));
        assertTrue(won.contains("Opening 100 0 0"), won);
        assertTrue(won.contains("Closing 99.5 1.25 0"), won);
        assertEquals(1, pagesWithin(euro, "euro"));
    }

    @Test
    void longNamesAreContinuedAndForeignSignsAreNamed() throws IOException {
        String wallet = "w".repeat(120) + "-지갑\n=1+1";
        byte[] pdf = StatementPdf.of(statement(wallet, "KRW", 3));
        String text = text(pdf).replace("\n", "").replace("\r", "");
        assertTrue(text.contains("[U+C9C0][U+AC11][U+000A]=1+1"), text);
        assertTrue(text.contains("w".repeat(100)), text);
        assertTrue(countOf(text, "m") >= 128, "the whole name of the model");
        assertTrue(pagesWithin(pdf, "names") >= 1);
    }

    private static long countOf(String text, String part) {
        return text.split(part, -1).length - 1L;
    }

    @Test
    void aTableGoesOnUnderItsHeading() throws IOException {
        byte[] pdf = StatementPdf.of(statement("wal-1", "EUR", 2_000));
        String text = text(pdf);
        int pages = pagesWithin(pdf, "many");
        assertTrue(pages > 20, pages + " pages");
        assertTrue(text.contains("page " + pages + " of " + pages), "the last is numbered");
        long headings = countOf(text, "Recorded at");
        assertTrue(headings >= pages - 2, headings + " headings on " + pages + " pages");
        for (int i = 0; i < 2_000; i++) {
            assertTrue(text.contains(Integer.toString(10_000_000 + i)), "entry " + i);
        }
    }

    @Test
    void theSameStatementIsTheSameBytes() {
        assertArrayEquals(
                StatementPdf.of(statement("wal-1", "EUR", 5)),
                StatementPdf.of(statement("wal-1", "EUR", 5)));
    }
}
