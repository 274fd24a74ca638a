package tallystick.app.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A paper's lines and its total as CSV (RFC 4180). See {@link Csv} for texts that a spreadsheet
 * would take for a formula.
 */
public final class PaperCsv {

    private PaperCsv() {}

    /** The whole file. */
    public static String of(Paper paper) {
        StringBuilder text = new StringBuilder();
        Csv.row(
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
                        "records",
                        "tokens",
                        "amount",
                        "currency"));
        for (PaperLine line : paper.lines()) {
            Csv.row(
                    text,
                    cells(
                            paper,
                            line.key(),
                            line.text(),
                            count(line.records()),
                            count(line.tokens()),
                            line.minorUnits()));
        }
        Csv.row(text, cells(paper, "total", "", "", "", paper.totalMinorUnits()));
        return text.toString();
    }

    private static String count(@Nullable Long count) {
        return count == null ? "" : count.toString();
    }

    private static List<String> cells(
            Paper paper, String key, String about, String records, String tokens, long minorUnits) {
        String refersTo = paper.refersTo();
        return List.of(
                paper.kind().wireName(),
                Csv.guarded(paper.number()),
                Csv.guarded(paper.window()),
                Csv.guarded(paper.issuer().operator()),
                Csv.guarded(paper.recipient().operator()),
                Csv.guarded(refersTo == null ? "" : refersTo),
                Csv.guarded(key),
                Csv.guarded(about),
                records,
                tokens,
                paper.amount(minorUnits),
                paper.currency());
    }
}
