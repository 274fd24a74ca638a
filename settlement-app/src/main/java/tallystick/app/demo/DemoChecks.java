package tallystick.app.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.loadgen.trace.TraceSummary;

/**
 * The invariants of the run. Each is computed here, with the client's own arithmetic, from what the
 * client sent and what the application answered.
 */
final class DemoChecks {

    /** Decimals of a pico-unit. */
    private static final int PICO = 12;

    private final TraceSummary trace;
    private final DemoSent sent;
    private final UsageOutcomes outcomes;
    private final DemoBook book;
    private final List<DemoWallet> wallets;
    private final DemoAnswers answers;
    private final List<DemoCheck> checks = new ArrayList<>();

    private DemoChecks(
            TraceSummary trace,
            DemoSent sent,
            UsageOutcomes outcomes,
            List<DemoWallet> wallets,
            DemoAnswers answers) {
        this.trace = trace;
        this.sent = sent;
        this.outcomes = outcomes;
        this.book = sent.book();
        this.wallets = wallets;
        this.answers = answers;
    }

    /** Every check, passed or not, in the order a reader wants them. */
    static List<DemoCheck> of(
            TraceSummary trace,
            DemoSent sent,
            UsageOutcomes outcomes,
            List<DemoWallet> wallets,
            DemoAnswers answers) {
        DemoChecks checks = new DemoChecks(trace, sent, outcomes, wallets, answers);
        checks.usage();
        checks.books();
        checks.settlement();
        checks.closing();
        return List.copyOf(checks.checks);
    }

    private void usage() {
        DemoAnswers.Ledger ledger = answers.ledger();
        check(
                "every trace row accepted exactly once",
                outcomes.accepted() == trace.rows() && ledger.accepted() == trace.rows(),
                "%,d rows, %,d accepted, %,d in the ledger"
                        .formatted(trace.rows(), outcomes.accepted(), ledger.accepted()));
        check(
                "every injected event as expected",
                outcomes.surprises() == 0
                        && outcomes.duplicate() == sent.duplicates()
                        && outcomes.suspended() == sent.unpriceable()
                        && ledger.suspended() == sent.unpriceable(),
                "%,d sent twice, %,d suspended".formatted(outcomes.duplicate(), ledger.suspended())
                        + (outcomes.surprises() == 0
                                ? ""
                                : "; " + String.join("; ", outcomes.examples())));
        check(
                "tokens in the ledger = tokens in the trace",
                ledger.tokensIn() == trace.contextTokens()
                        && ledger.tokensOut() == trace.generatedTokens()
                        && book.tokensIn() == trace.contextTokens()
                        && book.tokensOut() == trace.generatedTokens(),
                "%,d in, %,d out".formatted(ledger.tokensIn(), ledger.tokensOut()));
    }

    private void books() {
        DemoAnswers.Ledger ledger = answers.ledger();
        check(
                "trial balance zero",
                trialBalanceZero(ledger),
                "%d books and assets%s"
                        .formatted(ledger.books(), String.join(", ", ledger.imbalances())));
        check(
                "each wallet's charges = what it sent × its tariff",
                firstOf(wallets, this::walletDifference),
                "%d wallets recomputed".formatted(wallets.size()));
        check(
                "Σ wallets' charges = Σ retail revenue",
                firstOf(List.of(DemoOperator.values()), this::revenueDifference),
                "per operator");
        check(
                "projections' balances = the engine's",
                firstOf(List.of(DemoOperator.values()), this::projectionDifference),
                "Σ over wallets, per operator");
    }

