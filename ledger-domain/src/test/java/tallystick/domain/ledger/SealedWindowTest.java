package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * What a window's documents do not depend on: the order in which its members came, and what the
 * participants are called. And net positions of two windows add up to those of one.
 */
class SealedWindowTest {

    private static final int OPERATORS = 5;
    private static final long NOW = LedgerFixture.START;

    /** A record by numbers; names are given when it is told. */
    private record Call(int id, int home, int serving, long in, long out) {}

    private static List<Call> calls(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int home = random.nextInt(OPERATORS);
            int serving = random.nextInt(OPERATORS);
            calls.add(new Call(i, home, serving, random.nextLong(5_000), random.nextLong(900)));
        }
        return calls;
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() {
        for (long seed = 0; seed < 20; seed++) {
            List<Call> calls = calls(seed);
            Documents expected = new Told("op-%d").documents(calls);
            for (int shuffle = 0; shuffle < 20; shuffle++) {
                List<Call> other = new ArrayList<>(calls);
                Collections.shuffle(other, new Random(shuffle));
                assertEquals(expected, new Told("op-%d").documents(other), "seed " + seed);
            }
        }
    }

    @Test
    void theNamesOfTheParticipantsDoNotMatter() {
        for (long seed = 0; seed < 40; seed++) {
            List<Call> calls = calls(seed);
            Documents expected = new Told("op-%d").documents(calls);
            assertEquals(expected, new Told("zz-%d").documents(calls));
            // Another alphabetical order of the same participants.
            assertEquals(expected, new Told("%d", 9).documents(calls));
        }
    }

    /** Negative control: one token more is another set of documents. */
    @Test
    void oneTokenMatters() {
        List<Call> calls = calls(1);
        List<Call> other = new ArrayList<>(calls);
        int at = 0;
        while (calls.get(at).home() == calls.get(at).serving()) {
            at++;
        }
        Call call = calls.get(at);
        other.set(
                at,
                new Call(call.id(), call.home(), call.serving(), call.in() + 100_000, call.out()));
        assertNotEquals(new Told("op-%d").documents(calls), new Told("op-%d").documents(other));
    }

    /** net(W1 ∪ W2) = net(W1) + net(W2), exactly, before rounding. */
    @Test
    void twoWindowsAddUpToOne() {
        for (long seed = 0; seed < 20; seed++) {
            List<Call> calls = calls(seed);
            Documents first = new Told("op-%d").documents(calls.subList(0, 77));
            Documents second = new Told("op-%d").documents(calls.subList(77, 200));
            Documents both = new Told("op-%d").documents(calls);
            Map<String, Pico> sum = new TreeMap<>(first.exactNet());
            second.exactNet().forEach((operator, net) -> sum.merge(operator, net, Pico::plus));
            assertEquals(both.exactNet(), sum, "seed " + seed);
        }
    }

    /**
     * Everything a desk sees, by the participants' numbers.
     *
     * @param totals statement totals in minor units by pair
     * @param exactNet exact net positions by operator and asset
     * @param net net positions in minor units by operator and asset
     */
    private record Documents(
            Map<String, Long> totals, Map<String, Pico> exactNet, Map<String, Long> net) {}

    /** A ledger that is told the calls under some names. */
    private static final class Told {
        private final LedgerState state = new LedgerState();
        private final String names;
        private final int reversedFrom;

        Told(String names) {
            this(names, 0);
        }

        /**
         * @param reversedFrom names count down from here, 0 for up
         */
        Told(String names, int reversedFrom) {
            this.names = names;
            this.reversedFrom = reversedFrom;
        }

        private String name(int operator) {
            return names.formatted(reversedFrom == 0 ? operator : reversedFrom - operator);
        }

        private int number(String name) {
            for (int i = 0; i < OPERATORS; i++) {
                if (name(i).equals(name)) {
                    return i;
                }
            }
            throw new IllegalArgumentException(name);
        }

