package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Holds.ReleaseHold;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.ledger.NaiveWallet.Tokens;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * One wallet through every small history and through long random ones: after every step the ledger
 * equals its naive twin, books balance, and what is available never falls below −overdraft. Small
 * histories: all sequences of {@link #STEPS} kinds of steps of length {@code -Dhistories.length=6}:
 * 1,000,000 with their prefixes. Random ones: {@code -Dhistories.events}, {@code -Dhistories.seed}.
 */
@NullUnmarked
class WalletHistoriesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long PRICE_IN = 1_000L;
    private static final long PRICE_OUT = 4_000L;
    private static final Pico OVERDRAFT = Pico.of(30_000);
    private static final int STEPS = 10;

    @Test
    void everySmallHistoryEqualsTheTwin() {
        int length = Integer.getInteger("histories.length", 6);
        int count = (int) Math.pow(STEPS, length);
        long accepted =
                IntStream.range(0, count)
                        .parallel()
                        .mapToLong(number -> small(number, length))
                        .sum();
        assertTrue(count < 1_000_000 || accepted > count, "most histories do something");
    }

    /** Runs the history whose steps are the decimal digits of its number. */
    private static long small(int number, int length) {
        History history = new History(PRICE_OUT);
        try {
            int rest = number;
            for (int i = 0; i < length; i++) {
                history.step(rest % STEPS);
                rest /= STEPS;
            }
            if (number % 1_000 == 0) {
                history.checkReplay();
            }
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("small history " + number + " of length " + length, failure);
        }
        return history.accepted;
    }

    @Test
    void longRandomHistoriesEqualTheTwin() {
        int events = Integer.getInteger("histories.events", 1_000_000);
        long seed = Long.getLong("histories.seed", 20261121L);
        int histories = 200;
        IntStream.range(0, histories)
                .parallel()
                .forEach(i -> random(seed + i, events / histories, PRICE_OUT));
    }

    /** Negative control: a ledger whose output price is a pico higher is caught. */
    @Test
    void aWrongPriceIsNoticed() {
        AssertionError error =
                assertThrows(AssertionError.class, () -> random(1, 2_000, PRICE_OUT + 1));
        assertTrue(String.valueOf(error.getMessage()).contains("-Dhistories.seed=1"));
    }

    private static void random(long seed, int events, long priceOut) {
        try {
            History history = new History(priceOut);
            SplittableRandom random = new SplittableRandom(seed);
            // Drawn apart, so that histories are what they were before there were snapshots.
            SplittableRandom saves = new SplittableRandom(seed + 1);
            for (int i = 0; i < events; i++) {
                history.random(random);
                if (saves.nextInt(500) == 0) {
                    history.goOnFromSaved();
                }
            }
            history.checkReplay();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "reproduce: ./mvnw test -pl ledger-domain -am -Dtest=WalletHistoriesTest"
                            + " -Dhistories.seed="
                            + seed
                            + " -Dhistories.events="
                            + events * 200,
                    failure);
        }
    }

    private static final class History {
        private record Journaled(long position, long recordedEpochNanos, LedgerEvent event) {}

        private final List<Journaled> journal = new ArrayList<>();
        private LedgerState state = new LedgerState(this::recorded);
        private final UsageIdentity identity = new UsageIdentity();
        private final NaiveWallet naive =
                new NaiveWallet(
                        NaiveLedger.decimal(Pico.of(PRICE_IN)),
                        NaiveLedger.decimal(Pico.of(PRICE_OUT)),
                        NaiveLedger.decimal(OVERDRAFT));
        private long now = LedgerFixture.START;
        private int grants;
        private int records;
        private int holds;
        private String last = "none";
        private long accepted;

        History(long priceOut) {
            apply(new Reference.RegisterOperator("op", "KR", "KRW", ""));
            apply(new Reference.RegisterFactory("f", "op", "KR"));
            apply(new Reference.RegisterModel("m"));
            apply(new Reference.RegisterTenant("t", "op"));
            List<PriceLine> prices =
                    List.of(
                            new PriceLine("m", TokenClass.INPUT_UNCACHED, "*", PRICE_IN),
                            new PriceLine("m", TokenClass.OUTPUT_TEXT, "*", priceOut));
            apply(
                    new Reference.PublishTariff(
                            new TariffTerms(
                                    "retail",
                                    TariffKind.RETAIL,
                                    "op",
                                    "KRW",
                                    "UTC",
                                    0,
                                    Pico.ZERO,
                                    prices)));
            apply(new LedgerCommand.Settlement.OpenWindow("w1", "daily", now - 1));
            apply(
                    new LedgerCommand.Wallets.OpenWallet(
                            new WalletTerms("w", "t", "KRW", "retail", OVERDRAFT, List.of())));
            topUp(100_000, 100, GrantTerms.NEVER);
        }

        /** The steps of small histories; each depends on nothing but its number. */
        void step(int kind) {
            now += SECOND;
            switch (kind) {
                case 0 -> open("h0", 10, 10, 3, OnExpiry.COMMIT_REPORTED);
                case 1 -> open("h1", 0, 15, 30, OnExpiry.COMMIT_FULL);
                case 2 -> extend("h0", 1, new Tokens(10, 8), 12);
                case 3 -> commit("h0", 1, new Tokens(10, 5), false);
                case 4 -> commit("h0", 2, new Tokens(10, 25), true);
                case 5 -> release("h1", 1);
                case 6 -> recordNext("u", null, new Tokens(5, 3));
                case 7 -> recordNext("m", "h0", new Tokens(10, 9));
                case 8 -> topUp(20_000, 50, now + 2 * SECOND);
                case 9 -> voidLast();
                default -> throw new IllegalArgumentException("no step " + kind);
            }
            check();
        }

        private void recordNext(String prefix, @Nullable String hold, Tokens tokens) {
            last = prefix + records++;
            record(last, hold, tokens);
        }

        private void voidLast() {
            correct(last, true);
        }

        void random(SplittableRandom random) {
            now += random.nextLong(2 * SECOND);
            int dice = random.nextInt(100);
            String hold = "h" + Math.max(0, holds - 1 - random.nextInt(4));
            int sequence = random.nextInt(1, 5);
            Tokens used = new Tokens(random.nextLong(20), random.nextLong(40));
            if (dice < 20) {
                OnExpiry[] rules = OnExpiry.values();
                open(
                        "h" + (holds - (holds > 0 && random.nextInt(10) == 0 ? 1 : 0)),
                        random.nextLong(20),
                        1 + random.nextLong(20),
                        1 + random.nextLong(20),
                        rules[random.nextInt(rules.length)]);
            } else if (dice < 35) {
                extend(hold, sequence, used, 1 + random.nextLong(20));
            } else if (dice < 50) {
                commit(hold, sequence, used, random.nextBoolean());
            } else if (dice < 55) {
                release(hold, sequence);
            } else if (dice < 70) {
                record("u" + records++, random.nextBoolean() ? hold : null, used);
            } else if (dice < 80) {
                String original = "u" + random.nextInt(Math.max(1, records));
                correct(original, random.nextBoolean());
            } else if (dice < 97) {
                topUp(
                        1 + random.nextLong(60_000),
                        random.nextInt(3),
                        random.nextInt(3) > 0
                                ? GrantTerms.NEVER
                                : now + random.nextLong(1, 40) * SECOND);
            } else {
                now += random.nextLong(30) * SECOND;
            }
            check();
        }

        private void open(String name, long in, long slice, long ttlSeconds, OnExpiry onExpiry) {
            long ttl = ttlSeconds * SECOND;
            HoldTerms terms =
                    new HoldTerms(
                            name,
                            "w",
                            "m",
                            "f",
                            null,
                            List.of(in, 0L, 0L, 0L, 0L, 0L),
                            slice,
                            ttl,
                            86_400 * SECOND,
                            onExpiry);
            naive.pass(now);
            String expected = naive.open(name, in, slice, ttl, onExpiry.name(), now);
            holds += expected.equals("ok") ? 1 : 0;
            same(expected, new OpenHold(terms));
        }

        private void extend(String hold, int sequence, Tokens used, long slice) {
            naive.pass(now);
            same(
                    naive.extend(hold, sequence, used, slice, now),
                    new ExtendHold(hold, sequence, classes(used), slice));
        }

        private void commit(String hold, int sequence, Tokens used, boolean last) {
            naive.pass(now);
            same(
                    naive.commit(hold, sequence, used, last, now),
                    new CommitHold(hold, sequence, classes(used), last));
        }

        private void release(String hold, int sequence) {
            naive.pass(now);
            same(naive.release(hold, sequence, now), new ReleaseHold(hold, sequence, "r"));
        }

        private static List<Long> classes(Tokens tokens) {
            return LedgerFixture.used(tokens.in(), tokens.out());
        }

        private void same(String expected, LedgerCommand command) {
            String actual =
                    switch (when(command)) {
                        case Decision.Accepted _ -> "ok";
                        case Decision.Replayed _ -> "replay";
                        case Decision.Refused d -> d.refusal().code().name();
                    };
            accepted += actual.equals("ok") ? 1 : 0;
            assertEquals(expected, actual, () -> command.toString());
        }

        private void record(String id, @Nullable String hold, Tokens tokens) {
            naive.pass(now);
            String expected = naive.record(id, hold, tokens, now);
            UsageRecord usage = facts(id, tokens);
            usage.hold = hold;
            assertEquals(expected, decide(usage).name(), () -> usage.toString());
        }

        private void correct(String original, boolean voids) {
            naive.pass(now);
            Tokens tokens = voids ? Tokens.NONE : new Tokens(7, 7);
            String expected = naive.correct(original, tokens, voids, now);
            UsageRecord usage = facts("c" + journal.size(), tokens);
            usage.kind = voids ? UsageKind.VOIDED : UsageKind.CORRECTED;
            usage.correctsSource = "s";
            usage.correctsId = original;
            usage.hold = holdOf(original);
            assertEquals(expected, decide(usage).name(), () -> usage.toString());
        }

        private @Nullable String holdOf(String original) {
            return journal.stream()
                    .filter(j -> j.event() instanceof LedgerEvent.UsageRecorded)
                    .map(j -> ((LedgerEvent.UsageRecorded) j.event()).records().getFirst())
                    .filter(u -> u.id.equals(original) && u.source.equals("s"))
                    .findFirst()
                    .map(u -> u.hold)
                    .orElse(null);
        }

        private UsageRecord facts(String id, Tokens tokens) {
            UsageRecord usage = new UsageRecord();
            usage.source = "s";
            usage.id = id;
            usage.wallet = "w";
            usage.endedEpochNanos = now;
            usage.model = "m";
            usage.homeOperator = "op";
            usage.servingOperator = "op";
            usage.tenant = "t";
            usage.site = "f";
            usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = tokens.in();
            usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = tokens.out();
            return usage;
        }

        private UsageStatus decide(UsageRecord usage) {
            passDeadlines();
            identity.seal(usage);
            LedgerDecider.decideUsage(usage, state, now);
            if (usage.status == UsageStatus.ACCEPTED || usage.status == UsageStatus.SUSPENDED) {
                accepted++;
                apply(new LedgerEvent.UsageRecorded(List.of(usage)));
            }
            return usage.status;
        }

        private void topUp(long pico, int priority, long expiresAt) {
            String name = "g" + grants++;
            naive.pass(now);
            naive.topUp(name, priority, expiresAt, NaiveLedger.decimal(Pico.of(pico)));
            apply(
                    new LedgerCommand.Wallets.IssueGrant(
                            new GrantTerms(
                                    name,
                                    "w",
                                    Pico.of(pico),
                                    "KRW",
                                    GrantKind.PAID,
                                    priority,
                                    LedgerFixture.START - 1,
                                    expiresAt)));
        }

        private void check() {
            passDeadlines();
            naive.pass(now);
            equal(naive.posted(), state.posted("w"), "posted");
            equal(naive.held(), state.held("w"), "held");
            equal(naive.debt(), state.shortfall("w"), "shortfall");
            Pico available = state.posted("w").minus(state.held("w"));
            assertTrue(available.plus(OVERDRAFT).signum() >= 0, "available " + available);
        }

        /** What follows is decided by a ledger that was saved and loaded. */
        void goOnFromSaved() {
            state = SavedStates.again(state, this::recorded);
        }

        void checkReplay() {
            LedgerState replay = new LedgerState(this::recorded);
            journal.forEach(j -> replay.evolve(j.event(), j.position(), j.recordedEpochNanos()));
            assertEquals(state.digest(), replay.digest(), "replay gives the same state");
            checkKnownAt();
            Pico revenue = balance("revenue.retail/op");
            equal(naive.revenue(), revenue, "revenue");
            equal(naive.breakage(), balance("breakage/op"), "breakage");
        }

        /** At every position: what was known then, without bound, is what the ledger said then. */
        private void checkKnownAt() {
            LedgerState replay = new LedgerState(this::recorded);
            WalletAsOf known = new WalletAsOf("w");
            for (Journaled j : journal) {
                replay.evolve(j.event(), j.position(), j.recordedEpochNanos());
                known.accept(j.event(), j.recordedEpochNanos());
                if (replay.names().wallets.contains("w") && j.position() % 17 == 0) {
                    WalletAsOf.Balance balance = known.at(Long.MAX_VALUE);
                    assertEquals(replay.posted("w"), balance.posted());
                    assertEquals(replay.held("w"), balance.held());
                    assertEquals(replay.shortfall("w"), balance.shortfall());
                }
            }
        }

        private Pico balance(String account) {
            return state.accounts().stream()
                    .filter(a -> a.account().equals(account))
                    .map(Account::balance)
                    .reduce(Pico.ZERO, Pico::plus);
        }

        private static void equal(BigDecimal expected, Pico actual, String what) {
            assertEquals(
                    0,
                    expected.compareTo(NaiveLedger.decimal(actual)),
                    () -> what + ": " + expected + " is not " + actual);
        }

        private Decision when(LedgerCommand command) {
            passDeadlines();
            return decide(command);
        }

        private void passDeadlines() {
            while (state.nextDeadlineEpochNanos() <= now) {
                decide(new LedgerCommand.PassDeadline());
            }
        }

        private Decision decide(LedgerCommand command) {
            Decision decision =
                    LedgerDecider.decide(new LedgerRequest(command, "test", null), state, now);
            if (decision instanceof Decision.Accepted d) {
                d.events().forEach(this::apply);
            }
            return decision;
        }

        private void apply(LedgerCommand command) {
            assertInstanceOf(Decision.Accepted.class, when(command));
        }

        private void apply(LedgerEvent event) {
            long position = state.lastPosition() + 1;
            journal.add(new Journaled(position, now, event));
            state.evolve(event, position, now);
            assertTrue(state.isBalanced());
        }

        private UsageRecord recorded(long position) {
            return ((LedgerEvent.UsageRecorded) journal.get((int) position).event())
                    .records()
                    .getFirst();
        }
    }
}
