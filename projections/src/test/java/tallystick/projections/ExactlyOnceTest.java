package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;
import tallystick.projections.sql.Rows;
import tallystick.projections.usage.UsageCubeProjection;
import tallystick.projections.wallet.WalletBalanceProjection;

/** An entry counts once: whatever breaks in between, tables and progress move together. */
class ExactlyOnceTest {

    private final LedgerHistory history = LedgerHistory.random(21, 60);
    private final DataSource database = TestDatabase.fresh();
    private final Units units = new Units(database);
    private final ProgressView progress = new ProgressView(database);
    private final WalletBalanceProjection projection =
            new WalletBalanceProjection(units.dataSource());
    private List<EventMessage<?>> first = List.of();
    private List<EventMessage<?>> second = List.of();

    @BeforeEach
    void foldTheFirstHalf() throws Exception {
        int half = history.messages().size() / 2;
        first = history.messages().subList(0, half);
        second = history.messages().subList(half, history.messages().size());
        units.handle(projection, first, () -> {});
    }

    @Test
    void aFailedCommitLeavesNeitherRowsNorProgress() throws Exception {
        SortedMap<String, List<String>> before = Dump.of(database);
        IllegalStateException failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                units.handle(
                                        projection,
                                        second,
                                        () -> {
                                            throw new IllegalStateException("pulled the plug");
                                        }));
        assertEquals("pulled the plug", failure.getMessage());
        assertEquals(before, Dump.of(database));

