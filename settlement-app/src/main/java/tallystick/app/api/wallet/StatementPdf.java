package tallystick.app.api.wallet;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.document.PdfFile;
import tallystick.app.document.PdfTable;
import tallystick.app.document.PdfTable.Column;
import tallystick.domain.money.Assets;

/**
 * A statement as PDF: the same figures as the JSON, exact, at least with the decimals of the asset.
 * The same statement is the same bytes.
 */
final class StatementPdf {

    private final StatementDocument statement;
    private final int digits;

    private StatementPdf(StatementDocument statement) {
        this.statement = statement;
        this.digits = Assets.minorDigits(statement.asset());
    }

    static byte[] of(StatementDocument statement) {
        return PdfFile.of(
                "Statement of " + statement.wallet(),
                pages -> new StatementPdf(statement).write(pages));
    }

    private void write(PdfTable pages) throws IOException {
        pages.title("Statement", 16);
        pages.fact("Wallet", statement.wallet());
        pages.fact("Asset", statement.asset());
        pages.fact("From", statement.from());
        pages.fact("To (exclusive)", statement.to());
        pages.fact("Days of", statement.zone());
        pages.fact("Ledger position", statement.position());
        pages.title("Balance", 11);
        pages.table(
                List.of(
                        new Column("", 2, false),
                        new Column("Posted", 3, true),
                        new Column("Held", 3, true),
                        new Column("Shortfall", 3, true)),
                List.of(
                        balance("Opening", statement.opening()),
                        balance("Closing", statement.closing())));
        days(pages);
        models(pages);
        entries(pages);
        pages.number("Statement of " + shortened(statement.wallet()));
    }

    private List<String> balance(String name, StatementDocument.BalanceText balance) {
        return List.of(
                name,
                amount(balance.posted()),
                amount(balance.held()),
                amount(balance.shortfall()));
    }

    private void days(PdfTable pages) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (StatementDocument.Day day : statement.days()) {
            rows.add(
                    List.of(
                            day.day(),
                            Long.toString(day.entries()),
                            amount(day.charged()),
                            amount(day.credited()),
                            amount(day.posted())));
        }
        pages.title("Days", 11);
        pages.table(
                List.of(
                        new Column("Day", 2, false),
                        new Column("Entries", 1.5f, true),
                        new Column("Charged", 3, true),
                        new Column("Credited", 3, true),
                        new Column("Posted", 3, true)),
                rows);
    }

    private void models(PdfTable pages) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (StatementDocument.Model model : statement.models()) {
            rows.add(
                    List.of(
                            model.model(),
                            tokens(model.tokens()),
                            Long.toString(model.records()),
                            amount(model.charged())));
        }
        pages.title("Models", 11);
        pages.table(
                List.of(
                        new Column("Model", 3, false),
                        new Column("Tokens", 4, false),
                        new Column("Records", 1.5f, true),
                        new Column("Charged", 3, true)),
                rows);
    }

    private void entries(PdfTable pages) throws IOException {
        List<EntryResource> entries = statement.entries();
        if (entries == null) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (EntryResource entry : entries) {
            rows.add(
                    List.of(
                            entry.position(),
                            entry.recordedAt(),
                            entry.kind(),
                            about(entry.reference()),
                            amount(entry.amount()),
                            amount(entry.posted().after())));
        }
        pages.title("Entries", 11);
        pages.table(
                List.of(
                        new Column("Position", 1.4f, false),
                        new Column("Recorded at", 3.6f, false),
                        new Column("Kind", 1.4f, false),
                        new Column("About", 3, false),
                        new Column("Amount", 2, true),
                        new Column("Posted", 2.2f, true)),
                rows);
    }

    private static String about(EntryResource.Reference reference) {
        List<String> parts = new ArrayList<>();
        for (String part :
                new @Nullable String[] {
                    reference.id(),
                    reference.model(),
                    reference.hold(),
                    reference.grant(),
                    reference.transfer(),
                    reference.peer()
                }) {
            if (part != null) {
                parts.add(part);
            }
        }
        return String.join(" · ", parts);
    }

    private static String tokens(Map<String, Object> tokens) {
        List<String> parts = new ArrayList<>();
        tokens.forEach(
                (name, count) -> {
                    if (count instanceof Map<?, ?> classes) {
                        classes.forEach((one, of) -> parts.add(name + "." + one + " " + of));
                    } else {
                        parts.add(name + " " + count);
                    }
                });
        return String.join(", ", parts);
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }

    /** Exact, without zeros that say nothing. */
    private String amount(String decimal) {
        BigDecimal exact = new BigDecimal(decimal).stripTrailingZeros();
        return (exact.scale() < digits ? exact.setScale(digits) : exact).toPlainString();
    }
}
