package tallystick.app.document;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.app.document.PdfTable.Column;

/** A paper as PDF, A4: the figures of its JSON, to the minor unit. */
public final class PaperPdf {

    private PaperPdf() {}

    /** The file; the same paper is the same bytes. */
    public static byte[] of(Paper paper) {
        return PdfFile.of(
                paper.kind().title() + " " + paper.number(), pages -> write(paper, pages));
    }

    private static void write(Paper paper, PdfTable pages) throws IOException {
        pages.head(paper.kind().title(), paper.number());
        pages.sides(
                paper.kind().issuerLabel(),
                party(paper.issuer()),
                paper.kind().recipientLabel(),
                party(paper.recipient()));
        pages.fact("Issued", Shown.time(paper.issuedAt()));
        pages.fact(
                "Service",
                Shown.time(paper.periodFrom()) + "  until before  " + Shown.time(paper.periodTo()));
        pages.fact("Settlement window", paper.window());
        pages.fact("Currency", paper.currency());
        String refersTo = paper.refersTo();
        if (refersTo != null) {
            pages.fact("Changes", refersTo);
        }
        for (Fact fact : paper.facts()) {
            pages.fact(fact.label(), Shown.value(fact.value()));
        }
        pages.section("Lines");
        boolean hasUsage =
                paper.lines().stream().anyMatch(l -> l.tokens() != null || l.records() != null);
        List<Column> columns = columns(paper, hasUsage);
        pages.table(columns, lines(paper, hasUsage));
        List<String> sum = new ArrayList<>(List.of("", total(paper)));
        if (hasUsage) {
            sum.add(sum(paper.lines(), PaperLine::records));
            sum.add(sum(paper.lines(), PaperLine::tokens));
        }
        sum.add(Shown.grouped(unsigned(paper)));
        pages.totals(columns, sum);
        pages.number(paper.kind().title() + ", No. " + shortened(paper.number()));
    }

    private static List<Column> columns(Paper paper, boolean hasUsage) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("Line", 0.6f, true));
        columns.add(new Column("For", 5.2f, false));
        if (hasUsage) {
            columns.add(new Column("Records", 1.3f, true));
            columns.add(new Column("Tokens", 2.2f, true));
        }
        columns.add(new Column("Amount " + paper.currency(), 2.2f, true));
        return columns;
    }

    private static List<List<String>> lines(Paper paper, boolean hasUsage) {
        List<List<String>> rows = new ArrayList<>();
        for (PaperLine line : paper.lines()) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(rows.size() + 1));
            row.add(PdfTable.lines(line.text(), line.key()));
            if (hasUsage) {
                row.add(count(line.records()));
                row.add(count(line.tokens()));
            }
            row.add(Shown.grouped(paper.amount(line.minorUnits())));
            rows.add(row);
        }
        return rows;
    }

    private static String count(@Nullable Long count) {
        return count == null ? "" : Shown.grouped(count.toString());
    }

    private static String sum(List<PaperLine> lines, Function<PaperLine, @Nullable Long> counts) {
        BigInteger sum = BigInteger.ZERO;
        for (PaperLine line : lines) {
            Long count = counts.apply(line);
            sum = count == null ? sum : sum.add(BigInteger.valueOf(count));
        }
        return sum.signum() == 0 ? "" : Shown.grouped(sum.toString());
    }

    /** Who owes it, in words: a sign is easily overlooked. */
    private static String total(Paper paper) {
        String recipient = paper.recipient().operator();
        return switch (Long.signum(paper.totalMinorUnits())) {
            case 1 -> "Total, to be paid by " + shortened(recipient);
            case -1 -> "Total, in favour of " + shortened(recipient);
            default -> "Total, nothing to be paid";
        };
    }

    private static String unsigned(Paper paper) {
        String amount = paper.amount(paper.totalMinorUnits());
        return amount.startsWith("-") ? amount.substring(1) : amount;
    }

    private static List<String> party(PaperParty party) {
        List<String> lines = new ArrayList<>();
        String legal = party.legalName();
        if (legal != null) {
            lines.add(legal);
        }
        lines.add(party.operator());
        if (!party.country().isEmpty()) {
            lines.add(country(party.country()));
        }
        return lines;
    }

    private static String country(String code) {
        String name = java.util.Locale.of("", code).getDisplayCountry(java.util.Locale.ENGLISH);
        return name.equals(code) ? code : name + " (" + code + ")";
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
