package tallystick.app.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Assets;

/**
 * A paper of a settlement, whole and closed: what it says is what its JSON, CSV and PDF say.
 *
 * @param number its name for ever, 1 … 256 characters
 * @param window the settlement window it is of
 * @param periodFrom service from
 * @param periodTo service before
 * @param currency ISO 4217
 * @param refersTo number of the paper that a note changes, null for what is no note
 * @param lines in order; each key once; Σ is the total
 * @param totalMinorUnits of the currency; negative is owed to the recipient
 * @param facts what else is to be known, such as how it is paid; each key once
 */
public record Paper(
        PaperKind kind,
        String number,
        String window,
        Instant periodFrom,
        Instant periodTo,
        Instant issuedAt,
        PaperParty issuer,
        PaperParty recipient,
        String currency,
        @Nullable String refersTo,
        List<PaperLine> lines,
        long totalMinorUnits,
        List<Fact> facts)
        implements Sheet {

    private static final int MOST = 256;

    /** A paper that says nothing besides. */
    public Paper(
            PaperKind kind,
            String number,
            String window,
            Instant periodFrom,
            Instant periodTo,
            Instant issuedAt,
            PaperParty issuer,
            PaperParty recipient,
            String currency,
            @Nullable String refersTo,
            List<PaperLine> lines,
            long totalMinorUnits) {
        this(
                kind,
                number,
                window,
                periodFrom,
                periodTo,
                issuedAt,
                issuer,
                recipient,
                currency,
                refersTo,
                lines,
                totalMinorUnits,
                List.of());
    }

    public Paper {
        lines = List.copyOf(lines);
        facts = List.copyOf(facts);
        require(
                !number.isBlank() && number.length() <= MOST,
                "number",
                "must be 1 to 256 characters");
        require(periodFrom.isBefore(periodTo), "period_from", "must be before period_to");
        require(
                currency.matches("[A-Z]{3}") && !currency.equals("TOK"),
                "currency",
                "must be ISO 4217");
        require(
                kind.isNote() == (refersTo != null),
                "refers_to",
                kind.isNote() ? "is required of a note" : "is of notes only");
        Set<String> keys = new HashSet<>();
        long sum = 0;
        for (PaperLine line : lines) {
            require(keys.add(line.key()), "lines", "must have each key once: " + line.key());
            sum = Math.addExact(sum, line.minorUnits());
        }
        require(sum == totalMinorUnits, "total", "must be the sum of the lines, " + sum);
        require(
                kind.mayTotal(Long.signum(totalMinorUnits)),
                "total",
                "must not be of that sign on this kind of paper");
    }

    @Override
    public byte[] json() {
        return PaperJson.of(this);
    }

    @Override
    public String csv() {
        return PaperCsv.of(this);
    }

    @Override
    public byte[] pdf() {
        return PaperPdf.of(this);
    }

    static void require(boolean kept, String field, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(field + " " + rule);
        }
    }

    /** An amount with all decimals of the currency and no others. */
    String amount(long minorUnits) {
        return BigDecimal.valueOf(minorUnits, Assets.minorDigits(currency)).toPlainString();
    }
}