    private void settlement() {
        List<DemoAnswers.Statement> statements = answers.statements();
        check(
                "one statement per pair that roamed",
                statements.size() == book.statements().size(),
                "%d statements".formatted(statements.size()));
        check(
                "statements = what was sent × inter-operator tariffs",
                firstOf(statements, this::statementDifference),
                "every line's records, tokens and exact charge");
        check(
                "Σ lines = document",
                firstOf(statements, DemoChecks::documentDifference),
                "rounded once, to the minor unit");
        check(
                "positions sum to 0 per currency",
                sumsToZero(),
                "%d positions".formatted(answers.positions().size()));
        check(
                "positions = statements netted",
                netted().equals(positionsAnswered()),
                "recomputed per operator and currency");
        check(
                "bilateral matrix antisymmetric, and its rows the positions",
                isOneSided(answers.bilateral())
                        && bilateral().equals(bilateralAnswered())
                        && rowsOf(bilateralAnswered()).equals(withoutZeros(positionsAnswered())),
                "%d pairs".formatted(answers.bilateral().size()));
    }

    private void closing() {
        List<DemoSettled> windows = answers.windows();
        check(
                "every window is final",
                firstOf(windows, w -> w.state().equals("final") ? null : w.window() + " is not"),
                "%d windows, each with its certificate".formatted(windows.size()));
        check(
                "every payment confirmed in whole, by the bank's entry",
                firstOf(windows, w -> w.unpaid() == 0 ? null : w.window() + ": " + w.unpaid()),
                "%d payments".formatted(windows.stream().mapToInt(DemoSettled::legs).sum()));
        check(
                "a bank's entry counts once",
                firstOf(
                        windows,
                        w ->
                                w.countedAgain() == 0 && w.counted() >= w.legs()
                                        ? null
                                        : w.window()
                                                + ": "
                                                + w.counted()
                                                + ", again "
                                                + w.countedAgain()),
                "%d of camt.054, none again of camt.053"
                        .formatted(windows.stream().mapToInt(DemoSettled::counted).sum()));
        check(
                "settlement control is 0 at finality",
                answers.ledger().accounts().entrySet().stream()
                        .filter(account -> account.getKey().startsWith("settlement.control/"))
                        .filter(account -> account.getValue().signum() != 0)
                        .map(account -> account.getKey() + " " + account.getValue())
                        .findFirst()
                        .orElse(null),
                "per operator and currency");
        check(
                "documents = ledger, as JSON, CSV and PDF",
                firstOf(
                        windows,
                        w ->
                                w.wrongPapers().isEmpty() && !w.documents().isEmpty()
                                        ? null
                                        : w.window() + ": " + w.wrongPapers()),
                "%d documents"
                        .formatted(windows.stream().mapToInt(w -> w.documents().size()).sum()));
        check(
                "from each bank's entry to usage and back",
                firstOf(
                        windows,
                        w -> w.brokenTrails().isEmpty() ? null : w.brokenTrails().toString()),
                "entry, payment, position, statement, line, event");
    }

    /** Whether every book balances in every asset. */
    static boolean trialBalanceZero(DemoAnswers.Ledger ledger) {
        return ledger.books() > 0 && ledger.imbalances().isEmpty();
    }

    private @Nullable String walletDifference(DemoWallet wallet) {
        BigDecimal expected = exact(book.retailPico(wallet));
        BigDecimal charged = charged(wallet);
        return differs(wallet.name(), expected, charged);
    }

    /** What the wallet was granted, less what is left of it, plus what it could not pay. */
    private BigDecimal charged(DemoWallet wallet) {
        DemoAnswers.Balance balance =
                Objects.requireNonNull(answers.balances().get(wallet.name()), wallet.name());
        return wallet.paid()
                .add(wallet.promo())
                .subtract(balance.posted())
                .add(balance.shortfall());
    }

    private @Nullable String revenueDifference(DemoOperator operator) {
        return differs(
                operator.wireName(),
                sum(operator, this::charged),
                account("revenue.retail/", operator));
    }

    private @Nullable String projectionDifference(DemoOperator operator) {
        String posted =
                differs(
                        "posted of " + operator.wireName(),
                        sum(operator, w -> balance(w).posted()),
                        account("wallet/", operator));
        return posted != null
                ? posted
                : differs(
                        "shortfall of " + operator.wireName(),
                        sum(operator, w -> balance(w).shortfall()),
                        account("shortfall/", operator));
    }

