package tallystick.app.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        pages.title(paper.kind().title(), 16);
        pages.fact("Number", paper.number());
        String refersTo = paper.refersTo();
        if (refersTo != null) {
            pages.fact("Changes", refersTo);
        }
        pages.fact("Issued by", party(paper.issuer()));
        pages.fact("To", party(paper.recipient()));
        pages.fact("Issued at", paper.issuedAt().toString());
        pages.fact("Window", paper.window());
        pages.fact("Service from", paper.periodFrom().toString());
        pages.fact("Service before", paper.periodTo().toString());
        pages.fact("Currency", paper.currency());
        pages.title("Lines", 11);
        pages.table(
                List.of(
                        new Column("Line", 3.5f, false),
                        new Column("For", 4, false),
                        new Column("Tokens", 2, true),
                        new Column("Amount " + paper.currency(), 2.2f, true)),
                lines(paper));
        pages.title("%s %s %s".formatted(total(paper), paper.currency(), unsigned(paper)), 11);
        pages.number(paper.kind().title() + " " + shortened(paper.number()));
    }

    private static List<List<String>> lines(Paper paper) {
        List<List<String>> rows = new ArrayList<>();
        for (PaperLine line : paper.lines()) {
            Long tokens = line.tokens();
            rows.add(
                    List.of(
                            line.key(),
                            line.text(),
                            tokens == null ? "" : tokens.toString(),
                            paper.amount(line.minorUnits())));
        }
        return rows;
    }

    /** Who owes it, in words: a sign is easily overlooked. */
    private static String total(Paper paper) {
        String recipient = paper.recipient().operator();
        return switch (Long.signum(paper.totalMinorUnits())) {
            case 1 -> "Total, to be paid by " + shortened(recipient) + ":";
            case -1 -> "Total, in favour of " + shortened(recipient) + ":";
            default -> "Total, nothing to be paid:";
        };
    }

    private static String unsigned(Paper paper) {
        String amount = paper.amount(paper.totalMinorUnits());
        return amount.startsWith("-") ? amount.substring(1) : amount;
    }

    private static String party(PaperParty party) {
        return party.operator() + " (" + party.country() + ")";
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
