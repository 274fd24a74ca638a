package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.demo.DemoAnswers.Balance;
import tallystick.app.demo.DemoAnswers.Debt;
import tallystick.app.demo.DemoAnswers.Ledger;
import tallystick.app.demo.DemoAnswers.Line;
import tallystick.app.demo.DemoAnswers.NetPosition;
import tallystick.app.demo.DemoAnswers.Statement;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Netting;
import tallystick.domain.settlement.Obligation;
import tallystick.domain.settlement.Rounding;
import tallystick.loadgen.trace.TraceGenerator;
import tallystick.loadgen.trace.TraceRow;
import tallystick.loadgen.trace.TraceSource;
import tallystick.loadgen.trace.TraceSummary;
import tools.jackson.databind.json.JsonMapper;

/**
 * A right answer passes every check; an answer wrong in one place fails the check of that place.
 */
class DemoChecksTest {

    private static final TraceSource TRACE = new TraceSource.Generated(5, 2000);
    private static final String WINDOW = DemoMonth.name(0);
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private static final DemoSettled SETTLED =
            new DemoSettled(
                    WINDOW, "final", "c", 3, 0, 9, 5, 0, List.of("seal"), List.of(), List.of());

    private final List<DemoWallet> wallets = DemoWallet.all();
    private final DemoBook book = new DemoBook();
    private final UsageOutcomes outcomes = new UsageOutcomes();

    @BeforeEach
    void send() throws IOException {
        DemoTraffic traffic = new DemoTraffic(wallets, 0);
        List<UsageItem> items = new ArrayList<>();
        try (TraceGenerator rows = new TraceGenerator(5, 2000)) {
            for (TraceRow row = rows.next(); row != null; row = rows.next()) {
                book.add(traffic.next(row), WINDOW);
                items.add(new UsageItem("", UsageItem.Expected.ACCEPTED));
            }
        }
        outcomes.add(
                items, new ApiGateway.Reply(JsonMapper.builder().build().readTree("{}"), false));
    }

