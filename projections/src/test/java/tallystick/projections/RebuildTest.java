package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Difference;
import tallystick.projections.sql.Rows;
import tallystick.projections.upkeep.Upkeep;

/** Tables folded anew beside the old ones: byte for byte the same, and never missed by a reader. */
class RebuildTest {

    private static final String SHAPE =
            """
            SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || ' '
                || c.is_nullable || ' ' || coalesce(c.column_default, '') AS line
            FROM information_schema.columns c WHERE c.table_schema = 'public'
            UNION ALL
            SELECT indexdef || coalesce(array_to_string(r.reloptions, ','), '') FROM pg_indexes i
            JOIN pg_class r ON r.oid = (i.schemaname || '.' || i.tablename)::regclass
            WHERE i.schemaname = 'public' ORDER BY 1
            """;

    private final DataSource database = TestDatabase.fresh();
    private final Units units = new Units(database);

    private Upkeep upkeep(List<EventMessage<?>> messages) {
        return new Upkeep(
                database,
                new HistoryJournal(messages),
                schema -> Flyway.configure().dataSource(database).schemas(schema).load().migrate());
    }

    private List<String> shape() {
        return Rows.list(database, row -> Rows.text(row, "line"), SHAPE);
    }

    private SortedMap<String, List<String>> tables() throws Exception {
        SortedMap<String, List<String>> dump = Dump.of(database);
        dump.remove("projection_progress");
        return dump;
    }

    /** Holds, grants, quotas, suspense, settlement: whatever a random history has. */
    @Test
    void rebuiltTablesAreTheSameBytes() throws Exception {
        for (long seed = 41; seed < 44; seed++) {
            LedgerHistory history = LedgerHistory.random(seed, 300);
            TestDatabase.execute(
                    database,
                    "DELETE FROM projection_progress; TRUNCATE "
                            + String.join(", ", Dump.of(database).keySet()));
            for (JournalProjection projection : Projections.all(units.dataSource())) {
                units.handle(projection, history.messages(), () -> {});
            }
            SortedMap<String, List<String>> before = tables();
            List<String> shape = shape();
            Upkeep upkeep = upkeep(history.messages());
            for (String projection : upkeep.projections()) {
                assertEquals(
                        history.lastPosition(), upkeep.rebuild(projection, _ -> {}), projection);
            }
            assertEquals(before, tables(), "seed " + seed);
            assertEquals(shape, shape(), "indexes, defaults and fill factors too");
            assertEquals(List.of(), upkeep.check().differences());
        }
    }

    /** An edited row is named by the check and gone after a rebuild. */
    @Test
    void anInsidersEditIsNamedAndMended() throws Exception {
        LedgerHistory history = LedgerHistory.random(35, 120);
        for (JournalProjection projection : Projections.all(units.dataSource())) {
            units.handle(projection, history.messages(), () -> {});
        }
        Upkeep upkeep = upkeep(history.messages());
        assertEquals(List.of(), upkeep.check().differences());
        String wallet =
                Rows.list(
                                database,
                                row -> Rows.text(row, "wallet"),
                                "SELECT wallet FROM wallet_balance ORDER BY 1 LIMIT 1")
                        .getFirst();
        TestDatabase.execute(
                database,
                "UPDATE wallet_balance SET posted = posted + 1 WHERE wallet = '" + wallet + "'");
        ProjectionCheck.Result check = upkeep.check();
        assertEquals(1, check.differences().size());
        Difference named = check.differences().getFirst();
        assertEquals("wallet_balance", named.table());
        assertEquals(wallet, named.key());
        assertEquals("posted", named.column());
        upkeep.rebuild("wallet", _ -> {});
        assertEquals(List.of(), upkeep.check().differences());
    }

    /**
     * A writer goes on, readers find every wallet at every moment, and nothing is counted twice.
     */
    @Test
    void readersAndTheProcessorGoOnMeanwhile() throws Exception {
        LedgerHistory history = LedgerHistory.random(36, 400);
        List<EventMessage<?>> all = history.messages();
        List<EventMessage<?>> journal = new CopyOnWriteArrayList<>(all.subList(0, all.size() / 2));
        JournalDouble live = new JournalDouble();
        journal.forEach(live::append);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
        AtomicInteger looks = new AtomicInteger();
        List<Throwable> broken = new ArrayList<>();
        int rebuilds = 0;
        try (Processors processors = new Processors(database, live, 5)) {
            processors.start();
            processors.await(EntryMetadata.lastPosition(journal.getLast()));
            int before = wallets();
            Thread reader =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!done.get()) {
                                            try {
                                                fewest.accumulateAndGet(wallets(), Math::min);
                                                looks.incrementAndGet();
                                            } catch (RuntimeException failure) {
                                                broken.add(failure);
                                            }
                                        }
                                    });
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = journal.size(); i < all.size(); i++) {
                                            journal.add(all.get(i));
                                            live.append(all.get(i));
                                            java.util.concurrent.locks.LockSupport.parkNanos(
                                                    4_000_000);
                                        }
                                    });
            Upkeep upkeep = upkeep(journal);
            while (writer.isAlive()) {
                for (String projection : upkeep.projections()) {
                    upkeep.rebuild(projection, _ -> {});
                    rebuilds++;
                }
            }
            writer.join();
            processors.await(history.lastPosition());
            done.set(true);
            reader.join();
            assertEquals(List.of(), broken);
            assertTrue(rebuilds >= 5 && looks.get() > 50, rebuilds + " rebuilds, " + looks);
            assertTrue(fewest.get() >= before, "a reader found " + fewest + " of " + before);
        }
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
    }

    private int wallets() {
        return Rows.list(database, row -> row.getInt(1), "SELECT count(*) FROM wallet_balance")
                .getFirst();
    }

    /** A journal that ends before the tables cannot have made them. */
    @Test
    void aShorterJournalIsRefusedAndChangesNothing() throws Exception {
        LedgerHistory history = LedgerHistory.random(37, 60);
        for (JournalProjection projection : Projections.all(units.dataSource())) {
            units.handle(projection, history.messages(), () -> {});
        }
        SortedMap<String, List<String>> before = Dump.of(database);
        Upkeep upkeep = upkeep(history.messages().subList(0, 40));
        assertThrows(IllegalStateException.class, () -> upkeep.rebuild("wallet", _ -> {}));
        assertEquals(before, Dump.of(database));
    }
}