        units.handle(projection, second, () -> {});
        assertNotEquals(before, Dump.of(database), "the same unit of work does change the tables");
        assertEquals(history.lastPosition(), progress.position(WalletBalanceProjection.GROUP));
        onlyTheOtherProjectionsAreBehind();
    }

    /** What was numbered in memory by a unit of work that failed must be forgotten. */
    private void onlyTheOtherProjectionsAreBehind() throws Exception {
        for (JournalProjection other : Projections.all(units.dataSource())) {
            if (!other.group().equals(WalletBalanceProjection.GROUP)) {
                units.handle(other, history.messages(), () -> {});
            }
        }
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
    }

    @Test
    void aRepeatIsRefused() throws Exception {
        SortedMap<String, List<String>> before = Dump.of(database);
        assertThrows(ProgressException.class, () -> units.handle(projection, first.getLast()));
        assertThrows(
                ProgressException.class,
                () -> units.handle(projection, second.get(0), second.get(0)));
        assertEquals(before, Dump.of(database));
    }

    @Test
    void aGapIsRefused() throws Exception {
        SortedMap<String, List<String>> before = Dump.of(database);
        assertThrows(ProgressException.class, () -> units.handle(projection, second.get(1)));
        assertThrows(
                ProgressException.class,
                () -> units.handle(projection, second.get(0), second.get(2)));
        assertEquals(before, Dump.of(database));
    }

    @Test
    void anApplicationMessageMayNotBeLeftOut() {
        int note = 0;
        while (!(second.get(note).getPayload() instanceof String)) {
            note++;
        }
        List<EventMessage<?>> withoutNote = new ArrayList<>(second);
        withoutNote.remove(note);
        assertThrows(
                ProgressException.class, () -> units.handle(projection, withoutNote, () -> {}));
    }

    @Test
    void aRunThatDoesNotFillItsPositionsIsRefused() {
        int run = 0;
        while (!(second.get(run).getPayload() instanceof UsageRecorded)) {
            run++;
        }
        EventMessage<?> whole = second.get(run);
        EventMessage<?> torn =
                JournalDouble.message(
                        whole.getPayload(),
                        EntryMetadata.firstPosition(whole),
                        EntryMetadata.lastPosition(whole) + 1,
                        LedgerHistory.START);
        List<EventMessage<?>> batch = new ArrayList<>(second.subList(0, run));
        batch.add(torn);
        assertThrows(ProgressException.class, () -> units.handle(projection, batch, () -> {}));
    }

    /** A second instance that moved progress meanwhile wins; the first one's rows are undone. */
    @Test
    void twoWritersCannotBothAdvance() throws Exception {
        WalletBalanceProjection other = new WalletBalanceProjection(units.dataSource());
        units.handle(other, second.get(0));
        SortedMap<String, List<String>> afterOther = Dump.of(database);
        assertThrows(
                ProgressException.class,
                () -> units.handle(projection, second.get(0), second.get(1)));
        assertEquals(afterOther, Dump.of(database));
        units.handle(projection, second.get(1));
    }

    @Test
    void progressIsComparedAgainWhenItIsWritten() throws Exception {
        UsageCubeProjection usage = new UsageCubeProjection(units.dataSource());
        Runnable steal =
                () ->
                        TestDatabase.execute(
                                database, "INSERT INTO projection_progress VALUES ('usage', 0)");
        // Begun by another after the unit of work found no row: its own finds one.
        assertThrows(ProgressException.class, () -> handleWith(steal, usage, first.get(0)));
        assertEquals(0, progress.position(UsageCubeProjection.GROUP));
    }

    @Test
    void progressIsLockedWhileItIsFolded() throws Exception {
        UsageCubeProjection usage = new UsageCubeProjection(units.dataSource());
        units.handle(usage, first, () -> {});
        Runnable steal =
                () ->
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        TestDatabase.execute(
                                                database,
                                                "SET lock_timeout = '200ms'; UPDATE"
                                                        + " projection_progress SET position = 1"
                                                        + " WHERE projection = 'usage'"));
        handleWith(steal, usage, second.get(0));
        assertEquals(
                EntryMetadata.lastPosition(second.get(0)),
                progress.position(UsageCubeProjection.GROUP));
    }

    private void handleWith(Runnable meanwhile, JournalProjection usage, EventMessage<?> message)
            throws Exception {
        units.handle(
                new JournalProjection(usage.group(), units.dataSource()) {
                    @Override
                    public List<String> tables() {
                        return usage.tables();
                    }

                    @Override
                    protected Sequencing sequencing() {
                        return usage.sequencing();
                    }

                    @Override
                    protected void load(Connection connection, int[] counters) {}

                    @Override
                    protected Fold beginFold() {
                        meanwhile.run();
                        return usage.beginFold();
                    }
                },
                message);
    }

    /** One record of a run that cannot be folded is parked; the rest of the run is written. */
    @Test
    void halfAMessageIsNeverLost() throws Exception {
        List<UsageRecord> run = brokenRun();
        EventMessage<?> poison =
                JournalDouble.message(
                        new UsageRecorded(run),
                        EntryMetadata.firstPosition(second.get(0)),
                        EntryMetadata.firstPosition(second.get(0)) + 1,
                        LedgerHistory.START);
        units.handle(projection, poison);
        assertEquals(
                EntryMetadata.lastPosition(poison),
                progress.position(WalletBalanceProjection.GROUP));
        List<Long> parked =
                Rows.list(
                        database,
                        row -> row.getLong("position"),
                        "SELECT position FROM parked_letter WHERE projection = 'wallet'");
        assertEquals(List.of(EntryMetadata.lastPosition(poison)), parked);
    }

    private static List<UsageRecord> brokenRun() {
        LedgerHistory other = LedgerHistory.random(3, 5);
        List<UsageRecord> accepted =
                other.entries().stream()
                        .map(ProjectionCheck.Entry::event)
                        .filter(UsageRecorded.class::isInstance)
                        .map(UsageRecorded.class::cast)
                        .map(UsageRecorded::records)
                        .flatMap(List::stream)
                        .filter(usage -> usage.status == UsageStatus.ACCEPTED)
                        .limit(2)
                        .toList();
        accepted.get(1).walletRef = -1;
        return accepted;
    }

    @Test
    void withoutTransactionNothingIsWritten() {
        JournalProjection loose = new WalletBalanceProjection(database);
        assertThrows(IllegalStateException.class, () -> units.handle(loose, second.get(0)));
    }

    @Test
    void resetIsPartOfItsTransaction() throws Exception {
        SortedMap<String, List<String>> before = Dump.of(database);
        Transaction undone = units.transactions().startTransaction();
        projection.reset();
        undone.rollback();
        assertEquals(before, Dump.of(database));
        units.handle(projection, second.get(0));

        Transaction done = units.transactions().startTransaction();
        projection.reset();
        done.commit();
        assertEquals(-1, progress.position(WalletBalanceProjection.GROUP));
        assertTrue(Dump.of(database).values().stream().allMatch(List::isEmpty));
        units.handle(projection, history.messages(), () -> {});
        assertEquals(history.lastPosition(), progress.position(WalletBalanceProjection.GROUP));
    }

    /** The real processor stops at a gap, stays there, and says so. */
    @Test
    void theProcessorHaltsAtAGap() throws Exception {
        DataSource fresh = TestDatabase.fresh();
        JournalDouble journal = new JournalDouble();
        first.forEach(journal::append);
        long last = EntryMetadata.lastPosition(first.getLast());
        try (Processors processors = new Processors(fresh, journal, 5)) {
            processors.start();
            processors.await(last);
            assertEquals(List.of(), processors.failures(WalletBalanceProjection.GROUP));
            journal.append(second.get(1));
            long deadline = System.nanoTime() + 20_000_000_000L;
            // Two failures: it tried again, and did not go on.
            while (processors.failures(WalletBalanceProjection.GROUP).size() < 2) {
                assertTrue(System.nanoTime() < deadline, "the gap was not noticed");
                Thread.sleep(20);
            }
            processors
                    .failures(WalletBalanceProjection.GROUP)
                    .forEach(failure -> assertInstanceOf(ProgressException.class, failure));
            assertEquals(last, new ProgressView(fresh).position(WalletBalanceProjection.GROUP));
        }
    }
}