        Documents documents(List<Call> calls) {
            onboard();
            UsageIdentity identity = new UsageIdentity();
            for (Call call : calls) {
                UsageRecord usage = usage(call);
                identity.seal(usage);
                LedgerDecider.decideUsage(usage, state, NOW);
                assertEquals(UsageStatus.ACCEPTED, usage.status, () -> usage.suspense.wireName());
                state.evolveUsage(usage);
            }
            apply(new Settlement.CutOffWindow("w1", NOW + 1, "w2"), NOW + 1);
            apply(new Settlement.FenceWindow("w1"), NOW + 1);
            apply(new Settlement.SealWindow("w1", calls.size(), "00"), NOW + 1);
            List<Statement> statements =
                    ((LedgerEvent.Settlement.WindowCalculated)
                                    apply(new Settlement.CalculateWindow("w1"), NOW + 1))
                            .statements();
            apply(new Settlement.IssueStatements("w1"), NOW + 1);
            List<NetPosition> positions =
                    ((LedgerEvent.Settlement.WindowNetted)
                                    apply(new Settlement.NetWindow("w1"), NOW + 1))
                            .positions();
            return documents(statements, positions);
        }

        private Documents documents(List<Statement> statements, List<NetPosition> positions) {
            Map<String, Long> totals = new TreeMap<>();
            Map<String, Pico> exact = new TreeMap<>();
            for (Statement s : statements) {
                int home = number(s.homeOperator());
                int serving = number(s.servingOperator());
                totals.put(home + ">" + serving + " " + s.asset(), s.total());
                exact.merge(home + " " + s.asset(), s.exact().negate(), Pico::plus);
                exact.merge(serving + " " + s.asset(), s.exact(), Pico::plus);
            }
            Map<String, Long> net = new TreeMap<>();
            positions.forEach(p -> net.put(number(p.operator()) + " " + p.asset(), p.minor()));
            return new Documents(totals, exact, net);
        }

        private UsageRecord usage(Call call) {
            UsageRecord usage = new UsageRecord();
            usage.source = "s";
            usage.id = "u" + call.id();
            usage.kind = UsageKind.RECORDED;
            usage.wallet = "wal-" + name(call.home());
            usage.tenant = "tnt-" + name(call.home());
            usage.homeOperator = name(call.home());
            usage.servingOperator = name(call.serving());
            usage.model = "m";
            usage.endedEpochNanos = NOW;
            usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = call.in();
            usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = call.out();
            return usage;
        }

        private void onboard() {
            for (int i = 0; i < OPERATORS; i++) {
                apply(new Reference.RegisterOperator(name(i), "K" + (char) ('A' + i), "EUR", ""));
            }
            apply(new Reference.RegisterModel("m"));
            apply(new Settlement.OpenWindow("w1", "daily", NOW - 1));
            for (int i = 0; i < OPERATORS; i++) {
                apply(new Reference.RegisterTenant("tnt-" + name(i), name(i)));
                tariff("retail-" + name(i), TariffKind.RETAIL, i);
                tariff("iot-" + name(i), TariffKind.INTER_OPERATOR, i);
                apply(
                        new LedgerCommand.Wallets.OpenWallet(
                                new WalletTerms(
                                        "wal-" + name(i),
                                        "tnt-" + name(i),
                                        "EUR",
                                        "retail-" + name(i),
                                        Pico.ZERO,
                                        List.of())));
            }
            for (int home = 0; home < OPERATORS; home++) {
                for (int serving = 0; serving < OPERATORS; serving++) {
                    if (home != serving) {
                        agree(name(home), name(serving));
                    }
                }
            }
        }

        private void tariff(String tariff, TariffKind kind, int operator) {
            List<PriceLine> prices =
                    List.of(
                            new PriceLine(
                                    "m", TokenClass.INPUT_UNCACHED, "*", 1_234_567L + operator),
                            new PriceLine("m", TokenClass.OUTPUT_TEXT, "*", 9_876_543L - operator));
            apply(
                    new Reference.PublishTariff(
                            new TariffTerms(
                                    tariff,
                                    kind,
                                    name(operator),
                                    "EUR",
                                    "UTC",
                                    0,
                                    Pico.ZERO,
                                    prices)));
        }

        private void agree(String home, String serving) {
            apply(
                    new Reference.ConcludeAgreement(
                            new AgreementTerms(
                                    home + ">" + serving,
                                    home,
                                    serving,
                                    "iot-" + serving,
                                    "daily",
                                    0)));
        }

        private void apply(LedgerCommand command) {
            apply(command, NOW);
        }

        private LedgerEvent apply(LedgerCommand command, long now) {
            Decision decision =
                    LedgerDecider.decide(new LedgerRequest(command, "test", null), state, now);
            if (!(decision instanceof Decision.Accepted accepted)) {
                throw new AssertionError(decision.toString());
            }
            for (LedgerEvent event : accepted.events()) {
                state.evolve(event, state.lastPosition() + 1, now);
            }
            return accepted.events().getFirst();
        }
    }
}
