package tallystick.app.api.wallet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.api.wallet.FocusCharge.Kind;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Jurisdiction;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.RatingSteps;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.index.WalletStep;

/** Sums a wallet's usage into the charges of an export in FOCUS, record by record. */
final class FocusUsage {

    /** Most rows of an export. */
    static final int MOST_ROWS = 100_000;

    /**
     * What a charge comes to.
     *
     * @param tokens negative takes back; 0 for what is not charged by tokens
     */
    record Sum(long tokens, Pico amount) {
        private Sum plus(Sum more) {
            return new Sum(Math.addExact(tokens, more.tokens), amount.plus(more.amount));
        }
    }

    private final UsageExplanation explanation;
    private final Names names;
    private final ZoneId zone;
    private final long firstPosition;
    private final SortedMap<FocusCharge, Sum> charges = new TreeMap<>();
    private Pico charged = Pico.ZERO;

    /**
     * @param zone whose days it has
     * @param firstPosition where the month begins: what changes earlier records is a correction
     */
    FocusUsage(UsageExplanation explanation, Names names, ZoneId zone, long firstPosition) {
        this.explanation = explanation;
        this.names = names;
        this.zone = zone;
        this.firstPosition = firstPosition;
    }

    /**
     * Takes the next event of the wallet in; what is not usage is passed over.
     *
     * @throws ProblemException 400 when there are too many rows
     */
    boolean add(WalletStep step) {
        if (!step.move().isNothing() && step.event() instanceof UsageRecorded run) {
            add(run.records().getFirst());
            if (charges.size() > MOST_ROWS) {
                throw ProblemException.ofParameter(
                        "period", "has more than " + MOST_ROWS + " rows of usage");
            }
        }
        return true;
    }

    private void add(UsageRecord usage) {
        charged = charged.plus(usage.retail());
        RatingSteps steps = explanation.retail(usage);
        for (RatingSteps.Line line : steps.lines()) {
            for (RatingSteps.Step step : line.steps()) {
                add(
                        charge(
                                usage,
                                Kind.TOKENS,
                                line.tokenClass().ordinal(),
                                step.fromTokens(),
                                step.pricePicoPerToken()),
                        new Sum(step.tokens(), step.amount()));
            }
        }
        String rest = explanation.rest(usage, usage.retailVersionRef, usage.retail(), steps);
        if (!rest.isEmpty()) {
            Kind kind = rest.equals("difference") ? Kind.DIFFERENCE : Kind.MINIMUM;
            add(charge(usage, kind, FocusCharge.NO_CLASS, 0, 0), new Sum(0, steps.rest()));
        }
    }

    private void add(FocusCharge charge, Sum sum) {
        charges.merge(charge, sum, Sum::plus);
    }

    private FocusCharge charge(
            UsageRecord usage, Kind kind, int tokenClass, long tierFrom, long price) {
        // What corrects a record is of the day of that record.
        LocalDate day =
                LocalDate.ofInstant(Instant.ofEpochSecond(0, usage.ratedAtEpochNanos), zone);
        return new FocusCharge(
                day.atStartOfDay(zone).toEpochSecond(),
                day.plusDays(1).atStartOfDay(zone).toEpochSecond(),
                usage.model,
                Jurisdiction.unpack(usage.jurisdiction),
                names.tariffVersions.nameOf(usage.retailVersionRef),
                kind,
                tokenClass,
                tierFrom,
                price,
                usage.refersTo >= 0 && usage.refersTo < firstPosition);
    }

    /**
     * The charges in order.
     *
     * @throws IllegalStateException when they do not sum up to what was charged
     */
    SortedMap<FocusCharge, Sum> charges() {
        Pico sum = charges.values().stream().map(Sum::amount).reduce(Pico.ZERO, Pico::plus);
        if (!sum.equals(charged)) {
            throw new IllegalStateException(
                    "rows sum up to %s and records to %s".formatted(sum, charged));
        }
        return charges;
    }
}