    @Test
    void aRightAnswerPassesEveryCheck() throws IOException {
        assertEquals(List.of(), broken(answers()));
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                wrong("every trace row accepted exactly once", ledger(a -> a + 1, 0, 0, List.of())),
                wrong("every injected event as expected", ledger(a -> a, 1, 0, List.of())),
                wrong(
                        "tokens in the ledger = tokens in the trace",
                        ledger(a -> a, 0, 1, List.of())),
                wrong("trial balance zero", ledger(a -> a, 0, 0, List.of("op-fr EUR 0.01"))),
                wrong(
                        "each wallet's charges = what it sent × its tariff",
                        DemoChecksTest::swappedCharges),
                wrong("Σ wallets' charges = Σ retail revenue", account("revenue.retail/op-fr EUR")),
                wrong("projections' balances = the engine's", account("wallet/op-kr KRW")),
                wrong("projections' balances = the engine's", account("shortfall/op-in INR")),
                wrong(
                        "statements = what was sent × inter-operator tariffs",
                        line(l -> of(l, l.records() + 1, l.exact(), l.amount()))),
                wrong(
                        "statements = what was sent × inter-operator tariffs",
                        line(
                                l ->
                                        of(
                                                l,
                                                l.records(),
                                                l.exact().add(new BigDecimal("0.000000000001")),
                                                l.amount()))),
                wrong(
                        "Σ lines = document",
                        line(l -> of(l, l.records(), l.exact(), l.amount().add(CENT)))),
                wrong(
                        "bilateral matrix antisymmetric, and its rows the positions",
                        DemoChecksTest::twice),
                wrong("every window is final", settled("settled", 0, 0, List.of(), List.of())),
                wrong(
                        "every payment confirmed in whole, by the bank's entry",
                        settled("final", 1, 0, List.of(), List.of())),
                wrong("a bank's entry counts once", settled("final", 0, 1, List.of(), List.of())),
                wrong(
                        "documents = ledger, as JSON, CSV and PDF",
                        settled("final", 0, 0, List.of("seal"), List.of())),
                wrong(
                        "from each bank's entry to usage and back",
                        settled("final", 0, 0, List.of(), List.of("e"))),
                wrong(
                        "settlement control is 0 at finality",
                        account("settlement.control/op-fr EUR")));
    }

    private static UnaryOperator<DemoAnswers> settled(
            String state, int unpaid, int again, List<String> papers, List<String> trails) {
        return right ->
                new DemoAnswers(
                        right.ledger(),
                        right.balances(),
                        right.statements(),
                        right.positions(),
                        right.bilateral(),
                        List.of(
                                new DemoSettled(
                                        WINDOW,
                                        state,
                                        "c",
                                        3,
                                        unpaid,
                                        9,
                                        5,
                                        again,
                                        List.of("seal"),
                                        papers,
                                        trails)));
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void aWrongAnswerFailsItsCheck(String check, UnaryOperator<DemoAnswers> wrong)
            throws IOException {
        assertEquals(List.of(check), broken(wrong.apply(answers())));
    }

    @Test
    void aMissingStatementFailsWhatRestsOnIt() throws IOException {
        DemoAnswers right = answers();
        DemoAnswers wrong = with(right, right.statements().subList(1, right.statements().size()));
        assertEquals(
                List.of(
                        "one statement per pair that roamed",
                        "positions = statements netted",
                        "bilateral matrix antisymmetric, and its rows the positions"),
                broken(wrong));
    }

    @Test
    void aShiftedPositionFailsWhatRestsOnIt() throws IOException {
        DemoAnswers right = answers();
        List<NetPosition> positions = new ArrayList<>(right.positions());
        NetPosition first = positions.getFirst();
        positions.set(
                0,
                new NetPosition(WINDOW, first.asset(), first.operator(), first.amount().add(CENT)));
        DemoAnswers wrong =
                new DemoAnswers(
                        right.ledger(),
                        right.balances(),
                        right.statements(),
                        positions,
                        right.bilateral(),
                        right.windows());
        assertEquals(
                List.of(
                        "positions sum to 0 per currency",
                        "positions = statements netted",
                        "bilateral matrix antisymmetric, and its rows the positions"),
                broken(wrong));
    }

    private List<String> broken(DemoAnswers answers) throws IOException {
        DemoSent sent = new DemoSent(book, 0, 0);
        return DemoChecks.of(TraceSummary.of(TRACE), sent, outcomes, wallets, answers).stream()
                .filter(check -> !check.passed())
                .map(DemoCheck::name)
                .toList();
    }

    /** What an application that does everything right would answer. */
    private DemoAnswers answers() throws IOException {
        Map<String, Balance> balances = new LinkedHashMap<>();
        Map<String, BigDecimal> accounts = new LinkedHashMap<>();
        for (DemoWallet wallet : wallets) {
            String owner = wallet.home().wireName() + " " + wallet.home().currency();
            BigDecimal charged = new BigDecimal(book.retailPico(wallet), Pico.SCALE);
            BigDecimal left = wallet.paid().add(wallet.promo()).subtract(charged);
            BigDecimal posted = left.max(wallet.overdraftLimit().negate());
            BigDecimal shortfall = posted.subtract(left);
            balances.put(wallet.name(), new Balance(wallet.home().currency(), posted, shortfall));
            accounts.merge("revenue.retail/" + owner, charged, BigDecimal::add);
            accounts.merge("wallet/" + owner, posted, BigDecimal::add);
            accounts.merge("shortfall/" + owner, shortfall, BigDecimal::add);
        }
        TraceSummary trace = TraceSummary.of(TRACE);
        Ledger ledger =
                new Ledger(
                        trace.rows(),
                        0,
                        trace.contextTokens(),
                        trace.generatedTokens(),
                        9,
                        List.of(),
                        accounts,
                        "");
        List<Statement> statements = new ArrayList<>();
        List<Obligation> obligations = new ArrayList<>();
        book.statements().keySet().forEach(pair -> statements.add(statement(pair, obligations)));
        Netting netting = Netting.of(obligations);
        return new DemoAnswers(
                ledger,
                balances,
                statements,
                netting.positions().stream()
                        .map(
                                p ->
                                        new NetPosition(
                                                WINDOW,
                                                p.asset(),
                                                p.operator(),
                                                minor(p.minor(), p.asset())))
                        .toList(),
                netting.bilateral().stream()
                        .map(
                                b ->
                                        new Debt(
                                                WINDOW,
                                                b.asset(),
                                                b.debtor(),
                                                b.creditor(),
                                                minor(b.minor(), b.asset())))
                        .toList(),
                List.of(SETTLED));
    }

    private Statement statement(DemoBook.Pair pair, List<Obligation> obligations) {
        String asset = pair.serving().currency();
        Map<DemoModel, DemoBook.Tally> tallies =
                java.util.Objects.requireNonNull(book.statements().get(pair));
        List<Rounding.Share> shares = new ArrayList<>();
        tallies.forEach(
                (model, tally) ->
                        shares.add(new Rounding.Share(model.wireName(), Pico.of(tally.pico()))));
        List<Long> rounded = Rounding.largestRemainder(shares, digits(asset));
        List<Line> lines = new ArrayList<>();
        long total = 0;
        for (Map.Entry<DemoModel, DemoBook.Tally> entry : tallies.entrySet()) {
            long minor = rounded.get(lines.size());
            total += minor;
            lines.add(
                    new Line(
                            entry.getKey().wireName(),
                            entry.getValue().records(),
                            entry.getValue().tokens(),
                            new BigDecimal(entry.getValue().pico(), Pico.SCALE),
                            minor(minor, asset)));
        }
        String home = pair.home().wireName();
        String serving = pair.serving().wireName();
        obligations.add(new Obligation(asset, home, serving, total));
        return new Statement(
                WINDOW, home + ":" + serving, home, serving, asset, minor(total, asset), lines);
    }

    private static BigDecimal minor(long minor, String asset) {
        return BigDecimal.valueOf(minor, digits(asset));
    }

    private static int digits(String asset) {
        return Currency.getInstance(asset).getDefaultFractionDigits();
    }

    private static Arguments wrong(String check, UnaryOperator<DemoAnswers> answers) {
        return Arguments.of(check, answers);
    }

    private static UnaryOperator<DemoAnswers> ledger(
            UnaryOperator<Long> accepted, long suspended, long moreTokens, List<String> unequal) {
        return right -> {
            Ledger l = right.ledger();
            return with(
                    right,
                    new Ledger(
                            accepted.apply(l.accepted()),
                            l.suspended() + suspended,
                            l.tokensIn() + moreTokens,
                            l.tokensOut(),
                            l.books(),
                            unequal,
                            l.accounts(),
                            l.stateDigest()));
        };
    }

    private static UnaryOperator<DemoAnswers> account(String name) {
        return right -> {
            Ledger l = right.ledger();
            Map<String, BigDecimal> accounts = new LinkedHashMap<>(l.accounts());
            accounts.merge(name, CENT, BigDecimal::add);
            return with(
                    right,
                    new Ledger(
                            l.accepted(),
                            l.suspended(),
                            l.tokensIn(),
                            l.tokensOut(),
                            l.books(),
                            l.imbalances(),
                            accounts,
                            l.stateDigest()));
        };
    }

    /** One wallet is charged what another of the same operator should be: the sums stay right. */
    private static DemoAnswers swappedCharges(DemoAnswers right) {
        Map<String, Balance> balances = new LinkedHashMap<>(right.balances());
        shift(balances, "wal-kr-001", CENT);
        shift(balances, "wal-kr-004", CENT.negate());
        return new DemoAnswers(
                right.ledger(),
                balances,
                right.statements(),
                right.positions(),
                right.bilateral(),
                right.windows());
    }

    private static void shift(Map<String, Balance> balances, String wallet, BigDecimal by) {
        balances.computeIfPresent(
                wallet, (_, b) -> new Balance(b.asset(), b.posted().add(by), b.shortfall()));
    }

    private static UnaryOperator<DemoAnswers> line(UnaryOperator<Line> wrong) {
        return right -> {
            List<Statement> statements = new ArrayList<>(right.statements());
            Statement s = statements.getFirst();
            List<Line> lines = new ArrayList<>(s.lines());
            lines.set(0, wrong.apply(lines.getFirst()));
            statements.set(
                    0,
                    new Statement(
                            WINDOW, s.name(), s.home(), s.serving(), s.asset(), s.total(), lines));
            return with(right, statements);
        };
    }

    private static Line of(Line line, long records, BigDecimal exact, BigDecimal amount) {
        return new Line(line.model(), records, line.tokens(), exact, amount);
    }

    /** The same two operators owe each other: not set off, though the difference is right. */
    private static DemoAnswers twice(DemoAnswers right) {
        List<Debt> debts = new ArrayList<>(right.bilateral());
        Debt d = debts.getFirst();
        debts.set(0, new Debt(WINDOW, d.asset(), d.debtor(), d.creditor(), d.amount().add(CENT)));
        debts.add(new Debt(WINDOW, d.asset(), d.creditor(), d.debtor(), CENT));
        return new DemoAnswers(
                right.ledger(),
                right.balances(),
                right.statements(),
                right.positions(),
                debts,
                right.windows());
    }

    private static DemoAnswers with(DemoAnswers right, Ledger ledger) {
        return new DemoAnswers(
                ledger,
                right.balances(),
                right.statements(),
                right.positions(),
                right.bilateral(),
                right.windows());
    }

    private static DemoAnswers with(DemoAnswers right, List<Statement> statements) {
        return new DemoAnswers(
                right.ledger(),
                right.balances(),
                statements,
                right.positions(),
                right.bilateral(),
                right.windows());
    }
}
