package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.FxCommand;
import tallystick.domain.FxEvent.WindowConverted;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Twelve operators that all serve each other, in five currencies: gross, bilateral and multilateral
 * say the same, every currency sums to 0, and neither the order of events nor the operators' names
 * matter. {@code -Dtallystick.events=1000000} makes it a long run.
 */
class TwelveOperatorsTest {

    private static final int EVENTS = Integer.getInteger("tallystick.events", 60_000);
    private static final int OPERATORS = 12;
    private static final int MODELS = 3;
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "KRW", "JPY", "GBP");
    private static final long NOW = 1_768_478_400_000_000_000L;

    /** One event: who is served by whom with which model, and how many tokens. */
    private record Served(int home, int serving, int model, int input, int output) {}

    private record Result(
            List<Statement> statements,
            WindowNetted netted,
            WindowConversion conversion,
            String digest,
            long calculateNanos) {}

    /** Who settles in one currency. */
    private static final Map<Integer, String> SETTLE_IN =
            Map.of(
                    0, "EUR", 2, "EUR", 3, "USD", 5, "EUR", 7, "EUR", 8, "EUR", 10, "EUR", 11,
                    "JPY");

    private static String name(int operator) {
        return "op-%02d".formatted(operator);
    }

    private static String currency(int home, int serving) {
        return CURRENCIES.get((home * 7 + serving) % CURRENCIES.size());
    }

    /** A price per token in pico-units, such that no two pairs have the same. */
    private static long price(int home, int serving, int model, boolean output) {
        return 1_000 * (31L + home * 97L + serving * 13L + model * 7L) * (output ? 4 : 1) + 1;
    }

    private static List<Served> traffic() {
        SplittableRandom random = new SplittableRandom(6);
        List<Served> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            int home = random.nextInt(OPERATORS);
            int serving = (home + 1 + random.nextInt(OPERATORS - 1)) % OPERATORS;
            events.add(
                    new Served(
                            home,
                            serving,
                            random.nextInt(MODELS),
                            random.nextInt(1, 90_000),
                            random.nextInt(1, 9_000)));
        }
        return events;
    }

    /** The ledger's result when events come in an order and operators have names. */
    private static Result run(List<Served> events, int[] order, UnaryOperator<String> named) {
        LedgerState state = new LedgerState();
        setUp(state, named);
        UsageIdentity identity = new UsageIdentity();
        for (int at : order) {
            UsageRecord usage = usage(events.get(at), at, named);
            identity.seal(usage);
            LedgerDecider.decideUsage(usage, state, NOW);
            assertEquals(UsageStatus.ACCEPTED, usage.status);
            state.evolveUsage(usage);
        }
        apply(state, new Settlement.CutOffWindow("w1", NOW, "w2"));
        apply(state, new Settlement.FenceWindow("w1"));
        apply(state, new Settlement.SealWindow("w1", events.size(), "00"));
        long before = System.nanoTime();
        Decision first = decide(state, new Settlement.CalculateWindow("w1"));
        long calculateNanos = System.nanoTime() - before;
        assertEquals(first, decide(state, new Settlement.CalculateWindow("w1")), "recomputed");
        WindowCalculated calculated =
                (WindowCalculated) apply(state, new Settlement.CalculateWindow("w1")).getFirst();
        apply(state, new Settlement.IssueStatements("w1"));
        Decision net = decide(state, new Settlement.NetWindow("w1"));
        assertEquals(net, decide(state, new Settlement.NetWindow("w1")), "netted again");
        List<LedgerEvent> steps = apply(state, new Settlement.NetWindow("w1"));
        WindowConverted converted = (WindowConverted) steps.get(1);
        assertTrue(state.isBalanced());
        return new Result(
                calculated.statements(),
                (WindowNetted) steps.getFirst(),
                converted.conversion(),
                state.digest(),
                calculateNanos);
    }

    private static UsageRecord usage(Served served, int at, UnaryOperator<String> named) {
        UsageRecord usage = new UsageRecord();
        usage.source = "/gw";
        usage.id = "e" + at;
        usage.requestId = usage.id;
        usage.wallet = "wal-" + served.home;
        usage.tenant = "tnt-" + served.home;
        usage.endedEpochNanos = NOW - 1_000_000_000L;
        usage.model = "m" + served.model;
        usage.homeOperator = named.apply(name(served.home));
        usage.servingOperator = named.apply(name(served.serving));
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = served.input;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = served.output;
        return usage;
    }

    private static Decision decide(LedgerState state, LedgerCommand command) {
        return LedgerDecider.decide(new LedgerRequest(command, "test", null), state, NOW);
    }

    private static List<LedgerEvent> apply(LedgerState state, LedgerCommand command) {
        Decision.Accepted accepted =
                assertInstanceOf(Decision.Accepted.class, decide(state, command));
        for (LedgerEvent event : accepted.events()) {
            state.evolve(event, state.lastPosition() + 1, NOW);
        }
        return accepted.events();
    }

    private static void setUp(LedgerState state, UnaryOperator<String> named) {
        for (int i = 0; i < OPERATORS; i++) {
            String operator = named.apply(name(i));
            apply(state, new Reference.RegisterOperator(operator, "FR", "EUR", ""));
            apply(state, new Reference.RegisterTenant("tnt-" + i, operator));
        }
        for (int m = 0; m < MODELS; m++) {
            apply(state, new Reference.RegisterModel("m" + m));
        }
        for (int i = 0; i < OPERATORS; i++) {
            String home = named.apply(name(i));
            tariff(state, "retail-" + i, TariffKind.RETAIL, home, "EUR", i, i);
            apply(
                    state,
                    new LedgerCommand.Wallets.OpenWallet(
                            new WalletTerms(
                                    "wal-" + i,
                                    "tnt-" + i,
                                    "EUR",
                                    "retail-" + i,
                                    Pico.ZERO,
                                    List.of())));
            for (int j = 0; j < OPERATORS; j++) {
                if (i != j) {
                    agreement(state, i, j, named);
                }
            }
        }
        apply(state, new Settlement.OpenWindow("w1", "daily", 0));
        exchange(state, named);
    }

    private static void exchange(LedgerState state, UnaryOperator<String> named) {
        FxSource ecb = new FxSource("ecb", 6);
        apply(state, new Reference.RegisterOperator("bank", "DE", "EUR", ""));
        apply(state, ecb.registered());
        apply(state, ecb.fixes(NOW, "EUR", "USD", "1.0847", 700));
        apply(state, ecb.fixes(NOW, "EUR", "KRW", "1523.77", 2_100));
        apply(state, ecb.fixes(NOW, "EUR", "JPY", "162.403", 1_300));
        apply(state, ecb.fixes(NOW, "EUR", "GBP", "0.83927", 900));
        SortedMap<String, String> settleIn = new TreeMap<>();
        SETTLE_IN.forEach((operator, asset) -> settleIn.put(named.apply(name(operator)), asset));
        apply(
                state,
                new FxCommand.SetFxTerms(
                        new FxTerms("daily", "bank", "ecb", 1_000_000_000L, settleIn)));
    }

    private static void agreement(
            LedgerState state, int home, int serving, UnaryOperator<String> named) {
        String iot = "iot-" + home + "-" + serving;
        String server = named.apply(name(serving));
        String asset = currency(home, serving);
        tariff(state, iot, TariffKind.INTER_OPERATOR, server, asset, home, serving);
        apply(
                state,
                new Reference.ConcludeAgreement(
                        new AgreementTerms(
                                "a" + iot, named.apply(name(home)), server, iot, "daily", 0)));
    }

    private static void tariff(
            LedgerState state,
            String tariff,
            TariffKind kind,
            String operator,
            String asset,
            int home,
            int serving) {
        List<PriceLine> prices = new ArrayList<>();
        for (int m = 0; m < MODELS; m++) {
            prices.add(
                    new PriceLine(
                            "m" + m,
                            TokenClass.INPUT_UNCACHED,
                            PriceLine.ANY,
                            price(home, serving, m, false)));
            prices.add(
                    new PriceLine(
                            "m" + m,
                            TokenClass.OUTPUT_TEXT,
                            PriceLine.ANY,
                            price(home, serving, m, true)));
        }
        apply(
                state,
                new Reference.PublishTariff(
                        new TariffTerms(
                                tariff, kind, operator, asset, "UTC", 0, Pico.ZERO, prices)));
    }

    private static int[] inOrder() {
        int[] order = new int[EVENTS];
        Arrays.setAll(order, i -> i);
        return order;
    }

    @Test
    void grossBilateralAndMultilateralAgreeWhateverTheOrderAndTheNames() {
        List<Served> events = traffic();
        Result result = run(events, inOrder(), UnaryOperator.identity());
        System.out.printf(
                "%,d events: calculated in %,d us%n", EVENTS, result.calculateNanos / 1_000);
        sums(result);
        exchanged(result);
        assertEquals(naive(events), totals(result.statements, UnaryOperator.identity()));

        assertEquals(result.digest, run(events, inOrder(), UnaryOperator.identity()).digest);

        List<Integer> shuffled = new ArrayList<>(Arrays.stream(inOrder()).boxed().toList());
        Collections.shuffle(shuffled, new Random(12));
        int[] other = shuffled.stream().mapToInt(Integer::intValue).toArray();
        Result permuted = run(events, other, UnaryOperator.identity());
        assertEquals(result.statements, permuted.statements);
        assertEquals(result.netted, permuted.netted);
        assertEquals(result.conversion, permuted.conversion);
        assertNotEquals(result.digest, permuted.digest, "it was another order");

        relabelled(events, result);
    }

    /** With names that sort the other way round everyone owes and gets what it did. */
    private static void relabelled(List<Served> events, Result result) {
        UnaryOperator<String> mirror =
                name -> name(OPERATORS - 1 - Integer.parseInt(name.substring(3)));
        Result mirrored = run(events, inOrder(), mirror);
        assertEquals(
                totals(result.statements, UnaryOperator.identity()),
                totals(mirrored.statements, mirror));
        SortedMap<String, Long> net = new TreeMap<>();
        result.netted.positions().forEach(p -> net.put(p.asset() + p.operator(), p.minor()));
        SortedMap<String, Long> again = new TreeMap<>();
        mirrored.netted
                .positions()
                .forEach(p -> again.put(p.asset() + mirror.apply(p.operator()), p.minor()));
        assertEquals(net, again);
        SortedMap<String, Long> paid = new TreeMap<>();
        result.conversion.positions().forEach(p -> paid.put(p.asset() + p.operator(), p.minor()));
        SortedMap<String, Long> paidAgain = new TreeMap<>();
        mirrored.conversion
                .positions()
                .forEach(
                        p ->
                                paidAgain.put(
                                        p.asset()
                                                + (p.operator().equals("bank")
                                                        ? "bank"
                                                        : mirror.apply(p.operator())),
                                        p.minor()));
        assertEquals(paid, paidAgain);
        assertEquals(result.conversion.roundingMinor(), mirrored.conversion.roundingMinor());
    }

    /** Nothing, or worth less than half a cent. */
    private static boolean isTooSmall(NetPosition one) {
        return one.minor() == 0
                || (Assets.minorDigits(one.asset()) == 0 && Math.abs(one.minor()) < 8);
    }

    /** Σ is 0 per currency after FX; who settles in one currency has nothing in another. */
    private static void exchanged(Result result) {
        SortedMap<String, Long> perCurrency = new TreeMap<>();
        for (NetPosition one : result.conversion.positions()) {
            perCurrency.merge(one.asset(), one.minor(), Long::sum);
            if (!one.operator().equals("bank")) {
                String only = SETTLE_IN.get(Integer.parseInt(one.operator().substring(3)));
                assertTrue(
                        only == null || one.asset().equals(only) || isTooSmall(one), one::toString);
            }
        }
        assertEquals(CURRENCIES.size(), perCurrency.size());
        perCurrency.forEach((asset, sum) -> assertEquals(0, sum, asset));
        assertTrue(result.conversion.converted().size() >= 15, result.conversion::toString);
        System.out.println("left over by conversion: " + result.conversion.roundingMinor());
    }

    /** Minor units owed, by asset, home and serving operator. */
    private static SortedMap<String, Long> totals(
            List<Statement> statements, UnaryOperator<String> named) {
        SortedMap<String, Long> totals = new TreeMap<>();
        for (Statement s : statements) {
            totals.put(
                    s.asset() + named.apply(s.homeOperator()) + named.apply(s.servingOperator()),
                    s.total());
        }
        return totals;
    }

    private static void sums(Result result) {
        SortedMap<String, Long> fromGross = new TreeMap<>();
        for (Statement s : result.statements) {
            long rounded = s.lines().stream().mapToLong(StatementLine::rounded).sum();
            assertEquals(s.total(), rounded, "lines are the document");
            fromGross.merge(s.asset() + s.homeOperator(), -s.total(), Long::sum);
            fromGross.merge(s.asset() + s.servingOperator(), s.total(), Long::sum);
        }
        SortedMap<String, Long> fromPairs = new TreeMap<>();
        for (BilateralPosition pair : result.netted.bilateral()) {
            fromPairs.merge(pair.asset() + pair.debtor(), -pair.minor(), Long::sum);
            fromPairs.merge(pair.asset() + pair.creditor(), pair.minor(), Long::sum);
        }
        SortedMap<String, Long> multilateral = new TreeMap<>();
        SortedMap<String, Long> perCurrency = new TreeMap<>();
        for (NetPosition position : result.netted.positions()) {
            multilateral.put(position.asset() + position.operator(), position.minor());
            perCurrency.merge(position.asset(), position.minor(), Long::sum);
        }
        for (SortedMap<String, Long> map : List.of(fromGross, fromPairs, multilateral)) {
            map.values().removeIf(minor -> minor == 0);
        }
        assertEquals(fromGross, fromPairs);
        assertEquals(fromGross, multilateral);
        assertEquals(CURRENCIES.size(), perCurrency.size());
        perCurrency.forEach((asset, sum) -> assertEquals(0, sum, asset));
    }

    /** The same from the events and prices alone, in decimals: a document is its sum, floored. */
    private static SortedMap<String, Long> naive(List<Served> events) {
        Map<String, BigInteger> exact = new TreeMap<>();
        for (Served s : events) {
            BigInteger amount =
                    BigInteger.valueOf(price(s.home, s.serving, s.model, false))
                            .multiply(BigInteger.valueOf(s.input))
                            .add(
                                    BigInteger.valueOf(price(s.home, s.serving, s.model, true))
                                            .multiply(BigInteger.valueOf(s.output)));
            exact.merge(
                    currency(s.home, s.serving) + name(s.home) + name(s.serving),
                    amount,
                    BigInteger::add);
        }
        SortedMap<String, Long> totals = new TreeMap<>();
        exact.forEach(
                (key, pico) ->
                        totals.put(
                                key,
                                new BigDecimal(pico, 12)
                                        .setScale(
                                                Assets.minorDigits(key.substring(0, 3)),
                                                RoundingMode.FLOOR)
                                        .unscaledValue()
                                        .longValueExact()));
        return totals;
    }
}
