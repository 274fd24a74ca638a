package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
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
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Seeded random histories: the fast ledger equals the naive one after every event, books balance at
 * every prefix, and replay gives the same digest. Length by {@code -Dtwin.events}, seed by {@code
 * -Dtwin.seed}. Null-unmarked: it reads maps by keys it has put there.
 */
@NullUnmarked
class TwinTest {

    private static final List<String> OPERATORS = List.of("op-kr", "op-fr", "op-in");
    private static final Map<String, String> ASSETS =
            Map.of("op-kr", "KRW", "op-fr", "EUR", "op-in", "INR");
    private static final Map<String, Integer> DIGITS = Map.of("KRW", 0, "EUR", 2, "INR", 2);
    private static final List<String> MODELS = List.of("small", "large");
    private static final int WALLETS = 12;
    private static final long STEP_NANOS = 1_000_000_000L;

    /** So few records of numbering gateways are known by identity, twice. */
    private static final int RECENT = 400;

    @Test
    void theFastLedgerEqualsTheNaiveOne() {
        int events = Integer.getInteger("twin.events", 1_000_000);
        int histories = 20;
        long seed = Long.getLong("twin.seed", 20261121L);
        for (int i = 0; i < histories; i++) {
            run(seed + i, events / histories, 0);
        }
    }

    /** Negative control: a twin that is told a price one pico too high must be caught. */
    @Test
    void aWrongPriceIsNoticed() {
        AssertionError error = assertThrows(AssertionError.class, () -> run(1, 2_000, 1));
        assertTrue(String.valueOf(error.getMessage()).contains("-Dtwin.seed=1"), "names its seed");
    }

