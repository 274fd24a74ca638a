package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;
import tallystick.projections.check.ProjectionCheck;

/**
 * Big messages, as group commits make them under load: 10,000 records over 200 wallets each. Says
 * how many records a second each projection folds and writes; {@code -Dfold.messages} (default 6)
 * for a figure worth quoting.
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
            long nanos = time(units, projection, messages.subList(onboarding, messages.size()));
            rates.append(
                    "%n%s: %,d records/s"
                            .formatted(
                                    projection.group(),
                                    (long) count * RECORDS * 1_000_000_000L / nanos));
        }
        System.out.println("records folded and written, one projection at a time:" + rates);
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
    }

    private static long time(
            Units units, JournalProjection projection, List<EventMessage<?>> messages)
            throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < messages.size(); i += BATCH) {
            int end = Math.min(messages.size(), i + BATCH);
            units.handle(projection, new ArrayList<>(messages.subList(i, end)), () -> {});
        }
        return Math.max(TimeUnit.MICROSECONDS.toNanos(1), System.nanoTime() - start);
    }
}
