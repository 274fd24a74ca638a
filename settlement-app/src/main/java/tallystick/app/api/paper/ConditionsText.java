package tallystick.app.api.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tallystick.app.document.Fact;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.StatementLine;

/** What a paper says of agreements' conditions. */
final class ConditionsText {

    private static final String LATE = "late-";

    private ConditionsText() {}

    /** A line of conditions, such as a true-up; null for other lines. */
    static @Nullable String line(StatementLine line) {
        String[] parts = line.tariff().split(":", -1);
        if (parts.length < 2 || line.records() != 0) {
            return null;
        }
        String term = "agreement " + parts[0] + "@" + line.tariffVersion();
        boolean isLate = parts[1].startsWith(LATE);
        String said =
                switch (isLate ? parts[1].substring(LATE.length()) : parts[1]) {
                    case "discount" -> "Discount, " + line.model() + " " + parts[2] + ", " + term;
                    case "true-up" -> "True-up of the commitment, " + term;
                    case "service-credit" -> "Service credit, " + line.model() + ", " + term;
                    default -> null;
                };
        return said == null || !isLate ? said : said + ", a term that is over";
    }

    /**
     * The accrual of a term, and what was measured against its targets.
     *
     * @param number of the term on the paper, from 1
     */
    static List<Fact> facts(AppliedTerms one, int number) {
        List<Fact> facts = new ArrayList<>();
        String name = one.agreement() + "@" + one.version();
        String commitment =
                one.committed().isZero()
                        ? ""
                        : ", committed %s, accrued here %s"
                                .formatted(
                                        one.committed().toDecimalString(),
                                        one.accrued().toDecimalString());
        facts.add(
                new Fact(
                        "term_" + number,
                        "Agreement " + name,
                        "%s to %s, charged %s %s%s"
                                .formatted(
                                        instant(one.startsAtEpochNanos()),
                                        instant(one.endsAtEpochNanos()),
                                        one.charged().toDecimalString(),
                                        one.asset(),
                                        commitment)));
        for (AppliedTerms.Measured each : one.measured()) {
            facts.add(
                    new Fact(
                            "term_%d_service_%d".formatted(number, facts.size()),
                            "Service, " + each.model(),
                            measured(each)));
        }
        return facts;
    }

    private static String measured(AppliedTerms.Measured each) {
        String what =
                switch (each.metric()) {
                    case TIME_TO_FIRST_TOKEN_MICROS ->
                            "time to first token %,d µs".formatted(each.value());
                    case MILLI_TOKENS_PER_SECOND ->
                            "output %s tokens/s".formatted(decimal(each.value(), 3));
                    case AVAILABILITY_BASIS_POINTS ->
                            "availability %s %%".formatted(decimal(each.value(), 2));
                };
        return each.records() == 0
                ? what.substring(0, what.indexOf(' ')) + ": not measured"
                : "%s, %,d records, credit %s %%"
                        .formatted(what, each.records(), decimal(each.creditBasisPoints(), 2));
    }

    private static String decimal(long value, int places) {
        return BigDecimal.valueOf(value, places).toPlainString();
    }

    private static Instant instant(long epochNanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, second), Math.floorMod(epochNanos, second));
    }
}