    private DemoAnswers.Balance balance(DemoWallet wallet) {
        return Objects.requireNonNull(answers.balances().get(wallet.name()), wallet.name());
    }

    private BigDecimal account(String kind, DemoOperator operator) {
        String name = kind + operator.wireName() + " " + operator.currency();
        return answers.ledger().accounts().getOrDefault(name, BigDecimal.ZERO);
    }

    private BigDecimal sum(DemoOperator home, Function<DemoWallet, BigDecimal> amount) {
        BigDecimal sum = BigDecimal.ZERO;
        for (DemoWallet wallet : wallets) {
            if (wallet.home() == home) {
                sum = sum.add(amount.apply(wallet));
            }
        }
        return sum;
    }

    private @Nullable String statementDifference(DemoAnswers.Statement statement) {
        SortedMap<String, DemoBook.Tally> expected = new TreeMap<>();
        book.statements()
                .forEach(
                        (pair, lines) -> {
                            if (pair.window().equals(statement.window())
                                    && pair.home().wireName().equals(statement.home())
                                    && pair.serving().wireName().equals(statement.serving())
                                    && pair.serving().currency().equals(statement.asset())) {
                                lines.forEach((m, tally) -> expected.put(m.wireName(), tally));
                            }
                        });
        for (DemoAnswers.Line line : statement.lines()) {
            DemoBook.Tally tally = expected.remove(line.model());
            if (tally == null || !matches(line, tally)) {
                return statement.name() + ", " + line.model() + ": " + line + " against " + tally;
            }
        }
        return expected.isEmpty() ? null : statement.name() + " lacks " + expected.keySet();
    }

    private static boolean matches(DemoAnswers.Line line, DemoBook.Tally tally) {
        boolean tokens =
                tally.tokens().entrySet().stream()
                        .allMatch(
                                e ->
                                        line.tokens()
                                                .getOrDefault(e.getKey(), 0L)
                                                .equals(e.getValue()));
        return tokens
                && line.records() == tally.records()
                && line.exact().compareTo(exact(tally.pico())) == 0;
    }

    /**
     * Rounding by largest remainder: the document is the exact sum rounded down, and every line is
     * its exact charge rounded down, or one minor unit more.
     */
    private static @Nullable String documentDifference(DemoAnswers.Statement statement) {
        int digits = Currency.getInstance(statement.asset()).getDefaultFractionDigits();
        BigDecimal unit = BigDecimal.ONE.movePointLeft(digits);
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal rounded = BigDecimal.ZERO;
        for (DemoAnswers.Line line : statement.lines()) {
            BigDecimal above =
                    line.amount().subtract(line.exact().setScale(digits, RoundingMode.DOWN));
            if (above.signum() != 0 && above.compareTo(unit) != 0) {
                return statement.name() + ": " + line.model() + " is rounded by " + above;
            }
            exact = exact.add(line.exact());
            rounded = rounded.add(line.amount());
        }
        String document = differs(statement.name(), statement.total(), rounded);
        return document != null
                ? document
                : differs(
                        statement.name() + " rounded",
                        exact.setScale(digits, RoundingMode.DOWN),
                        statement.total());
    }

    private boolean sumsToZero() {
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        for (DemoAnswers.NetPosition position : answers.positions()) {
            sums.merge(
                    position.window() + " " + position.asset(), position.amount(), BigDecimal::add);
        }
        return sums.values().stream().allMatch(sum -> sum.signum() == 0)
                && sums.isEmpty() == book.statements().isEmpty();
    }

    private SortedMap<String, BigDecimal> netted() {
        SortedMap<String, BigDecimal> positions = new TreeMap<>();
        for (DemoAnswers.Statement s : answers.statements()) {
            positions.merge(
                    s.window() + " " + s.asset() + " " + s.home(),
                    s.total().negate(),
                    BigDecimal::add);
            positions.merge(
                    s.window() + " " + s.asset() + " " + s.serving(), s.total(), BigDecimal::add);
        }
        return plain(positions);
    }

