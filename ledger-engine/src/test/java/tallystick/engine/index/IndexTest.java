package tallystick.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.domain.LedgerEvent.Wallets.CreditTransferred;
import tallystick.domain.ledger.Account;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.Names;
import tallystick.domain.ledger.Posting;
import tallystick.domain.ledger.Postings;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.JournalKind;

/** Whatever the index answers, a scan of the whole journal answers too. */
class IndexTest {

    private static final long SEED = Long.getLong("index.seed", 20261121L);

    @TempDir Path directory;

    /** Answers of an index and of a scan, side by side. */
    static void assertSameAnswers(ReaderIndex index, Names names, NaiveIndex naive, long s)
            throws Exception {
        SplittableRandom random = new SplittableRandom(s);
        index.await(naive.lastPosition(), 60_000);
        for (int wallet = 0; wallet < 3; wallet++) {
            assertSameSteps(index, naive, names.wallets.refOf(World.walletName(wallet)));
        }
        List<NaiveIndex.Event> events = naive.events();
        for (int i = 0; i < 100; i++) {
            int wallet = random.nextInt(World.WALLETS);
            NaiveIndex.Event event = events.get(random.nextInt(events.size()));
            long known = random.nextInt(5) == 0 ? naive.lastPosition() : event.position();
            long asOf =
                    random.nextInt(5) == 0
                            ? Long.MAX_VALUE
                            : events.get(random.nextInt(events.size())).recorded()
                                    + random.nextLong(-30_000_000_000L, 30_000_000_000L);
            String name = World.walletName(wallet);
            assertEquals(
                    naive.balance(name, asOf, known),
                    index.wallets().balance(names.wallets.refOf(name), asOf, known),
                    name + " as of " + asOf + " known at " + known);
            long time = event.recorded() + random.nextInt(-1, 2);
            assertEquals(naive.firstAt(time), index.places().firstAt(time));
        }
        assertEquals(
                naive.lastPosition() + 1, index.places().firstAt(events.getLast().recorded() + 1));
        assertEquals(0, index.places().firstAt(0));
    }

    private static void assertSameSteps(ReaderIndex index, NaiveIndex naive, int wallet)
            throws IndexBehindException {
        List<Balance> after = new ArrayList<>();
        List<NaiveIndex.Event> moves = naive.moves(World.walletName(wallet), after);
        List<WalletStep> newestFirst = new ArrayList<>();
        index.wallets()
                .newestFirst(
                        wallet,
                        0,
                        Long.MAX_VALUE,
                        step -> step.move().isNothing() || newestFirst.add(step));
        assertEquals(
                moves.reversed().stream().map(NaiveIndex.Event::position).toList(),
                newestFirst.stream().map(WalletStep::position).toList());
        assertEquals(after.reversed(), newestFirst.stream().map(WalletStep::after).toList());
        List<WalletStep> oldestFirst = new ArrayList<>();
        index.wallets()
                .oldestFirst(
                        wallet,
                        0,
                        Long.MAX_VALUE,
                        step -> step.move().isNothing() || oldestFirst.add(step));
        assertEquals(newestFirst.reversed().toString(), oldestFirst.toString());
        if (moves.size() > 9) {
            long from = moves.get(moves.size() / 3).position();
            long before = moves.get(2 * moves.size() / 3).position();
            List<Long> part = new ArrayList<>();
            index.wallets()
                    .newestFirst(
                            wallet,
                            from,
                            before,
                            step -> step.move().isNothing() || part.add(step.position()));
            assertEquals(
                    moves.stream()
                            .map(NaiveIndex.Event::position)
                            .filter(p -> p >= from && p < before)
                            .toList()
                            .reversed(),
                    part);
        }
    }

