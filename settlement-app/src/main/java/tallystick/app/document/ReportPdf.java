package tallystick.app.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tallystick.app.document.PdfTable.Column;

/** A report as PDF, A4: the facts and tables of its JSON. */
final class ReportPdf {

    private ReportPdf() {}

    static byte[] of(Report report) {
        return PdfFile.of(report.title() + " " + report.number(), pages -> write(report, pages));
    }

    private static void write(Report report, PdfTable pages) throws IOException {
        pages.head(report.title(), report.number());
        pages.fact("Window", report.window());
        pages.fact("Issued", Shown.time(report.issuedAt()));
        for (Fact fact : report.facts()) {
            pages.fact(fact.label(), Shown.value(fact.value()));
        }
        for (Report.Table table : report.tables()) {
            pages.section(table.title());
            if (table.rows().isEmpty()) {
                pages.plain("None.");
            } else {
                pages.table(
                        table.columns().stream()
                                .map(c -> new Column(c.heading(), c.share(), c.isNumber()))
                                .toList(),
                        rows(table));
            }
        }
        pages.number(report.title() + ", No. " + report.number());
    }

    private static List<List<String>> rows(Report.Table table) {
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : table.rows()) {
            List<String> shown = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                shown.add(
                        table.columns().get(i).isNumber()
                                ? Shown.grouped(cell)
                                : Shown.value(cell));
            }
            rows.add(shown);
        }
        return rows;
    }
}
