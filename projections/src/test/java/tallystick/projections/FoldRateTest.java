package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.sql.Rows;

/**
 * Big messages, as group commits make them under load: 10,000 records over 200 wallets each. Says
 * how many records a second each projection folds and writes; {@code -Dfold.messages=100
 * -Dpostgres.fsync=on} for a figure worth quoting.
 */
class FoldRateTest {

    private static final int RECORDS = 10_000;
    private static final int WALLETS = Integer.getInteger("fold.wallets", 200);
    private static final int BATCH = Integer.getInteger("fold.batch", 1);

    @Test
    void bigMessagesAreFoldedExactly() throws Exception {
        int count = Integer.getInteger("fold.messages", 6);
        LedgerHistory history = new LedgerHistory(41);
        history.onboard(WALLETS, 1L << 28);
        int onboarding = history.messages().size();
        for (int i = 0; i < count; i++) {
            history.usageRun(RECORDS);
        }
        DataSource database = TestDatabase.fresh();
        Units units = new Units(database);
        List<EventMessage<?>> messages = history.messages();
        StringBuilder rates = new StringBuilder();
        for (JournalProjection projection : Projections.all(units.dataSource())) {
            units.handle(projection, messages.subList(0, onboarding), () -> {});
            Cost before = Cost.now(units);
            handle(units, projection, messages.subList(onboarding, messages.size()));
            rates.append(
                    Cost.now(units).since(before).perRecord(projection, (long) count * RECORDS));
        }
        System.out.println(rates);
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
    }

    private static void handle(
            Units units, JournalProjection projection, List<EventMessage<?>> messages)
            throws Exception {
        for (int i = 0; i < messages.size(); i += BATCH) {
            int end = Math.min(messages.size(), i + BATCH);
            units.handle(projection, new ArrayList<>(messages.subList(i, end)), () -> {});
        }
    }

    /** Wall clock, and the processors' time in here and in the database's backend. */
    private record Cost(long wallNanos, long threadNanos, long databaseNanos) {

        private static final long TICK_NANOS = 10_000_000;

        static Cost now(Units units) throws Exception {
            long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            return new Cost(System.nanoTime(), thread, databaseNanos(units));
        }

        /** User and system time of the one backend that all units of work use. */
        private static long databaseNanos(Units units) throws Exception {
            Transaction transaction = units.transactions().startTransaction();
            int backend =
                    Rows.list(units.dataSource(), row -> row.getInt(1), "SELECT pg_backend_pid()")
                            .getFirst();
            transaction.commit();
            String stat = Files.readString(Path.of("/proc", String.valueOf(backend), "stat"));
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_NANOS;
        }

        Cost since(Cost before) {
            return new Cost(
                    wallNanos - before.wallNanos,
                    threadNanos - before.threadNanos,
                    databaseNanos - before.databaseNanos);
        }

        String perRecord(JournalProjection projection, long records) {
            return "%n%-10s %,11d records/s; a record costs %,5d ns here, %,5d ns in the database"
                    .formatted(
                            projection.group(),
                            records * 1_000_000_000L / wallNanos,
                            threadNanos / records,
                            databaseNanos / records);
        }
    }
}