    private SortedMap<String, BigDecimal> positionsAnswered() {
        SortedMap<String, BigDecimal> positions = new TreeMap<>();
        answers.positions()
                .forEach(
                        p ->
                                positions.merge(
                                        p.window() + " " + p.asset() + " " + p.operator(),
                                        p.amount(),
                                        BigDecimal::add));
        return plain(positions);
    }

    /** B = Gᵀ − G of the statements: what each receives from each, both ways. */
    private SortedMap<String, BigDecimal> bilateral() {
        SortedMap<String, BigDecimal> matrix = new TreeMap<>();
        answers.statements()
                .forEach(
                        s ->
                                debt(
                                        matrix,
                                        s.window() + " " + s.asset(),
                                        s.home(),
                                        s.serving(),
                                        s.total()));
        return withoutZeros(matrix);
    }

    /** Whether each two operators have one debt at most, of more than nothing. */
    private static boolean isOneSided(List<DemoAnswers.Debt> debts) {
        Set<String> pairs = new TreeSet<>();
        return debts.stream()
                .allMatch(
                        d ->
                                d.amount().signum() > 0
                                        && pairs.add(
                                                d.window()
                                                        + d.asset()
                                                        + new TreeSet<>(
                                                                List.of(
                                                                        d.debtor(),
                                                                        d.creditor()))));
    }

    private SortedMap<String, BigDecimal> bilateralAnswered() {
        SortedMap<String, BigDecimal> matrix = new TreeMap<>();
        answers.bilateral()
                .forEach(
                        d ->
                                debt(
                                        matrix,
                                        d.window() + " " + d.asset(),
                                        d.debtor(),
                                        d.creditor(),
                                        d.amount()));
        return withoutZeros(matrix);
    }

    private static void debt(
            Map<String, BigDecimal> matrix, String asset, String from, String to, BigDecimal sum) {
        matrix.merge(asset + " " + to + " " + from, sum, BigDecimal::add);
        matrix.merge(asset + " " + from + " " + to, sum.negate(), BigDecimal::add);
    }

    private static SortedMap<String, BigDecimal> rowsOf(Map<String, BigDecimal> matrix) {
        SortedMap<String, BigDecimal> rows = new TreeMap<>();
        matrix.forEach(
                (cell, amount) ->
                        rows.merge(
                                cell.substring(0, cell.lastIndexOf(' ')), amount, BigDecimal::add));
        return withoutZeros(rows);
    }

    private static SortedMap<String, BigDecimal> withoutZeros(Map<String, BigDecimal> amounts) {
        SortedMap<String, BigDecimal> left = plain(amounts);
        left.values().removeIf(amount -> amount.signum() == 0);
        return left;
    }

    private static SortedMap<String, BigDecimal> plain(Map<String, BigDecimal> amounts) {
        SortedMap<String, BigDecimal> plain = new TreeMap<>();
        amounts.forEach((key, amount) -> plain.put(key, amount.stripTrailingZeros()));
        return plain;
    }

    private static BigDecimal exact(BigInteger pico) {
        return new BigDecimal(pico, PICO);
    }

    private static @Nullable String differs(String what, BigDecimal expected, BigDecimal actual) {
        return expected.compareTo(actual) == 0
                ? null
                : what + ": " + actual.toPlainString() + " instead of " + expected.toPlainString();
    }

    private static <T> @Nullable String firstOf(
            List<T> things, Function<T, @Nullable String> difference) {
        for (T thing : things) {
            String found = difference.apply(thing);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void check(String name, @Nullable String difference, String figures) {
        check(name, difference == null, difference == null ? figures : difference);
    }

    private void check(String name, boolean passed, String detail) {
        checks.add(new DemoCheck(name, passed, detail));
    }
}
