package tallystick.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.TestCompletion;
import tallystick.engine.World;
import tallystick.engine.journal.JournalKind;

/**
 * Size on disk, memory and speed with many events, nine in ten of one wallet: {@code
 * -Dindex.events} says how many, 200,000 by default. Prints what it measured.
 */
class IndexLoadTest {

    private static final int EVENTS = Integer.getInteger("index.events", 200_000);
    private static final int BATCH = 1_000;
    private static final long WAIT_MILLIS = 600_000;

    /** Of the 200 bytes an event may take on disk, the journal leaves so many to the indexes. */
    private static final double MOST_BYTES = 24;

    @TempDir Path directory;

    @Test
    void itIsSmallAndQuickHoweverManyEventsThereAre() throws Exception {
        EngineOptions options = EngineOptions.of(directory, JournalKind.SEGMENT);
        Balance live;
        try (LedgerEngine engine = Engines.open(options.withClock(() -> World.NOW))) {
            EngineFixture.setUp(engine);
            fill(engine);
            long start = System.nanoTime();
            engine.index().await(engine.lastDurablePosition(), WAIT_MILLIS);
            IndexMetrics metrics = engine.index().metrics();
            print("caught up in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            print(
                    "%d ns of processor an event, %d runs, %d events in memory"
                            .formatted(
                                    metrics.cpuNanos() / metrics.readEvents(),
                                    metrics.runs(),
                                    metrics.memoryEvents()));
            live = engine.query(s -> balance(s.posted(World.walletName(0)))).join();
            ask(engine);
            assertTrue(metrics.memoryEvents() <= IndexOptions.MOST_RUN_EVENTS);
        }
        int runEvents = EVENTS / 4;
        try (OpenIndex open = OpenIndex.journal(options.journal())) {
            Path own = directory.resolve("own");
            try (ReaderIndex index =
                    new ReaderIndex(
                            open.journal(), open.names(), new IndexOptions(own, runEvents, true))) {
                long last = open.journal().lastForcedPosition();
                index.await(last, WAIT_MILLIS);
                IndexMetrics metrics = index.metrics();
                assertEquals(4, metrics.runs());
                double bytes = metrics.fileBytes() / (4.0 * runEvents);
                print("%.2f bytes an event in files of %d events".formatted(bytes, runEvents));
                assertTrue(bytes <= MOST_BYTES, bytes + " bytes an event");
                int wallet = open.names().wallets.refOf(World.walletName(0));
                assertEquals(
                        live.posted(),
                        index.wallets().balance(wallet, Long.MAX_VALUE, last).posted());
            }
        }
        try (Stream<Path> files = Files.walk(directory.resolve("journal"))) {
            long journal = files.filter(Files::isRegularFile).mapToLong(IndexLoadTest::size).sum();
            print(
                    "%.1f bytes an event in the journal's files"
                            .formatted(journal / (double) EVENTS));
        }
    }

    private static Balance balance(tallystick.domain.money.Pico posted) {
        return new Balance(
                posted, tallystick.domain.money.Pico.ZERO, tallystick.domain.money.Pico.ZERO);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static void fill(LedgerEngine engine) {
        List<TestCompletion> pending = new ArrayList<>();
        for (int made = 0; made < EVENTS; made += BATCH) {
            List<UsageRecord> records = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                int wallet = i % 10 == 0 ? made / BATCH % World.WALLETS : 0;
                UsageRecord usage = World.unsealed(wallet, "id-" + made + "-" + i);
                usage.endedEpochNanos -= i * 1_000_000L;
                records.add(World.sealed(usage));
            }
            pending.add(
                    EngineFixture.submit(engine, World.request(new RecordUsage(records, false))));
            if (pending.size() == 16) {
                pending.removeFirst().answer();
            }
        }
        pending.forEach(TestCompletion::answer);
    }

    private static void ask(LedgerEngine engine) throws Exception {
        int wallet = engine.names().wallets.refOf(World.walletName(0));
        long last = engine.lastDurablePosition();
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            List<WalletStep> page = new ArrayList<>();
            engine.index()
                    .wallets()
                    .newestFirst(
                            wallet,
                            0,
                            Long.MAX_VALUE,
                            step -> {
                                page.add(step);
                                return page.size() < 100;
                            });
            long page1 = System.nanoTime();
            engine.index().wallets().newestFirst(wallet, 0, last / 2, _ -> false);
            long deep = System.nanoTime();
            engine.index().wallets().balance(wallet, World.NOW - 1_500_000_000L, last / 2);
            long asOf = System.nanoTime();
            assertTrue(
                    engine.index().places().find(World.SOURCE, "id-0-0").isPresent(), "the first");
            long found = System.nanoTime();
            print(
                    "newest 100 %d µs, middle %d µs, balance as of %d µs, find %d µs"
                            .formatted(
                                    (page1 - start) / 1_000,
                                    (deep - page1) / 1_000,
                                    (asOf - deep) / 1_000,
                                    (found - asOf) / 1_000));
            assertEquals(100, page.size());
            assertTrue(page1 - start < 1_000_000_000L, "the newest hundred took a second");
        }
    }

    private static void print(String measured) {
        System.out.println("index load: " + measured);
    }
}