    static void assertFindsAll(ReaderIndex index, NaiveIndex naive, List<UsageRecord> sent)
            throws IndexBehindException {
        for (UsageRecord usage : sent) {
            assertEquals(
                    naive.find(usage.source, usage.id),
                    index.places().find(usage.source, usage.id).orElse(-1));
        }
        assertEquals(OptionalLong.empty(), index.places().find(World.SOURCE, "never sent"));
        assertEquals(OptionalLong.empty(), index.places().find("//other", sent.getFirst().id));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheIndexSaysIsWhatAScanSays(JournalKind kind) throws Exception {
        for (int round = 0; round < 2; round++) {
            Path node = directory.resolve(kind + "-" + round);
            IndexedHistory history = new IndexedHistory(SEED + round);
            try (LedgerEngine engine =
                    Engines.open(
                            EngineFixture.options(node, kind).withClock(() -> history.now()))) {
                EngineFixture.setUp(engine);
                history.run(engine, 200);
                NaiveIndex naive = new NaiveIndex(engine);
                assertSameAnswers(engine.index(), engine.names(), naive, SEED + round);
                assertFindsAll(engine.index(), naive, history.sent());
            }
        }
    }

    /** The same with small runs, so that nearly all answers come from files. */
    @Test
    void whatTheFilesSayIsWhatAScanSays() throws Exception {
        IndexedHistory history = new IndexedHistory(SEED);
        Path node = directory.resolve("node");
        NaiveIndex naive;
        try (LedgerEngine engine =
                Engines.open(
                        EngineFixture.options(node, JournalKind.SEGMENT)
                                .withClock(() -> history.now()))) {
            EngineFixture.setUp(engine);
            history.run(engine, 300);
            naive = new NaiveIndex(engine);
        }
        try (OpenIndex open = OpenIndex.journal(node, JournalKind.SEGMENT)) {
            for (int runEvents : new int[] {150, 1_000}) {
                Path own = directory.resolve("runs-of-" + runEvents);
                try (ReaderIndex index = open.index(own, runEvents, true)) {
                    assertSameAnswers(index, open.names(), naive, SEED);
                    assertFindsAll(index, naive, history.sent());
                    assertEquals((naive.lastPosition() + 1) / runEvents, index.metrics().runs());
                    assertEquals(0, index.metrics().rebuilds());
                }
            }
        }
    }

    /** What is told of each event's double entry adds up to the balances of the real accounts. */
    @Test
    void thePostingsToldAreThoseInTheBooks() throws Exception {
        IndexedHistory history = new IndexedHistory(SEED + 7);
        try (LedgerEngine engine =
                Engines.open(
                        EngineFixture.options(directory, JournalKind.SEGMENT)
                                .withClock(() -> history.now()))) {
            EngineFixture.setUp(engine);
            history.run(engine, 200);
            while (engine.query(LedgerState::nextDeadlineEpochNanos).join() <= history.now()) {
                Thread.sleep(10);
            }
            engine.index().await(engine.lastDurablePosition(), 60_000);
            Map<String, Pico> debits = new TreeMap<>();
            for (int i = 0; i < World.WALLETS; i++) {
                String wallet = World.walletName(i);
                List<WalletStep> steps = new ArrayList<>();
                engine.index()
                        .wallets()
                        .oldestFirst(
                                engine.names().wallets.refOf(wallet),
                                0,
                                Long.MAX_VALUE,
                                steps::add);
                for (WalletStep step : steps) {
                    boolean told =
                            step.event() instanceof CreditTransferred e
                                    && !e.fromWallet().equals(wallet);
                    for (Posting posting :
                            told ? List.<Posting>of() : postings(engine, step, wallet)) {
                        debits.merge(
                                posting.account() + " " + posting.asset(),
                                posting.debit() ? posting.amount() : posting.amount().negate(),
                                Pico::plus);
                    }
                }
            }
            Map<String, Pico> books = new TreeMap<>();
            for (Account account : engine.query(LedgerState::accounts).join()) {
                Pico debit =
                        account.kind().isDebitNormal()
                                ? account.balance()
                                : account.balance().negate();
                books.put(account.account() + " " + account.asset(), debit);
            }
            books.values().removeIf(Pico::isZero);
            debits.values().removeIf(Pico::isZero);
            assertEquals(books, debits);
        }
    }

    private static List<Posting> postings(LedgerEngine engine, WalletStep step, String wallet) {
        return engine.query(state -> Postings.of(step.event(), wallet, step.move(), state)).join();
    }
}