    private static void run(long seed, int events, long priceError) {
        try {
            new History(seed, priceError).run(events);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "reproduce: ./mvnw test -pl ledger-domain -am -Dtest=TwinTest -Dtwin.seed="
                            + seed
                            + " -Dtwin.events="
                            + events * 20,
                    failure);
        }
    }

    /** What was recorded, as the ledger asks for it. */
    private static final class Journal implements UsageHistory {
        final NavigableMap<Long, UsageRecord> records = new TreeMap<>();
        long searches;

        @Override
        public UsageRecord at(long position) {
            return records.get(position);
        }

        @Override
        public long find(UsageRecord usage, long firstPosition, long lastPosition) {
            searches++;
            for (UsageRecord record :
                    records.subMap(firstPosition, true, lastPosition, true).values()) {
                if (record.id.equals(usage.id) && record.source.equals(usage.source)) {
                    return record.position;
                }
            }
            return -1;
        }
    }

    private static final class History {
        private final SplittableRandom random;
        private final SplittableRandom numbering;
        private final Map<String, Long> numbers = new TreeMap<>();
        private final long priceError;
        private final Journal journal = new Journal();
        private LedgerState state = new LedgerState(journal, RECENT);
        private final LedgerState replay = new LedgerState(UsageHistory.NONE, RECENT);
        private final NaiveLedger naive = new NaiveLedger();
        private final UsageIdentity identity = new UsageIdentity();
        private final List<UsageRecord> sent = new ArrayList<>();
        private final List<String> wallets = new ArrayList<>();
        private long now = LedgerFixture.START;
        private int windows = 1;
        private int grants;

        History(long seed, long priceError) {
            this.random = new SplittableRandom(seed);
            // Drawn apart, so that histories are what they were before there were numbers.
            this.numbering = new SplittableRandom(~seed);
            this.priceError = priceError;
        }

        void run(int events) {
            onboard();
            // Drawn apart, so that histories are what they were before there were snapshots.
            SplittableRandom saves = new SplittableRandom(events);
            for (int i = 0; i < events; i++) {
                now += random.nextLong(STEP_NANOS);
                int dice = random.nextInt(1_000);
                if (dice < 20) {
                    grant();
                } else if (dice < 22) {
                    publishAgain();
                } else if (dice < 23) {
                    settle();
                } else {
                    usage(i);
                }
                assertTrue(state.isBalanced());
                if (saves.nextInt(5_000) == 0) {
                    state = SavedStates.again(state, journal);
                }
            }
            settle();
            assertTrue(journal.searches > 0, "some were sent again long after");
            assertEquals(state.digest(), replay.digest(), "replay gives the same state");
        }

        private void onboard() {
            for (String operator : OPERATORS) {
                String country = operator.substring(3).toUpperCase(java.util.Locale.ROOT);
                apply(new Reference.RegisterOperator(operator, country, ASSETS.get(operator), ""));
            }
            MODELS.forEach(model -> apply(new Reference.RegisterModel(model)));
            for (String operator : OPERATORS) {
                apply(new Reference.RegisterTenant("tnt-" + operator, operator));
                naive.tenants.put("tnt-" + operator, operator);
                publish("retail-" + operator, TariffKind.RETAIL, operator);
                publish("iot-" + operator, TariffKind.INTER_OPERATOR, operator);
            }
            agree("op-kr", "op-fr");
            agree("op-fr", "op-kr");
            agree("op-kr", "op-in");
            agree("op-in", "op-fr");
            apply(new Settlement.OpenWindow("w1", "daily", now - 1));
            naive.openWindow("w1", now - 1);
            for (int i = 0; i < WALLETS; i++) {
                String operator = OPERATORS.get(i % OPERATORS.size());
                WalletTerms terms =
                        new WalletTerms(
                                "wal-" + i,
                                "tnt-" + operator,
                                ASSETS.get(operator),
                                "retail-" + operator,
                                Pico.of(random.nextLong(1L << 44)),
                                List.of());
                apply(new LedgerCommand.Wallets.OpenWallet(terms));
                naive.open(terms);
                wallets.add(terms.wallet());
            }
        }

        private void agree(String home, String serving) {
            AgreementTerms terms =
                    new AgreementTerms(
                            home + ">" + serving, home, serving, "iot-" + serving, "daily", 0);
            apply(new Reference.ConcludeAgreement(terms));
            naive.agreements.put(home + ">" + serving, "iot-" + serving);
        }

        private void publishAgain() {
            String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
            boolean retail = random.nextBoolean();
            publish(
                    (retail ? "retail-" : "iot-") + operator,
                    retail ? TariffKind.RETAIL : TariffKind.INTER_OPERATOR,
                    operator);
        }

        private void publish(String name, TariffKind kind, String operator) {
            List<PriceLine> prices = new ArrayList<>();
            List<PriceLine> wrong = new ArrayList<>();
            for (String model : MODELS) {
                for (TokenClass tokenClass : TokenClass.ALL) {
                    for (String jurisdiction : List.of(PriceLine.ANY, "FR")) {
                        if (random.nextInt(10) > 0) {
                            long price = random.nextLong(1L << random.nextInt(1, 40));
                            prices.add(new PriceLine(model, tokenClass, jurisdiction, price));
                            wrong.add(
                                    new PriceLine(
                                            model, tokenClass, jurisdiction, price + priceError));
                        }
                    }
                }
            }
            long from = wallets.isEmpty() ? 0 : now + random.nextLong(-10, 10) * STEP_NANOS;
            Pico minimum = Pico.of(random.nextInt(3) == 0 ? random.nextLong(1L << 30) : 0);
            String asset = ASSETS.get(operator);
            apply(
                    new Reference.PublishTariff(
                            new TariffTerms(
                                    name, kind, operator, asset, "UTC", from, minimum, prices)));
            naive.tariffs
                    .computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(new TariffTerms(name, kind, operator, asset, "UTC", from, minimum, wrong));
        }

        private void grant() {
            String wallet = wallets.get(random.nextInt(wallets.size()));
            String operator = OPERATORS.get(wallets.indexOf(wallet) % OPERATORS.size());
            GrantTerms terms =
                    new GrantTerms(
                            "g" + grants++,
                            wallet,
                            Pico.of(1 + random.nextLong(1L << random.nextInt(1, 60))),
                            ASSETS.get(operator),
                            GrantKind.values()[random.nextInt(3)],
                            random.nextInt(4),
                            now + random.nextLong(-5, 5) * STEP_NANOS,
                            random.nextInt(3) == 0
                                    ? now + (6 + random.nextLong(500)) * STEP_NANOS
                                    : GrantTerms.NEVER);
            apply(new LedgerCommand.Wallets.IssueGrant(terms));
            naive.grant(terms);
            compare(wallet);
        }

        private void usage(int i) {
            UsageRecord usage = new UsageRecord();
            if (!sent.isEmpty() && random.nextInt(20) == 0) {
                UsageRecord earlier = sent.get(random.nextInt(sent.size()));
                copyFacts(earlier, usage);
                usage.attempt += random.nextInt(4) == 0 ? 1 : 0;
            } else {
                fresh(usage, i);
                sent.add(usage);
            }
            identity.seal(usage);
            NaiveLedger.Outcome expected = naive.record(usage, now);
            UsageRecord decided = usage == sent.getLast() ? usage : copyFacts(usage);
            identity.seal(decided);
            if (random.nextBoolean()) {
                state.names().lookUp(decided);
            }
            LedgerDecider.decideUsage(decided, state, now);
            if (decided.status == UsageStatus.ACCEPTED || decided.status == UsageStatus.SUSPENDED) {
                state.evolveUsage(decided);
                replay.evolveUsage(decided);
                journal.records.put(decided.position, decided);
            }
            assertEquals(expected.status(), decided.status.name());
            equal(expected.retail(), decided.retail());
            equal(expected.wholesale(), decided.wholesale());
            assertEquals(expected.late(), decided.late);
            if (expected.window() != null) {
                assertEquals(expected.window(), state.names().windows.nameOf(decided.windowRef));
                compare(decided.wallet);
            }
        }

        private void fresh(UsageRecord usage, int i) {
            int wallet = random.nextInt(wallets.size() + 1);
            String home = OPERATORS.get(wallet % OPERATORS.size());
            boolean roaming = random.nextInt(3) == 0;
            String serving = roaming ? OPERATORS.get(random.nextInt(3)) : home;
            usage.source = "/operators/" + serving + "/gateways/" + random.nextInt(3);
            usage.id = "u" + i;
            usage.wallet = "wal-" + wallet;
            usage.homeOperator = home;
            usage.servingOperator = serving;
            usage.tenant = "tnt-" + home;
            usage.servedIn = serving.substring(3).toUpperCase(java.util.Locale.ROOT);
            usage.model = MODELS.get(random.nextInt(MODELS.size()));
            usage.endedEpochNanos = now - random.nextLong(30) * STEP_NANOS;
            number(usage);
            for (int c = 0; c < TokenClass.COUNT; c++) {
                usage.tokens[c] = random.nextInt(4) == 0 ? random.nextLong(20_000) : 0;
            }
        }

        /** Two in three gateways number; with gaps, out of order, and now and then from 0 again. */
        private void number(UsageRecord usage) {
            if (usage.source.endsWith("0")) {
                return;
            }
            int dice = numbering.nextInt(2_000);
            long last = numbers.getOrDefault(usage.source, -1L);
            boolean outOfOrder = usage.source.endsWith("2") && dice % 10 == 0;
            usage.sequence =
                    dice == 0
                            ? 0
                            : outOfOrder ? Math.max(0, last - dice % 50) : last + 1 + dice % 3;
            numbers.put(usage.source, outOfOrder ? last : usage.sequence);
        }

        private void settle() {
            String window = "w" + windows;
            String next = "w" + ++windows;
            apply(new Settlement.CutOffWindow(window, now, next));
            naive.cutOff(window, now, next);
            for (int i = 0; i < 20; i++) {
                usage(-windows * 100 - i);
            }
            apply(new Settlement.FenceWindow(window));
            naive.fence(window);
            long members = state.windows.get(state.names().windows.refOf(window)).records();
            apply(new Settlement.SealWindow(window, members, "00"));
            LedgerEvent calculated = apply(new Settlement.CalculateWindow(window)).getFirst();
            Map<String, Long> totals = new TreeMap<>();
            for (Statement s :
                    ((LedgerEvent.Settlement.WindowCalculated) calculated).statements()) {
                totals.put(
                        s.homeOperator() + ":" + s.servingOperator() + ":" + s.asset(), s.total());
            }
            assertEquals(naive.statements(window, DIGITS), totals);
            apply(new Settlement.IssueStatements(window));
            apply(new Settlement.NetWindow(window));
        }

        private void compare(String wallet) {
            equal(naive.posted(wallet), state.posted(wallet));
            equal(naive.debt(wallet), state.shortfall(wallet));
        }

        private List<LedgerEvent> apply(LedgerCommand command) {
            Decision.Accepted decision =
                    assertInstanceOf(
                            Decision.Accepted.class,
                            LedgerDecider.decide(
                                    new LedgerRequest(command, "twin", null), state, now));
            for (LedgerEvent event : decision.events()) {
                long position = state.lastPosition() + 1;
                state.evolve(event, position, now);
                replay.evolve(event, position, now);
            }
            return decision.events();
        }

        private static void equal(BigDecimal expected, Pico actual) {
            assertEquals(
                    0,
                    expected.compareTo(NaiveLedger.decimal(actual)),
                    () -> expected + " is not " + actual);
        }

        private static UsageRecord copyFacts(UsageRecord from) {
            UsageRecord to = new UsageRecord();
            copyFacts(from, to);
            return to;
        }

        private static void copyFacts(UsageRecord from, UsageRecord to) {
            to.source = from.source;
            to.id = from.id;
            to.wallet = from.wallet;
            to.homeOperator = from.homeOperator;
            to.servingOperator = from.servingOperator;
            to.tenant = from.tenant;
            to.servedIn = from.servedIn;
            to.model = from.model;
            to.endedEpochNanos = from.endedEpochNanos;
            to.attempt = from.attempt;
            to.sequence = from.sequence;
            System.arraycopy(from.tokens, 0, to.tokens, 0, from.tokens.length);
        }
    }
}
