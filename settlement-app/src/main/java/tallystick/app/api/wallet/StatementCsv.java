package tallystick.app.api.wallet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as CSV (RFC 4180). Texts that came from outside and would be taken for a formula by a
 * spreadsheet get an apostrophe in front; amounts are plain decimals and stay as they are.
 */
final class StatementCsv {

    private static final String FORMULA_BEGINS = "=+-@\t\r\n";

    private final StringBuilder text = new StringBuilder();

    private StatementCsv() {}

    static String of(StatementDocument statement) {
        StatementCsv csv = new StatementCsv();
        List<EntryResource> entries = statement.entries();
        if (entries == null) {
            csv.days(statement);
        } else {
            csv.entries(statement, entries);
        }
        return csv.text.toString();
    }

    private void days(StatementDocument statement) {
        row("wallet", "asset", "day", "entries", "charged", "credited", "posted");
        String wallet = guarded(statement.wallet());
        row(wallet, statement.asset(), "opening", "", "", "", statement.opening().posted());
        for (StatementDocument.Day day : statement.days()) {
            row(
                    wallet,
                    statement.asset(),
                    day.day(),
                    Long.toString(day.entries()),
                    day.charged(),
                    day.credited(),
                    day.posted());
        }
        row(wallet, statement.asset(), "closing", "", "", "", statement.closing().posted());
    }

    private void entries(StatementDocument statement, List<EntryResource> entries) {
        row(
                "wallet",
                "asset",
                "position",
                "recorded_at",
                "effective_at",
                "kind",
                "amount",
                "posted",
                "source",
                "id",
                "model",
                "hold",
                "grant",
                "corrects");
        String wallet = guarded(statement.wallet());
        row(wallet, statement.asset(), "", "", "", "opening", "", statement.opening().posted());
        for (EntryResource entry : entries) {
            row(
                    wallet,
                    statement.asset(),
                    entry.position(),
                    entry.recordedAt(),
                    entry.effectiveAt(),
                    entry.kind(),
                    entry.amount(),
                    entry.posted().after(),
                    guarded(entry.reference().source()),
                    guarded(entry.reference().id()),
                    guarded(entry.reference().model()),
                    guarded(entry.reference().hold()),
                    guarded(entry.reference().grant()),
                    guarded(entry.reference().corrects()));
        }
        row(wallet, statement.asset(), "", "", "", "closing", "", statement.closing().posted());
    }

    /** The text as a cell that no spreadsheet takes for a formula; empty for none. */
    static String guarded(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return FORMULA_BEGINS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private void row(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            text.append(i == 0 ? "" : ",").append(quoted(cells[i]));
        }
        text.append("\r\n");
    }

    /** The cell as RFC 4180 has it. */
    static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
