package tallystick.app.document;

import java.util.List;

/**
 * A paper's lines and its total as CSV (RFC 4180). A text that a spreadsheet would take for a
 * formula gets an apostrophe in front; amounts are plain decimals and stay as they are.
 */
public final class PaperCsv {

    private static final String FORMULA_BEGINS = "=+-@\t\r\n";

    private PaperCsv() {}

    /** The whole file. */
    public static String of(Paper paper) {
        StringBuilder text = new StringBuilder();
        row(
                text,
                List.of(
                        "kind",
                        "number",
                        "window",
                        "issuer",
                        "recipient",
                        "refers_to",
                        "line",
                        "text",
                        "tokens",
                        "amount",
                        "currency"));
        for (PaperLine line : paper.lines()) {
            Long tokens = line.tokens();
            row(
                    text,
                    cells(
                            paper,
                            line.key(),
                            line.text(),
                            tokens == null ? "" : tokens.toString(),
                            line.minorUnits()));
        }
        row(text, cells(paper, "total", "", "", paper.totalMinorUnits()));
        return text.toString();
    }

    private static List<String> cells(
            Paper paper, String key, String about, String tokens, long minorUnits) {
        String refersTo = paper.refersTo();
        return List.of(
                paper.kind().wireName(),
                guarded(paper.number()),
                guarded(paper.window()),
                guarded(paper.issuer().operator()),
                guarded(paper.recipient().operator()),
                guarded(refersTo == null ? "" : refersTo),
                guarded(key),
                guarded(about),
                tokens,
                paper.amount(minorUnits),
                paper.currency());
    }

    private static String guarded(String cell) {
        return !cell.isEmpty() && FORMULA_BEGINS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static void row(StringBuilder text, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean isPlain = cell.matches("[^\",\r\n]*");
            text.append(i == 0 ? "" : ",")
                    .append(isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        text.append("\r\n");
    }
}
