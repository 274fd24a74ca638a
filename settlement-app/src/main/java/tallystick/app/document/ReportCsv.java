package tallystick.app.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A report as one table of CSV: facts first, a row each in {@code fact} and {@code value}, then the
 * rows of its tables, each in the columns of its own.
 */
final class ReportCsv {

    private static final int NAMED = 5;

    private ReportCsv() {}

    static String of(Report report) {
        Set<String> all = new LinkedHashSet<>();
        for (Report.Table table : report.tables()) {
            table.columns().forEach(column -> all.add(column.key()));
        }
        List<String> keys = List.copyOf(all);
        List<String> header =
                new ArrayList<>(List.of("kind", "number", "section", "fact", "value"));
        header.addAll(keys);
        StringBuilder text = new StringBuilder();
        Csv.row(text, header);
        for (Fact fact : report.facts()) {
            List<String> row = begin(report, "facts", fact.key(), fact.value());
            row.addAll(Collections.nCopies(keys.size(), ""));
            Csv.row(text, row);
        }
        for (Report.Table table : report.tables()) {
            for (List<String> cells : table.rows()) {
                List<String> row = begin(report, table.key(), "", "");
                row.addAll(Collections.nCopies(keys.size(), ""));
                for (int i = 0; i < cells.size(); i++) {
                    int at = keys.indexOf(table.columns().get(i).key());
                    row.set(NAMED + at, Csv.guarded(cells.get(i)));
                }
                Csv.row(text, row);
            }
        }
        return text.toString();
    }

    private static List<String> begin(Report report, String section, String fact, String value) {
        return new ArrayList<>(
                List.of(
                        report.kind(),
                        Csv.guarded(report.number()),
                        section,
                        fact,
                        Csv.guarded(value)));
    }
}
