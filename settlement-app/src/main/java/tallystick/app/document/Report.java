package tallystick.app.document;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A record of a settlement: facts and tables, such as a seal certificate.
 *
 * @param kind the word in JSON and CSV, such as {@code seal_certificate}
 * @param title for a person
 * @param number its name for ever
 * @param issuedAt when what it says was recorded
 * @param facts each key once
 * @param tables each key once
 */
public record Report(
        String kind,
        String title,
        String number,
        String window,
        Instant issuedAt,
        List<Fact> facts,
        List<Table> tables)
        implements Sheet {

    /**
     * A column.
     *
     * @param key in JSON and CSV
     * @param share of the width, of all shares of its table
     * @param isNumber whether it stands at the right
     */
    public record Column(String key, String heading, float share, boolean isNumber) {}

    /**
     * A table.
     *
     * @param rows of as many cells as there are columns; amounts are plain decimals
     */
    public record Table(String key, String title, List<Column> columns, List<List<String>> rows) {

        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                Paper.require(row.size() == columns.size(), key, "must have a cell per column");
            }
        }
    }

    public Report {
        facts = List.copyOf(facts);
        tables = List.copyOf(tables);
        Set<String> keys = new HashSet<>(List.of("kind", "number", "window", "issued_at"));
        facts.forEach(fact -> Paper.require(keys.add(fact.key()), fact.key(), "must be once"));
        tables.forEach(table -> Paper.require(keys.add(table.key()), table.key(), "must be once"));
    }

    @Override
    public byte[] json() {
        return ReportJson.of(this);
    }

    @Override
    public String csv() {
        return ReportCsv.of(this);
    }

    @Override
    public byte[] pdf() {
        return ReportPdf.of(this);
    }
}
