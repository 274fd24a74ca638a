package tallystick.app.api.wallet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.index.WalletStep;

/** A wallet's statement being drawn up, entry by entry in order of recording. */
final class WalletStatement {

    /** Most entries that a statement lists one by one. */
    static final int MOST_ENTRIES = 10_000;

    /** What one day, or one model, comes to. */
    static final class Sum {
        long entries;
        Pico charged = Pico.ZERO;
        Pico credited = Pico.ZERO;
        final long[] tokens = new long[TokenClass.COUNT];
        Balance closing = Balance.ZERO;

        private void add(WalletStep step, Pico amount) {
            entries++;
            closing = step.after();
            if (step.event() instanceof UsageRecorded run) {
                charged = charged.minus(amount);
                UsageRecord usage = run.records().getFirst();
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] += usage.billed(i);
                }
            } else {
                credited = credited.plus(amount);
            }
        }
    }

    private final ZoneId zone;
    private final boolean listing;
    private final NavigableMap<LocalDate, Sum> days = new TreeMap<>();
    private final NavigableMap<String, Sum> models = new TreeMap<>();
    private final List<WalletStep> entries = new ArrayList<>();
    private Pico sum = Pico.ZERO;

    /**
     * @param zone whose days it has
     * @param listing whether it lists every entry
     */
    WalletStatement(ZoneId zone, boolean listing) {
        this.zone = zone;
        this.listing = listing;
    }

    /**
     * Takes the next entry in.
     *
     * @throws ProblemException 400 when there are too many to list
     */
    boolean add(WalletStep step) {
        if (step.move().isNothing()) {
            return true;
        }
        Pico amount = amount(step);
        sum = sum.plus(amount);
        LocalDate day =
                LocalDate.ofInstant(Instant.ofEpochSecond(0, step.recordedEpochNanos()), zone);
        days.computeIfAbsent(day, _ -> new Sum()).add(step, amount);
        if (step.event() instanceof UsageRecorded run) {
            String model = run.records().getFirst().model;
            models.computeIfAbsent(model, _ -> new Sum()).add(step, amount);
        }
        if (listing) {
            if (entries.size() == MOST_ENTRIES) {
                throw ProblemException.ofParameter(
                        "detail", "lists at most " + MOST_ENTRIES + " entries; ask for less time");
            }
            entries.add(step);
        }
        return true;
    }

    /** What an entry added to posted less shortfall. */
    static Pico amount(WalletStep step) {
        return step.move().posted().minus(step.move().shortfall());
    }

    /**
     * Holds the sum of what was taken in against two balances that were found without it.
     *
     * @throws IllegalStateException when opening and entries do not make the closing balance
     */
    void requireClosing(Balance opening, Balance closing) {
        Pico expected = worth(closing).minus(worth(opening));
        if (!sum.equals(expected)) {
            throw new IllegalStateException(
                    "entries sum up to %s and balances to %s".formatted(sum, expected));
        }
    }

    private static Pico worth(Balance balance) {
        return balance.posted().minus(balance.shortfall());
    }

    Map<LocalDate, Sum> days() {
        return days;
    }

    Map<String, Sum> models() {
        return models;
    }

    List<WalletStep> entries() {
        return entries;
    }
}
